/** A model with experts, measured while it trains: who is asked how often. */
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import { runtime } from '../../runtime/client.ts';
import { domainReading, type ExpertShares, sharesOf } from './domain-data.ts';

export interface Measured {
  readonly step: number;
  /** The busiest of any layer, as a multiple of an even share. */
  readonly busiest: number;
  /** Of all choices, the share that found its expert full. */
  readonly dropped: number;
  readonly layer: number;
  readonly shares: ExpertShares;
}

/** The model of the moment on the held-out texts; null: it answered without a step. */
export async function measureExperts(
  run: string,
  tokenizer: Tokenizer,
  experts: number,
  channel: string,
): Promise<Measured | null> {
  const { tensors, step } = await runtime().run(
    {
      model: { training: run },
      ...domainReading(tokenizer),
      capture: ['blocks.*.moe.expert_index', 'blocks.*.moe.dropped'],
    },
    { channel },
  );
  if (step === null) return null;
  const layers = Object.entries(tensors)
    .filter(([name]) => name.endsWith('expert_index'))
    .map(([name, index]) =>
      sharesOf(index, tensors[name.replace('expert_index', 'dropped')] ?? null, experts),
    );
  const busiest = Math.max(...layers.map((shares) => shares.busiest));
  const at = layers.findIndex((shares) => shares.busiest === busiest);
  const shares = layers[at];
  if (!shares) return null;
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const dropped =
    sum(layers.map((layer) => sum(layer.dropped))) / sum(layers.map((layer) => sum(layer.asked)));
  return { step, busiest, dropped, layer: at + 1, shares };
}
