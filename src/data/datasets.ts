/**
 * The data sets that an experiment can name: what each is, its options with their bounds and defaults, and how it is made. A
 * new one is one more row; its code is fetched only by who trains on it. All are made here in the tab, or from the reader's text.
 */
import * as v from 'valibot';
import type { Dataset } from './batch.ts';
import type { Tokenizer } from './tokenizers/tokenizer.ts';

/** The kind of model that can learn from it, as in the config of a model. */
export type StackKind = 'decoder' | 'encoder' | 'encoder-decoder';

export interface OpenedDataset {
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  /** Tokens a row that suit, and the longest text that it makes. */
  readonly length: number;
  /** Of a source, where there is one. */
  readonly sourceLength?: number;
  /** What there is to learn, as names of `training/objectives.ts`. */
  readonly objectives: readonly string[];
}

/** Thrown with a sentence for the reader. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

type OptionsSchema = v.StrictObjectSchema<v.ObjectEntries, undefined>;

export interface DatasetRow {
  readonly title: string;
  readonly stack: StackKind;
  /** Every option has a default. */
  readonly options: OptionsSchema;
  open(options: unknown): Promise<OpenedDataset>;
  /** What a model must know of it, found without what takes long. */
  sketch(options: unknown): Promise<DatasetSketch>;
}

export interface DatasetSketch {
  readonly vocabulary: number;
  readonly length: number;
  readonly sourceLength?: number;
}

const tokens = ['tokens'] as const;

function row<Schema extends OptionsSchema>(
  title: string,
  stack: StackKind,
  options: Schema,
  open: (options: v.InferOutput<Schema>) => Promise<OpenedDataset>,
  sketch: (options: v.InferOutput<Schema>) => Promise<DatasetSketch> = async (checked) => {
    const { dataset, length, sourceLength = 0 } = await open(checked);
    return { vocabulary: dataset.vocabulary, length, sourceLength };
  },
): DatasetRow {
  return {
    title,
    stack,
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

const whole = (minimum: number, maximum: number, standard: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum)), standard);

const none = v.strictObject({});

async function worded(words: readonly string[]): Promise<Tokenizer> {
  const { wordTokenizer } = await import('./tokenizers/word.ts');
  return wordTokenizer(words);
}

/** Numbers as words: t0, t1, ... */
const numbered = (vocabulary: number): Promise<Tokenizer> =>
  worded(Array.from({ length: vocabulary }, (_, id) => `t${id}`));

const ownLength = 64;

export const datasets: ReadonlyMap<string, DatasetRow> = new Map([
  [
    'toytown',
    row('Toytown stories', 'decoder', none, async () => {
      const { toytownDataset } = await import('./toytown/dataset.ts');
      const { toytownTokenizer } = await import('./toytown/index.ts');
      return { dataset: toytownDataset, tokenizer: toytownTokenizer(), length: 128, objectives: tokens };
    }),
  ],
  [
    'toytown-masked',
    row(
      'Toytown stories with words hidden',
      'encoder',
      v.strictObject({
        pairs: v.optional(v.boolean(), true),
        corpus: whole(1, 100_000, 2000),
        copies: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))), 10),
      }),
      async (options) => {
        const { maskedLength, maskedTokenizer, maskedToytown } = await import(
          './objectives/toytown-masked.ts'
        );
        return {
          dataset: maskedToytown(options),
          tokenizer: maskedTokenizer(),
          length: maskedLength,
          objectives: options.pairs ? ['tokens', 'next-sentence'] : ['tokens'],
        };
      },
      async () => {
        const { maskedLength, maskedVocabulary } = await import('./objectives/toytown-masked.ts');
        return { vocabulary: maskedVocabulary.length, length: maskedLength };
      },
    ),
  ],
  [
    'toytown-damaged',
    row('Damaged Toytown stories, to be written whole', 'encoder-decoder', none, async () => {
      const { denoisedLength, denoisedTokenizer, denoisedToytown } = await import(
        './objectives/toytown-denoised.ts'
      );
      return {
        dataset: denoisedToytown,
        tokenizer: denoisedTokenizer(),
        length: denoisedLength,
        sourceLength: denoisedLength,
        objectives: tokens,
      };
    }),
  ],
  [
    'induction',
    row(
      'Repeated random tokens',
      'decoder',
      v.strictObject({
        vocabulary: whole(4, 4096, 64),
        shortest: whole(2, 256, 4),
        longest: whole(2, 256, 20),
      }),
      async (options) => {
        const { inductionDataset } = await import('./tasks/induction.ts');
        const tokenizer = await numbered(options.vocabulary);
        return { dataset: inductionDataset(options), tokenizer, length: 64, objectives: tokens };
      },
    ),
  ],
  [
    'domains',
    row('Toytown in English and French, sums, brackets', 'decoder', none, async () => {
      const { domainDataset, domainTokenizer } = await import('./domains.ts');
      return { dataset: domainDataset, tokenizer: domainTokenizer(), length: 64, objectives: tokens };
    }),
  ],
  [
    'text-to-text',
    row(
      'Toytown tasks from text to text: into French, answers, corrections',
      'encoder-decoder',
      v.strictObject({ tasks: v.optional(v.picklist(['all', 'translate', 'answer', 'correct']), 'all') }),
      async ({ tasks: wanted }) => {
        const { textToTextDataset, textToTextTokenizer } = await import('./text-to-text/dataset.ts');
        const chosen = wanted === 'all' ? {} : { tasks: [wanted] };
        return {
          dataset: textToTextDataset({ corruptionSteps: 0, ...chosen }),
          tokenizer: textToTextTokenizer(),
          length: 64,
          sourceLength: 64,
          objectives: tokens,
        };
      },
    ),
  ],
  [
    'copying',
    row(
      'Copying letters',
      'decoder',
      v.strictObject({
        letters: whole(2, 26, 8),
        kept: whole(1, 64, 6),
        silence: whole(0, 1024, 28),
        selective: v.optional(v.boolean(), true),
      }),
      async ({ silence, ...options }) => {
        const { copyingDataset, copyingWords } = await import('./tasks/copying.ts');
        return {
          dataset: copyingDataset(options),
          tokenizer: await worded(copyingWords(options.letters)),
          length: 2 * options.kept + silence,
          objectives: tokens,
        };
      },
    ),
  ],
  [
    'associative-recall',
    row(
      'Recall: what belongs to a key',
      'decoder',
      v.strictObject({
        kinds: whole(2, 512, 10),
        pairs: whole(2, 512, 15),
        lastOnly: v.optional(v.boolean(), false),
      }),
      async ({ kinds, pairs, lastOnly }) => {
        const { associativeDataset, associativeWords } = await import('./tasks/associative-recall.ts');
        return {
          dataset: associativeDataset({ kinds, lastOnly }),
          tokenizer: await worded(associativeWords(kinds)),
          length: 2 * pairs + 1,
          objectives: tokens,
        };
      },
    ),
  ],
  [
    'key-value-recall',
    row(
      'Recall of many keys at once',
      'decoder',
      v.strictObject({ keys: whole(2, 1024, 16), values: whole(2, 1024, 16), pairs: whole(1, 256, 8) }),
      async ({ keys, values, pairs }) => {
        const { keyValueDataset, keyValueLength, keyValueWords } = await import(
          './tasks/key-value-recall.ts'
        );
        return {
          dataset: keyValueDataset({ keys, values, pairs: [pairs] }),
          tokenizer: await worded(keyValueWords({ keys, values })),
          length: keyValueLength(pairs),
          objectives: tokens,
        };
      },
    ),
  ],
  [
    'trigger',
    row(
      'What followed the mark, a long way back',
      'decoder',
      v.strictObject({ letters: whole(2, 26, 16), distance: whole(3, 4096, 64) }),
      async ({ letters, distance }) => {
        const { triggerDataset, triggerWords } = await import('./tasks/trigger.ts');
        return {
          dataset: triggerDataset(letters),
          tokenizer: await worded(triggerWords(letters)),
          length: distance,
          objectives: tokens,
        };
      },
    ),
  ],
  [
    'own-text',
    row(
      'Your own text',
      'decoder',
      v.strictObject({
        text: v.pipe(
          v.string(),
          v.minLength(200, 'A text to learn from has at least 200 characters.'),
          v.maxLength(4_000_000),
        ),
        tokenizer: v.optional(v.picklist(['character', 'byte-pair']), 'character'),
        /** Of byte pairs. */
        pieces: whole(257, 8192, 512),
      }),
      async ({ text, tokenizer: kind, pieces }) => {
        const { splitText, textDataset } = await import('./text-dataset.ts');
        const tokenizer = await ownTokenizer(text, kind, pieces);
        return {
          dataset: textDataset(splitText(text), tokenizer),
          tokenizer,
          length: ownLength,
          objectives: tokens,
        };
      },
      async ({ text, tokenizer: kind, pieces }) => {
        // Pairs take long to merge; there are as many as were asked for, or fewer in a short text.
        const vocabulary =
          kind === 'byte-pair' ? pieces : (await ownTokenizer(text, kind, pieces)).vocabulary.length;
        return { vocabulary, length: ownLength };
      },
    ),
  ],
]);

async function ownTokenizer(
  text: string,
  kind: 'character' | 'byte-pair',
  pieces: number,
): Promise<Tokenizer> {
  if (kind === 'character') {
    const { characterTokenizer, characterVocabulary } = await import('./tokenizers/character.ts');
    return characterTokenizer(characterVocabulary([text]));
  }
  const { trainBytePair } = await import('./tokenizers/byte-pair.ts');
  return trainBytePair([text], { size: pieces });
}

/** Throws a `DatasetError`. */
export function datasetRow(id: string): DatasetRow {
  const found = datasets.get(id);
  if (found !== undefined) return found;
  throw new DatasetError(`There are no data called "${id}", only ${[...datasets.keys()].join(', ')}.`);
}
