/**
 * What each operation of a decoder computes and what it moves, in prefill and in decode: the arithmetic intensity that decides whether
 * a machine waits for its arithmetic or for its memory. The operations add up to those of `count.ts`.
 * Williams et al. 2009, Roofline: An Insightful Visual Performance Model for Multicore Architectures.
 */
import type { AttentionConfig, FeedForwardConfig, ModelConfig } from './config.ts';
import { seenPairs } from './count/mixers.ts';

export interface Cost {
  readonly name: 'projections' | 'scores' | 'output' | 'feed-forward' | 'logits';
  readonly operations: number;
  /** Weights, what goes in and what comes out, each moved once. */
  readonly bytes: number;
}

export interface Reading {
  /** Tokens read in this pass: the whole text in prefill, one in decode. */
  readonly tokens: number;
  /** Those that were read before, whose keys and values are kept. */
  readonly start: number;
  /** Texts that are read side by side and share the weights. */
  readonly rows: number;
  readonly bytesEach: number;
}

/** All layers together, one entry a kind of operation; null where a layer is not attention and a dense feed-forward layer. */
export function costsOf(
  config: ModelConfig,
  { tokens, start, rows, bytesEach }: Reading,
): readonly Cost[] | null {
  const { width, vocabulary } = config;
  const read = rows * tokens;
  const sums = new Map<Cost['name'], { operations: number; numbers: number }>();
  const put = (name: Cost['name'], operations: number, numbers: number) => {
    const before = sums.get(name) ?? { operations: 0, numbers: 0 };
    sums.set(name, { operations: before.operations + operations, numbers: before.numbers + numbers });
  };
  const map = (name: Cost['name'], inputs: number, outputs: number) =>
    put(name, 2 * read * inputs * outputs, inputs * outputs + read * (inputs + outputs));
  for (const { mixer, channelMixer } of config.layers) {
    if (mixer.kind !== 'attention' || channelMixer.kind !== 'feed-forward') return null;
    const { heads, keyValueHeads, headSize }: AttentionConfig = mixer;
    const inside = heads * headSize;
    map('projections', width, inside + 2 * keyValueHeads * headSize);
    const keys =
      2 * keyValueHeads * headSize * Math.min(start + tokens, mixer.window ?? Number.POSITIVE_INFINITY);
    put('scores', rows * 4 * inside * seenPairs(mixer, { start, tokens }), rows * keys + 2 * read * inside);
    map('output', inside, width);
    const { hidden, gated }: FeedForwardConfig = channelMixer;
    map('feed-forward', width, (gated ? 2 : 1) * hidden);
    map('feed-forward', hidden, width);
  }
  map('logits', width, vocabulary);
  return [...sums].map(([name, { operations, numbers }]) => ({
    name,
    operations,
    bytes: numbers * bytesEach,
  }));
}
