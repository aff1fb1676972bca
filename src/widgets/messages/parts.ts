import type { ChannelMixerConfig, TokenMixerConfig } from '../../models/config.ts';

/** Names of the parts of a layer, as charts write them. */
export const partMessages: Readonly<Record<TokenMixerConfig['kind'] | ChannelMixerConfig['kind'], string>> = {
  attention: 'attention',
  'linear-attention': 'linear attention',
  'latent-attention': 'latent attention',
  mamba: 'state space',
  hyena: 'Hyena',
  gru: 'GRU',
  'feed-forward': 'feed-forward',
  'mixture-of-experts': 'experts',
  none: '',
};
