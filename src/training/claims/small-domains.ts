/** The four domains at a size that trains in a minute or two, for claims that need many runs. */
import { domainDataset } from '../../data/domains.ts';
import { architectures, type Sizes } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import { domainSizes, domainText } from '../recipes/domains.ts';

const sizes: Sizes = { ...domainSizes, width: 32, hidden: 64, context: 64, initializerRange: 0.177 };

export const smallDomains = { ...domainText, rows: 16, length: sizes.context, steps: 600 } as const;

export const smallDense = architectures.gpt2.config(sizes);
export const smallSwitch = (experts: number): ModelConfig =>
  architectures['switch-decoder'].config({ ...sizes, experts });

/** With another weight of the term that balances the experts. */
export const balanced = (config: ModelConfig, loadBalance: number): ModelConfig => ({
  ...config,
  layers: config.layers.map((layer) =>
    layer.channelMixer.kind === 'mixture-of-experts'
      ? { ...layer, channelMixer: { ...layer.channelMixer, loadBalance } }
      : layer,
  ),
});

export const smallBatches = (count: number) =>
  domainDataset.heldOut(count, smallDomains.rows, smallDomains.length);
