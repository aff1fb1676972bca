/** How a mixture of experts shares out its tokens. */
import type { Batch } from '../../data/batch.ts';
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import { forward, type Params } from '../../models/model.ts';
import { capture } from '../../models/probe.ts';
import { dispose, tidy } from '../../models/tf.ts';
import { inputsOf } from '../objectives.ts';

/** Layer -> how many choices fell on each expert, before any was full. */
export async function expertCounts(
  params: Params,
  config: ModelConfig,
  batches: readonly Batch[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const counts = new Map<string, number[]>();
  const experts = expertsOf(config);
  for (const batch of batches) {
    const seen = capture((name) => name.endsWith('moe.expert_index'));
    tidy(() => {
      forward(params, config, inputsOf(batch), { probe: seen.probe });
    });
    for (const [name, own] of seen.tensors) {
      const layer = counts.get(name) ?? new Array<number>(experts).fill(0);
      for (const expert of await own.data()) layer[expert] = (layer[expert] ?? 0) + 1;
      counts.set(name, layer);
    }
    dispose([...seen.tensors.values()]);
  }
  return counts;
}

const expertsOf = ({ layers }: ModelConfig): number =>
  Math.max(
    ...layers.map(({ channelMixer }) =>
      channelMixer.kind === 'mixture-of-experts' ? channelMixer.experts : 0,
    ),
  );

/** The busiest expert of any layer, as a multiple of an even share. */
export async function busiestExpert(
  params: Params,
  config: ModelConfig,
  batches: readonly Batch[],
  limits: Pick<Bar, 'atMost' | 'atLeast'>,
): Promise<Bar> {
  const counts = await expertCounts(params, config, batches);
  const experts = expertsOf(config);
  const shares = [...counts.values()].map((layer) => {
    const total = layer.reduce((sum, one) => sum + one, 0);
    return (Math.max(...layer) * experts) / total;
  });
  const measured = Math.max(...shares);
  return { what: 'tokens of the busiest expert of any layer', unit: 'even shares', ...limits, measured };
}
