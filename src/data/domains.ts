/**
 * Four kinds of text in one corpus: Toytown, Toytown French, arithmetic and brackets. Every row is of one kind, which its
 * first token says; each kind has a quarter of the rows. So experts have something to be experts in.
 *
 * The floor is exact. Of a French sentence the probability of the whole is known, which is that of the English one: it is
 * shared out evenly over its words, and a sentence that the row cuts off is not asked for. Of arithmetic the answers alone
 * are asked for.
 */
import type { RandomStream } from '../random.ts';
import type { Batch, Dataset } from './batch.ts';
import { batchStream, type Part } from './parts.ts';
import { arithmeticSource, arithmeticWords, drawArithmetic } from './tasks/arithmetic.ts';
import { bracketsSource, bracketWords, drawBrackets } from './tasks/brackets.ts';
import type { MeasuredText } from './tasks/measured-text.ts';
import { ours } from './tasks/task-dataset.ts';
import { wordTokenizer } from './tokenizers/word.ts';
import { heldOutTexts } from './toytown/dataset.ts';
import { bilingualStory, bilingualVocabulary, toytownFrench } from './toytown/french/index.ts';
import { frenchWords } from './toytown/french/lexicon.ts';
import { generateStory, type Story, stories, storyMark, withoutHeldOut } from './toytown/index.ts';
import { names } from './toytown/lexicon.ts';

export type DomainName = 'english' | 'french' | 'arithmetic' | 'brackets';

interface Domain {
  readonly mark: string;
  /** At least `length` words after the mark. */
  draw(random: RandomStream, length: number, part: Part): MeasuredText;
}

/** The test has so many stories, none of which training tells in either language. */
const heldOutStories = 1000;
const heldOut: Partial<Record<Part, readonly Story[]>> = {};

function drawStory(random: RandomStream, part: Part): Story {
  if (part !== 'training') {
    const own = heldOut[part] ?? stories(part, heldOutStories);
    heldOut[part] = own;
    return random.choose(own);
  }
  for (;;) {
    const story = generateStory(random, withoutHeldOut);
    if (!heldOutTexts().has(story.tokens.join(' '))) return story;
  }
}

/** Story after story; the mark that begins the next one ends the last. */
function tell(toText: (story: Story) => MeasuredText): Domain['draw'] {
  return (random, length, part) => {
    const words: string[] = [];
    const logProbabilities: (number | null)[] = [];
    while (words.length < length) {
      const text = toText(drawStory(random, part));
      words.push(...text.words);
      logProbabilities.push(...text.logProbabilities);
    }
    return { words, logProbabilities };
  };
}

const inEnglish = ({ tokens, logProbabilities }: Story): MeasuredText => ({
  words: tokens.slice(1),
  logProbabilities: logProbabilities.slice(1),
});

function inFrench(story: Story): MeasuredText {
  const words: string[] = [];
  const logProbabilities: number[] = [];
  for (const { french, sentence } of bilingualStory(story)) {
    const total = story.logProbabilities
      .slice(sentence.start, sentence.end)
      .reduce((sum, one) => sum + one, 0);
    words.push(...french);
    logProbabilities.push(...french.map(() => total / french.length));
  }
  return {
    words: [...words, toytownFrench.storyMark],
    logProbabilities: [...logProbabilities, story.logProbabilities.at(-1) ?? 0],
  };
}

/** A sentence that does not come to its full stop is not asked for. */
function wholeSentences({ words, logProbabilities }: MeasuredText, length: number): MeasuredText {
  const end =
    words.slice(0, length).findLastIndex((word) => word === '.' || word === toytownFrench.storyMark) + 1;
  return { words, logProbabilities: logProbabilities.map((one, at) => (at < end ? one : null)) };
}

const tellFrench = tell(inFrench);

export const domains: Readonly<Record<DomainName, Domain>> = {
  english: { mark: storyMark, draw: tell(inEnglish) },
  french: {
    mark: toytownFrench.storyMark,
    draw: (random, length, part) => wholeSentences(tellFrench(random, length, part), length),
  },
  arithmetic: { mark: '<arithmetic>', draw: drawArithmetic },
  brackets: { mark: '<brackets>', draw: (random, length) => drawBrackets(random, length) },
};

export const domainNames = Object.keys(domains) as DomainName[];
export const domainSources = [ours('Toytown'), ours('Toytown French'), arithmeticSource, bracketsSource];

export const domainVocabulary: readonly string[] = [
  ...new Set([
    ...bilingualVocabulary,
    ...arithmeticWords,
    ...bracketWords,
    ...Object.values(domains).map(({ mark }) => mark),
  ]),
];
const ids = new Map(domainVocabulary.map((word, id) => [word, id]));

export const domainTokenizer = () => wordTokenizer(domainVocabulary, storyMark);

/** Rows of these kinds, in turn. */
function toBatch(
  random: RandomStream,
  part: Part,
  kinds: readonly DomainName[],
  rows: number,
  length: number,
  numbers: ReadonlyMap<string, number> = ids,
): Batch {
  const tokens = new Int32Array(rows * length);
  const targets = new Int32Array(rows * length);
  const weights = new Float32Array(rows * length);
  let [surprise, asked] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const { mark, draw } = domains[kinds[row % kinds.length] ?? 'english'];
    const { words, logProbabilities } = draw(random, length, part);
    for (let at = 0; at < length; at++) {
      const here = row * length + at;
      tokens[here] = numbers.get(at === 0 ? mark : (words[at - 1] ?? '')) ?? 0;
      targets[here] = numbers.get(words[at] ?? '') ?? 0;
      const logProbability = logProbabilities[at] ?? null;
      if (logProbability === null) continue;
      weights[here] = 1;
      surprise -= logProbability;
      asked += 1;
    }
  }
  return { rows, length, tokens, targets, weights, floor: surprise / Math.max(1, asked) };
}

const heldOutSeed = 0;

export interface DomainDataset extends Dataset {
  /** Held-out rows of one kind alone. */
  heldOutOf(kind: DomainName, count: number, rows: number, length: number): readonly Batch[];
}

const heldOutBatches = (kinds: readonly DomainName[], count: number, rows: number, length: number): Batch[] =>
  Array.from({ length: count }, (_, index) =>
    toBatch(batchStream('test', heldOutSeed, index), 'test', kinds, rows, length),
  );

export const domainDataset: DomainDataset = {
  vocabulary: domainVocabulary.length,
  training: (seed, index, rows, length) =>
    toBatch(batchStream('training', seed, index), 'training', domainNames, rows, length),
  heldOut: (count, rows, length) => heldOutBatches(domainNames, count, rows, length),
  heldOutOf: (kind, count, rows, length) => heldOutBatches([kind], count, rows, length),
};

/** Toytown French by itself, in its own words alone. */
export const frenchVocabulary: readonly string[] = [
  ...new Set([toytownFrench.storyMark, '.', ...names.map(({ word }) => word), ...frenchWords]),
];
const frenchIds = new Map(frenchVocabulary.map((word, id) => [word, id]));

export const frenchDataset: Dataset = {
  vocabulary: frenchVocabulary.length,
  training: (seed, index, rows, length) =>
    toBatch(batchStream('training', seed, index), 'training', ['french'], rows, length, frenchIds),
  heldOut: (count, rows, length) =>
    Array.from({ length: count }, (_, index) =>
      toBatch(batchStream('test', heldOutSeed, index), 'test', ['french'], rows, length, frenchIds),
    ),
};
