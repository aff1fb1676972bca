/** What must wait for what in layers of attention and of recurrence, and how long both take on this machine. */
import { architectures } from '../../models/architectures.ts';
import { randomStream } from '../../random.ts';
import { type Options, runtime } from '../../runtime/client.ts';
import type { GraphTask } from '../../viz/dependency-graph.ts';
import { sequentialVsParallelMessages as words } from '../messages/sequential-vs-parallel.ts';

export const kinds = ['attention', 'gru'] as const;
export type Kind = (typeof kinds)[number];
export const layers = 2;
export const lengths = [16, 32, 64, 128, 256, 512] as const;
const sizes = { vocabulary: 64, context: 512, width: 64, layers, heads: 4 };
const tries = 3;

/** Inputs first, then layer by layer. A word of a layer needs what the layer below says: of the words so far, or of itself and its own layer's word before. */
export function tasksOf(kind: Kind, count: number): GraphTask[] {
  const at = (layer: number, word: number) => layer * count + word;
  const upTo = (word: number) => Array.from({ length: word + 1 }, (_, index) => index);
  return Array.from({ length: layers + 1 }, (_, layer) =>
    upTo(count - 1).map(
      (word): GraphTask => ({
        label: layer === 0 ? words.input(word + 1) : words.task(layer, word + 1),
        needs:
          layer === 0
            ? []
            : kind === 'attention'
              ? upTo(word).map((other) => at(layer - 1, other))
              : [at(layer - 1, word), ...(word > 0 ? [at(layer, word - 1)] : [])],
      }),
    ),
  ).flat();
}

const configs = {
  attention: architectures.gpt2.config(sizes),
  gru: architectures.gru.config(sizes),
} as const;

export interface Times {
  /** Milliseconds. // [length] */
  readonly attention: readonly number[];
  readonly gru: readonly number[];
}

/** The best of a few readings of each length; the first warms up and is not counted. */
export async function measureBoth(options: Options): Promise<Times> {
  const random = randomStream(1);
  const timeOf = async (kind: Kind, length: number) => {
    const tokens = Array.from({ length }, () => random.integer(sizes.vocabulary));
    const request = { model: { fresh: configs[kind], seed: 1 }, tokens, capture: ['ln_final.normalized'] };
    let best = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn <= tries; turn++) {
      const { milliseconds } = await runtime().run(request, options);
      if (turn > 0) best = Math.min(best, milliseconds);
    }
    return best;
  };
  const attention: number[] = [];
  const gru: number[] = [];
  for (const length of lengths) {
    attention.push(await timeOf('attention', length));
    gru.push(await timeOf('gru', length));
  }
  return { attention, gru };
}
