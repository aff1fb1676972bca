/** One text of the data that the model never learned from, cut to what it reads: as a question to the model, whatever its kind. */
import type { Batch } from '../../data/batch.ts';
import { datasetRow } from '../../data/datasets.ts';
import type { Experiment } from '../../runtime/client.ts';

export interface Example {
  readonly tokens: readonly number[];
  readonly source?: readonly number[];
  readonly segments?: readonly number[];
  /** What is asked for at each position; null: nothing. */
  readonly asked: readonly (number | null)[];
}

/** Without the padding behind its end. */
const real = (values: ArrayLike<number>, padding: Float32Array | undefined, row: number, length: number) => {
  const all = Array.from(values).slice(row * length, (row + 1) * length);
  if (padding === undefined) return all;
  const count = padding.slice(row * length, (row + 1) * length).reduce((sum, one) => sum + one, 0);
  return all.slice(0, count);
};

export function exampleOf(batch: Batch, row = 0): Example {
  const { length, source, padding, segments } = batch;
  const weights = batch.weights.slice(row * length, (row + 1) * length);
  const targets = batch.targets.slice(row * length, (row + 1) * length);
  const asked = Array.from(targets, (target, at) => ((weights[at] ?? 0) > 0 ? target : null));
  // What a decoder of two stacks reads has no padding of its own: it ends with what is asked last.
  const end = source ? asked.findLastIndex((one) => one !== null) + 1 : length;
  const tokens = real(batch.tokens, padding, row, length).slice(0, end);
  return {
    tokens,
    asked: asked.slice(0, tokens.length),
    ...(source ? { source: real(source.tokens, source.padding, row, source.length) } : {}),
    ...(segments ? { segments: real(segments, padding, row, length) } : {}),
  };
}

/** Characters that are counted in a moment. */
const longestText = 200_000;

/** null: to make it here would take the page too long, since a tokenizer would be learned anew, or there is no token to ask for. */
export async function heldOutExample(data: Experiment['data'], length: number): Promise<Example | null> {
  const row = datasetRow(data.id);
  const { tokenizer, text } = data.options ?? {};
  const learnsPieces = tokenizer === 'byte-pair' || tokenizer === 'word';
  if (learnsPieces || (typeof text === 'string' && text.length > longestText) || row.learns[0] === 'classes')
    return null;
  const { dataset } = await row.open(data.options ?? {});
  const [batch] = dataset.heldOut(1, 1, length);
  if (batch === undefined) return null;
  const example = exampleOf(batch);
  return example.asked.some((one) => one !== null) ? example : null;
}
