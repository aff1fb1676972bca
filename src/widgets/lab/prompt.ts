/** What a model of the Lab is given to read where the reader has typed nothing: a row of its data that it never learned from. */
import { datasetRow } from '../../data/datasets.ts';
import type { Tokenizer } from '../../data/tokenizers/tokenizer.ts';
import type { Experiment } from '../../runtime/client.ts';
import { exampleOf } from './held-out-example.ts';

export interface Prompt {
  readonly tokens: readonly number[];
  /** Pieces that the model does not know. */
  readonly unknown: readonly string[];
}

const shortest = 8;
const longest = 200;

export function typedPrompt(tokenizer: Tokenizer, text: string): Prompt {
  const begin = tokenizer.begin === null ? -1 : tokenizer.vocabulary.indexOf(tokenizer.begin);
  const pieces = tokenizer.encode(text);
  const known = pieces.flatMap(({ id }) => (id === null ? [] : [id]));
  return {
    tokens: [...(begin >= 0 ? [begin] : []), ...known].slice(-longest),
    unknown: pieces.flatMap(({ id, text: piece }) => (id === null ? [piece] : [])),
  };
}

/** A text begins at its mark; a task's row is told up to the first question, or is all that is to be read before another is written. */
export async function dataPrompt(tokenizer: Tokenizer, data: Experiment['data'] | null): Promise<Prompt> {
  const text = data?.options?.text;
  if (typeof text === 'string') return typedPrompt(tokenizer, text.slice(0, 40));
  if (tokenizer.begin !== null || data === null) return typedPrompt(tokenizer, '');
  const row = datasetRow(data.id);
  if (row.begins !== undefined) return typedPrompt(tokenizer, row.begins);
  const { dataset, length } = await row.open(data.options ?? {});
  const [batch] = dataset.heldOut(1, 1, length);
  if (batch === undefined) return { tokens: [], unknown: [] };
  // Of two stacks it is the source that is read; its marks are put around it by whoever asks.
  if (batch.source) return { tokens: exampleOf(batch).source ?? [], unknown: [] };
  const asked = batch.weights.findIndex((weight) => weight > 0);
  return { tokens: [...batch.tokens.slice(0, Math.max(shortest, asked + 1))], unknown: [] };
}
