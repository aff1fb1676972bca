/**
 * Texts to train on: Toytown in two languages, parts of four corpora, and the reader's own. Running text can be learned from in any of the ways of
 * `objectives/over-windows.ts`, so that a model of each kind has something to learn from it.
 */
import * as v from 'valibot';
import { DatasetError, type DatasetRow, type OpenedDataset, row, whole } from './dataset-row.ts';
import { marksOf, overWindows, type WindowObjective, windowObjectives } from './objectives/over-windows.ts';
import type { Parts } from './parts.ts';
import { type SiteCorpus, type SiteCorpusId, siteCorpus } from './site-corpora.ts';
import type { TrainedKind, trainedKinds } from './tokenizers/trained.ts';

const tokens = ['tokens'] as const;
/** Tokens of a row, where nothing about the text suggests another number. */
const usual = 64;

const objective = v.optional(v.picklist(windowObjectives), 'next');
const kinds = ['character', 'byte-pair', 'word'] as const satisfies typeof trainedKinds;

/** What a tokenizer that is learned here is like. */
const learned = {
  objective,
  tokenizer: v.optional(v.picklist(kinds), 'character'),
  /** Of byte pairs and words. */
  pieces: whole(257, 8192, 512),
};

interface Learned {
  readonly objective: WindowObjective;
  readonly tokenizer: TrainedKind;
  readonly pieces: number;
}

/** Two stacks read a source that is as long. */
const lengths = (length: number, asked: WindowObjective) =>
  asked === 'next' || asked === 'masked' ? { length } : { length, sourceLength: length };

async function ofTexts(
  parts: Parts<string>,
  length: number,
  { objective: asked, tokenizer: kind, pieces }: Learned,
): Promise<OpenedDataset> {
  const { textDataset } = await import('./text-dataset.ts');
  const { trainedTokenizer } = await import('./tokenizers/trained.ts');
  const tokenizer = trainedTokenizer(parts.training, kind, { pieces, marks: marksOf(asked) });
  const dataset = overWindows(textDataset(parts, tokenizer), tokenizer, asked);
  return { dataset, tokenizer, ...lengths(length, asked), objectives: tokens };
}

async function sketchOfTexts(
  training: readonly string[],
  length: number,
  { objective: asked, tokenizer: kind, pieces }: Learned,
) {
  const { trainedSize } = await import('./tokenizers/trained.ts');
  const vocabulary = await trainedSize(training, kind, { pieces, marks: marksOf(asked) });
  return { vocabulary, ...lengths(length, asked) };
}

async function fetched<Id extends SiteCorpusId>(id: Id): Promise<SiteCorpus<Id>> {
  try {
    return await siteCorpus(id);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatasetError(
      `These data could not be fetched (${reason}). Choose them again to try once more.`,
    );
  }
}

const partsOf = ({ training, validation }: SiteCorpus<'moby-dick'>): Parts<string> => ({
  training,
  validation,
  test: [],
});

const corpusRow = (id: 'moby-dick' | 'state-of-the-union', title: string, begins: string, source: string) =>
  row(
    { title, learns: windowObjectives, begins, source },
    v.strictObject(learned),
    async (options) => ofTexts(partsOf(await fetched(id)), usual, options),
    async (options) => sketchOfTexts((await fetched(id)).training, usual, options),
  );

/** A short text is cut into fewer stretches, so that the one held out is long enough to be asked for. */
const shortText = 20_000;
const ownStretches = (text: string): number => (text.length < shortText ? 5 : 20);
const ownLength = ({ length }: string, kind: TrainedKind): number =>
  Math.max(8, Math.min(usual, Math.floor(length / 5 / (kind === 'character' ? 1.5 : 10))));

async function ownParts(text: string): Promise<Parts<string>> {
  const { splitText } = await import('./text-dataset.ts');
  return splitText(text, { stretches: ownStretches(text) });
}

export const textDatasets: readonly (readonly [string, DatasetRow])[] = [
  [
    'toytown',
    row(
      { title: 'Toytown stories', learns: windowObjectives },
      v.strictObject({ objective }),
      async ({ objective: asked }) => {
        const { toytownDataset } = await import('./toytown/dataset.ts');
        const { storyMark, vocabulary } = await import('./toytown/index.ts');
        const { wordTokenizer } = await import('./tokenizers/word.ts');
        const tokenizer = wordTokenizer([...vocabulary, ...marksOf(asked)], storyMark);
        const length = asked === 'next' ? 128 : usual;
        const dataset = overWindows(toytownDataset, tokenizer, asked);
        return { dataset, tokenizer, ...lengths(length, asked), objectives: tokens };
      },
    ),
  ],
  [
    'toytown-french',
    row(
      { title: 'Toytown stories in French', learns: windowObjectives, begins: 'mia a un ballon rouge .' },
      v.strictObject({ objective }),
      async ({ objective: asked }) => {
        const { frenchDataset, frenchVocabulary } = await import('./domains.ts');
        const { wordTokenizer } = await import('./tokenizers/word.ts');
        const tokenizer = wordTokenizer(
          [...frenchVocabulary, ...marksOf(asked)],
          frenchVocabulary[0] ?? null,
        );
        const dataset = overWindows(frenchDataset, tokenizer, asked);
        return { dataset, tokenizer, ...lengths(usual, asked), objectives: tokens };
      },
    ),
  ],
  [
    'moby-dick',
    corpusRow(
      'moby-dick',
      'Moby Dick',
      'Call me Ishmael. ',
      'Three of every five chapters of Melville’s Moby-Dick (1851, public domain); whole other chapters are held out.',
    ),
  ],
  [
    'state-of-the-union',
    corpusRow(
      'state-of-the-union',
      'State of the Union',
      'The state of the Union is ',
      'The first 3,500 characters of each State of the Union address, 1790 to 2021 (public domain); whole other addresses are held out.',
    ),
  ],
  [
    'wordnet-nouns',
    row(
      {
        title: 'WordNet: the category of a definition',
        learns: ['classes'],
        begins: 'a small bird with red feathers',
        source:
          'Every seventh definition of WordNet’s nouns, each with one of 26 categories. WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.',
      },
      v.strictObject({ pieces: whole(300, 4096, 1000) }),
      async ({ pieces }) => {
        const { training, validation } = await fetched('wordnet-nouns');
        const { encoderMarks, labelledTextDataset } = await import('./labelled-texts.ts');
        const { trainedTokenizer } = await import('./tokenizers/trained.ts');
        const items = (pairs: readonly (readonly [string, number])[]) =>
          pairs.map(([text, label]) => ({ text, label }));
        const tokenizer = trainedTokenizer(
          training.map(([text]) => text),
          'byte-pair',
          { pieces, marks: Object.values(encoderMarks) },
        );
        const parts = { training: items(training), validation: items(validation), test: [] };
        const dataset = labelledTextDataset(parts, tokenizer);
        return { dataset, tokenizer, length: nounLength, classes: 26, objectives: ['classes'] };
      },
      async ({ pieces }) => ({ vocabulary: pieces, length: nounLength, classes: 26 }),
    ),
  ],
  [
    'cmu-dictionary',
    row(
      {
        title: 'CMU dictionary: from spelling to sound',
        learns: ['text-to-text'],
        begins: 'hello',
        source:
          'Every fourth word of the CMU Pronouncing Dictionary (Carnegie Mellon University) of 3 to 10 letters; other words are held out.',
      },
      v.strictObject({}),
      async () => {
        const corpus = await fetched('cmu-dictionary');
        const { pronunciationDataset, pronunciationTokenizer } = await import('./pronunciations.ts');
        const items = (pairs: readonly (readonly [string, string])[]) =>
          pairs.map(([word, sounds]) => ({ word, sounds: sounds.split(' ') }));
        const parts = { training: items(corpus.training), validation: items(corpus.validation), test: [] };
        const dataset = pronunciationDataset(parts);
        return { dataset, tokenizer: pronunciationTokenizer(), ...spelling, objectives: tokens };
      },
      async () => {
        const { pronunciationTokenizer } = await import('./pronunciations.ts');
        return { vocabulary: pronunciationTokenizer().vocabulary.length, ...spelling };
      },
    ),
  ],
  [
    'own-text',
    row(
      { title: 'Your own text', learns: windowObjectives },
      v.strictObject({
        text: v.pipe(
          v.string(),
          v.minLength(200, 'A text to learn from has at least 200 characters.'),
          v.maxLength(4_000_000),
        ),
        ...learned,
      }),
      async ({ text, ...options }) =>
        ofTexts(await ownParts(text), ownLength(text, options.tokenizer), options),
      async ({ text, ...options }) =>
        sketchOfTexts((await ownParts(text)).training, ownLength(text, options.tokenizer), options),
    ),
  ],
];

/** Most definitions are shorter; the longest are cut. */
const nounLength = 48;
/** Words have 3 to 10 letters and one mark; no pronunciation is longer than the row. */
const spelling = { length: 16, sourceLength: 12 };
