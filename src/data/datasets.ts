/**
 * The data sets that an experiment can name: what each is, its options with their bounds and defaults, and how it is made. A
 * new one is one more row; its code is fetched only by who trains on it. All are made here in the tab, or from the reader's text.
 */
import * as v from 'valibot';
import { DatasetError, type DatasetRow, row, whole } from './dataset-row.ts';
import { textDatasets } from './text-datasets.ts';
import type { Tokenizer } from './tokenizers/tokenizer.ts';

export {
  DatasetError,
  type DatasetRow,
  type Learned,
  learnedBy,
  learnedFrom,
  type OpenedDataset,
} from './dataset-row.ts';

const tokens = ['tokens'] as const;

const none = v.strictObject({});

async function worded(words: readonly string[]): Promise<Tokenizer> {
  const { wordTokenizer } = await import('./tokenizers/word.ts');
  return wordTokenizer(words);
}

/** Numbers as words: t0, t1, ... */
const numbered = (vocabulary: number): Promise<Tokenizer> =>
  worded(Array.from({ length: vocabulary }, (_, id) => `t${id}`));

export const datasets: ReadonlyMap<string, DatasetRow> = new Map([
  ...textDatasets,
  [
    'toytown-masked',
    row(
      { title: 'Toytown stories with words hidden', learns: ['masked'] },
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
    row(
      { title: 'Damaged Toytown stories, to be written whole', learns: ['five-noises'] },
      none,
      async () => {
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
      },
    ),
  ],
  [
    'induction',
    row(
      { title: 'Repeated random tokens', learns: ['next'] },
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
    row({ title: 'Toytown in English and French, sums, brackets', learns: ['next'] }, none, async () => {
      const { domainDataset, domainTokenizer } = await import('./domains.ts');
      return { dataset: domainDataset, tokenizer: domainTokenizer(), length: 64, objectives: tokens };
    }),
  ],
  [
    'text-to-text',
    row(
      {
        title: 'Toytown tasks from text to text: into French, answers, corrections',
        learns: ['text-to-text'],
      },
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
      { title: 'Copying letters', learns: ['next'] },
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
      { title: 'Recall: what belongs to a key', learns: ['next'] },
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
      { title: 'Recall of many keys at once', learns: ['next'] },
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
      { title: 'What followed the mark, a long way back', learns: ['next'] },
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
]);

/** Throws a `DatasetError`. */
export function datasetRow(id: string): DatasetRow {
  const found = datasets.get(id);
  if (found !== undefined) return found;
  throw new DatasetError(`There are no data called "${id}", only ${[...datasets.keys()].join(', ')}.`);
}
