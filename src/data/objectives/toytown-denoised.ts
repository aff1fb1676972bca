/**
 * Toytown for BART: a damaged story is read, the story is written: see `denoising.ts`.
 *
 * Deviation: each story suffers one of the five noises, text infilling half of the time, where the paper's final model
 * has infilling and permutation together: so one small model can show what each noise asks of it.
 */
import type { RandomStream } from '../../random.ts';
import type { Batch, Dataset } from '../batch.ts';
import { batchStream } from '../parts.ts';
import { wordTokenizer } from '../tokenizers/word.ts';
import { vocabulary as words } from '../toytown/index.ts';
import { noisesOf } from './denoising.ts';
import { sentencesOf } from './next-sentence.ts';
import { snugLength } from './pad-rows.ts';
import { withMarks } from './special-tokens.ts';
import { teacherForced } from './teacher-forcing.ts';
import { heldOutStories, longestStory, stop, trainingStories } from './toytown-stories.ts';

const marked = withMarks(words, ['<pad>', '<s>', '</s>', '<mask>']);
export const denoisedVocabulary = marked.vocabulary;
export const denoisedMark = marked.id;
export const denoisedTokenizer = () => wordTokenizer(denoisedVocabulary, '<s>');

/** For source and target alike: infilling can make a text a little longer. */
export const denoisedLength = longestStory + 8;

const mask = marked.id['<mask>'];

/** Noise -> what it makes of a story. */
export const noises = noisesOf(mask, (story) => sentencesOf(story, stop));

export type Noise = keyof typeof noises;
const noiseNames = Object.keys(noises) as Noise[];

function damaged(story: readonly number[], random: RandomStream): number[] {
  const noise = random.next() < 0.375 ? 'text infilling' : random.choose(noiseNames);
  return noises[noise](story, random);
}

/** What BART's encoder reads: `<s> mia <mask> . </s>` */
export const enclosed = (text: readonly number[], length = denoisedLength): number[] => [
  marked.id['<s>'],
  ...text.slice(0, length - 2),
  marked.id['</s>'],
];

/** Of a story that is longer than a row, what comes first. */
function toBatch(whole: readonly number[][], longest: number, random: RandomStream): Batch {
  const stories = whole.map((story) => story.slice(0, longest - 1));
  return teacherForced(
    stories.map((story) => enclosed(damaged(story, random), longest)),
    stories.map((story) => [...story, marked.id['</s>']]),
    { start: marked.id['<s>'], pad: marked.id['<pad>'], lengthOf: (texts) => snugLength(texts, longest) },
  );
}

export const denoisedToytown: Dataset = {
  vocabulary: denoisedVocabulary.length,
  training: (seed, index, rows, length) =>
    toBatch(trainingStories(seed, index, rows), length, batchStream('training', seed, index)),
  heldOut: (count, rows, length) =>
    heldOutStories(count, rows).map((stories, index) =>
      toBatch(stories, length, batchStream('test', 0, index)),
    ),
};
