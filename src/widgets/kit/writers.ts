/** Who writes into the residual stream of a decoder, in the order in which they write. */
import type { ChannelMixerConfig, ModelConfig, TokenMixerConfig } from '../../models/config.ts';

export interface Writer {
  /** null: the embeddings, which come before the first layer. */
  readonly layer: number | null;
  readonly kind: 'embedding' | 'positions' | 'mixer' | 'channels';
  /** What it is; null: an embedding. */
  readonly part: TokenMixerConfig['kind'] | ChannelMixerConfig['kind'] | null;
  readonly probe: string;
}

/** The probe of what a part writes, by its kind; null: there is no part. */
const mixerProbes: Readonly<Record<TokenMixerConfig['kind'], string | null>> = {
  attention: 'attn_out',
  'linear-attention': 'linear_attn_out',
  'latent-attention': 'latent_attn_out',
  mamba: 'ssm_out',
  hyena: 'hyena_out',
  gru: 'gru_out',
  none: null,
};
const channelProbes: Readonly<Record<ChannelMixerConfig['kind'], string | null>> = {
  'feed-forward': 'mlp_out',
  'mixture-of-experts': 'moe_out',
  none: null,
};
const addsPositions: Readonly<Record<ModelConfig['position']['kind'], boolean>> = {
  learned: true,
  sinusoidal: true,
  none: false,
  rotary: false,
  alibi: false,
  buckets: false,
};

/** A model that ships and is known by its name only is laid out as GPT-2 is. */
export interface Written {
  readonly layers: number;
  readonly config?: ModelConfig;
}

const plain = { mixer: 'attention', channels: 'feed-forward' } as const;

export function writersOf({ layers, config }: Written): Writer[] {
  const kinds = config
    ? config.layers.map(({ mixer, channelMixer }) => ({ mixer: mixer.kind, channels: channelMixer.kind }))
    : Array.from({ length: layers }, () => plain);
  const positions = config === undefined || addsPositions[config.position.kind];
  return [
    { layer: null, kind: 'embedding', part: null, probe: 'embed' },
    ...(positions ? [{ layer: null, kind: 'positions', part: null, probe: 'pos_embed' } as const] : []),
    ...kinds.flatMap(({ mixer, channels }, layer): Writer[] => [
      ...(mixerProbes[mixer] === null
        ? []
        : [{ layer, kind: 'mixer', part: mixer, probe: `blocks.${layer}.${mixerProbes[mixer]}` } as const]),
      ...(channelProbes[channels] === null
        ? []
        : [
            {
              layer,
              kind: 'channels',
              part: channels,
              probe: `blocks.${layer}.${channelProbes[channels]}`,
            } as const,
          ]),
    ]),
  ];
}

/** Without the embeddings. */
export const partsOf = (model: Written): Writer[] => writersOf(model).filter(({ layer }) => layer !== null);

/** Whether the stream is the sum of what they write, and the logits a map of its last norm. */
export const addsUp = ({
  norm,
  residual = true,
  embeddingNorm,
  layers,
  headTransform,
}: ModelConfig): boolean =>
  residual &&
  norm.place !== 'post' &&
  !embeddingNorm &&
  headTransform === undefined &&
  layers.every(({ depth }) => depth === undefined);
