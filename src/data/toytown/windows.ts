/**
 * Batches for training and for measuring. Every window begins with a story and holds whole stories until it is full; the
 * last one is cut. So a model sees all that the exact log-probabilities of its targets depend on.
 */
import type { RandomStream } from '../../random.ts';
import { wordIds } from './lexicon.ts';
import { withoutHeldOut } from './splits.ts';
import { generateStory } from './story.ts';
import type { Rules } from './telling.ts';

export interface Windows {
  readonly batch: number;
  readonly context: number;
  /** [batch, context + 1] */
  readonly tokens: Int32Array;
  /** Of the targets `tokens[:, 1:]`: [batch, context] */
  readonly logProbabilities: Float32Array;
}

export interface WindowOptions {
  readonly batch: number;
  readonly context: number;
  readonly rules?: Rules;
  /** Stories to leave out, as texts with single spaces: those held out for measuring. */
  readonly without?: ReadonlySet<string>;
}

/** The next batch from the stream. */
export function nextWindows(
  random: RandomStream,
  { batch, context, rules = withoutHeldOut, without }: WindowOptions,
): Windows {
  const length = context + 1;
  const tokens = new Int32Array(batch * length);
  const logProbabilities = new Float32Array(batch * context);
  for (let row = 0; row < batch; row += 1) {
    let filled = 0;
    while (filled < length) {
      const story = generateStory(random, rules);
      if (without !== undefined && without.size > 0 && without.has(story.tokens.join(' '))) continue;
      // The mark that ends a story begins the next one.
      for (let index = filled === 0 ? 0 : 1; index < story.tokens.length && filled < length; index += 1) {
        tokens[row * length + filled] = wordIds.get(story.tokens[index] ?? '') ?? 0;
        if (filled > 0) logProbabilities[row * context + filled - 1] = story.logProbabilities[index] ?? 0;
        filled += 1;
      }
    }
  }
  return { batch, context, tokens, logProbabilities };
}

export interface Floor {
  /** Nats a token: the least loss that a model can have on these windows. */
  readonly mean: number;
  readonly standardError: number;
  readonly tokens: number;
}

/** The entropy floor on these very windows; its error is that of the windows' means, which are independent. */
export function entropyFloor({ batch, context, logProbabilities }: Windows): Floor {
  const means = Array.from({ length: batch }, (_, row) => {
    let total = 0;
    for (let index = row * context; index < (row + 1) * context; index += 1)
      total -= logProbabilities[index] ?? 0;
    return total / context;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / batch;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, batch - 1);
  return {
    mean,
    standardError: Math.sqrt(variance / batch),
    tokens: batch * context,
  };
}
