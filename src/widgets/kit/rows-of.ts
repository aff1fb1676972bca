/** Rows out of a run's logits: what the model says at one place of one text. */
import { softmax } from '../../models/sampling.ts';
import type { TensorData } from '../../runtime/client.ts';

/** [text, position, vocabulary] -> [vocabulary] */
export function rowOf(logits: TensorData, text: number, position: number): Float32Array {
  const [, positions = 0, vocabulary = 0] = logits.shape;
  const from = (text * positions + position) * vocabulary;
  return logits.data.subarray(from, from + vocabulary);
}

export interface Guess {
  readonly id: number;
  readonly probability: number;
}

/** The likeliest tokens, best first. */
export function guesses(logits: ArrayLike<number>, count: number): Guess[] {
  return Array.from(softmax(logits), (probability, id) => ({ id, probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count);
}

export function best(logits: ArrayLike<number>): number {
  let most = 0;
  for (let id = 1; id < logits.length; id++)
    if ((logits[id] ?? Number.NEGATIVE_INFINITY) > (logits[most] ?? 0)) most = id;
  return most;
}
