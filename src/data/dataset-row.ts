/** What a data set that an experiment can name is: a row of the tables in `datasets.ts` and `text-datasets.ts`. */
import * as v from 'valibot';
import type { Dataset } from './batch.ts';
import type { Tokenizer } from './tokenizers/tokenizer.ts';

/** The kind of model that can learn from it, as in the config of a model. */
export type StackKind = 'decoder' | 'encoder' | 'encoder-decoder';

interface Task {
  readonly title: string;
  /** The kind of model that it is asked of. */
  readonly stack: StackKind;
}

const written = (title: string): Task => ({ title, stack: 'encoder-decoder' });

/** What can be asked of a text. */
export const learnedBy = {
  next: { title: 'the next token', stack: 'decoder' },
  masked: { title: 'hidden tokens', stack: 'encoder' },
  'span-corruption': written('spans that were cut out'),
  'token-masking': written('the text whose tokens were masked'),
  'token-deletion': written('the text whose tokens were deleted'),
  'text-infilling': written('the text whose spans became one mask each'),
  'sentence-permutation': written('the text whose sentences were shuffled'),
  'document-rotation': written('the text that was rotated'),
  'infilling-and-permutation': written('the text with infilling and shuffled sentences'),
  'five-noises': written('the text after one of five noises'),
  'text-to-text': written('another text'),
  classes: { title: 'a class', stack: 'encoder' },
} as const satisfies Readonly<Record<string, Task>>;

export type Learned = keyof typeof learnedBy;

export interface OpenedDataset {
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  /** Tokens a row that suit, and the longest text that it makes. */
  readonly length: number;
  /** Of a source, where there is one. */
  readonly sourceLength?: number;
  /** Of whole texts, where they have one of so many. */
  readonly classes?: number;
  /** What there is to learn, as names of `training/objectives.ts`. */
  readonly objectives: readonly string[];
}

export interface DatasetSketch {
  readonly vocabulary: number;
  readonly length: number;
  readonly sourceLength?: number;
  readonly classes?: number;
}

/** Thrown with a sentence for the reader. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

export type OptionsSchema = v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** What is known of a row without its code. */
interface Described {
  readonly title: string;
  /** What can be learned from it; with more than one the option `objective` says which. */
  readonly learns: readonly Learned[];
  /** A text to begin with, where none of its own is at hand. */
  readonly begins?: string;
  /** Whose it is, and how much of it is here. */
  readonly source?: string;
}

export interface DatasetRow extends Described {
  /** Every option has a default. */
  readonly options: OptionsSchema;
  open(options: unknown): Promise<OpenedDataset>;
  /** What a model must know of it, found without what takes long. */
  sketch(options: unknown): Promise<DatasetSketch>;
}

export function row<Schema extends OptionsSchema>(
  described: Described,
  options: Schema,
  open: (options: v.InferOutput<Schema>) => Promise<OpenedDataset>,
  sketch: (options: v.InferOutput<Schema>) => Promise<DatasetSketch> = async (checked) => {
    const { dataset, length, sourceLength = 0, classes } = await open(checked);
    return {
      vocabulary: dataset.vocabulary,
      length,
      sourceLength,
      ...(classes === undefined ? {} : { classes }),
    };
  },
): DatasetRow {
  return {
    ...described,
    options,
    open: async (given) => open(checkedOptions(options, given)),
    sketch: async (given) => sketch(checkedOptions(options, given)),
  };
}

function checkedOptions<Schema extends OptionsSchema>(schema: Schema, given: unknown): v.InferOutput<Schema> {
  const found = v.safeParse(schema, given, { abortEarly: true });
  if (found.success) return found.output;
  const [issue] = found.issues;
  throw new DatasetError(
    `The option ${v.getDotPath(issue) ?? ''} of these data cannot be used: ${issue.message}`,
  );
}

/** A whole number between two bounds. */
export const whole = (minimum: number, maximum: number, standard: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum)), standard);

/** What is learned from a row with these options. */
export function learnedFrom(
  { learns: [first, ...others] }: Pick<DatasetRow, 'learns'>,
  options: unknown,
): Learned {
  if (first === undefined) throw new Error('A data set that nothing can be learned from.');
  const named =
    typeof options === 'object' && options !== null ? Reflect.get(options, 'objective') : undefined;
  return [first, ...others].find((one) => one === named) ?? first;
}
