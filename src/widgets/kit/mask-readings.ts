/** How a decoder and an encoder are asked for each word of a text, and how many of them they get right. */
import { softmax } from '../../models/sampling.ts';
import type { RunResult } from '../../runtime/client.ts';
import type { PaintedModel } from '../messages/mask-painter.ts';
import { causalTokens, frameWords, hideEach, textOf } from './masked-text.ts';
import { best, rowOf } from './rows-of.ts';

/** What a model reads, and where in its answer the word number i stands. */
export interface Reading {
  readonly tokens: readonly number[];
  readonly segments?: readonly number[];
  readonly others: readonly { readonly tokens: readonly number[]; readonly segments?: readonly number[] }[];
  readonly rowAt: (word: number) => { readonly text: number; readonly position: number };
}

export const readings: Readonly<Record<PaintedModel, (ids: readonly number[]) => Reading>> = {
  'gpt2-toytown': (ids) => ({
    tokens: causalTokens(ids),
    others: [],
    rowAt: (word) => ({ text: 0, position: word }),
  }),
  'bert-toytown': (ids) => {
    const frame = frameWords('bert-toytown', ids);
    const [first, ...others] = hideEach(frame).map(textOf);
    return {
      ...(first ?? { tokens: [] }),
      others,
      rowAt: (word) => ({ text: word, position: frame.places[word] ?? 0 }),
    };
  },
};

export interface Answer {
  readonly guess: number;
  readonly own: number;
}

export function answersOf(
  result: RunResult | null,
  ids: readonly number[],
  reading: Reading,
): Answer[] | null {
  const logits = result?.tensors.logits;
  if (!result || !logits || result.tokens.join() !== reading.tokens.join()) return null;
  return ids.map((id, word) => {
    const { text, position } = reading.rowAt(word);
    const row = rowOf(logits, text, position);
    return { guess: best(row), own: softmax(row)[id] ?? 0 };
  });
}

export const scoreOf = (answers: readonly Answer[], ids: readonly number[]) => ({
  right: answers.filter(({ guess }, word) => guess === ids[word]).length,
  loss: answers.reduce((sum, { own }) => sum - Math.log(own), 0) / Math.max(1, answers.length),
});
