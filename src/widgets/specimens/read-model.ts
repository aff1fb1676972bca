/** What the specimens ask of a shipped model: one text, and the tensors that a chart shows. */
import {
  type Intervention,
  type Options,
  type RunResult,
  runtime,
  type TensorData,
} from '../../runtime/client.ts';
import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';

export const model = shippedModels['gpt2-toytown'];
export const text = 'mia has a red ball . tom wants the ball . mia gives the ball to';

export interface ModelReading {
  readonly run: RunResult;
  /** The words that the model read, its beginning mark included. */
  readonly tokens: readonly string[];
  readonly vocabulary: readonly string[];
  tensor(name: string): TensorData;
}

/** Three short stories: long enough for a map that is seen through a window. */
export const stories = [
  'mia has a red ball . tom wants the ball . mia gives the ball to him . now tom has the ball .',
  'anna and ben are in the garden . anna has a blue kite . ben has a big drum . anna plays with the kite .',
  'sam and nina are in the park . sam has an apple . nina has a book . sam eats the apple . nina reads the book .',
];

export async function readModel(
  capture: readonly string[],
  options: Options,
  {
    interventions = [],
    words = text,
  }: { readonly interventions?: readonly Intervention[]; readonly words?: string } = {},
): Promise<ModelReading> {
  const tokenizer = await loadTokenizer(model.id);
  const read = readText(tokenizer, words, model.context);
  const run = await runtime().run({ model: model.id, tokens: read.tokens, capture, interventions }, options);
  return {
    run,
    tokens: run.tokens.map((id) => tokenizer.vocabulary[id] ?? ''),
    vocabulary: tokenizer.vocabulary,
    tensor(name) {
      const found = run.tensors[name];
      if (!found) throw new Error(`The run has no ${name}.`);
      return found;
    },
  };
}

/** Rows of a tensor's last axis. // [..., size] -> [row][size] */
export function rowsOf({ shape, data }: TensorData): Float32Array[] {
  const size = shape.at(-1) ?? 1;
  return Array.from({ length: data.length / size }, (_, row) => data.subarray(row * size, (row + 1) * size));
}

export const normOf = (vector: ArrayLike<number>): number => Math.hypot(...Array.from(vector));
