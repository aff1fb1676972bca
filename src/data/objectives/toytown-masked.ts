/**
 * Toytown for encoders: words to be told from those around them, after BERT (with the second text, static masks) or
 * RoBERTa (one text, masks drawn anew): see `masked-tokens.ts` and `next-sentence.ts`.
 *
 * Deviation: a corpus of as many batches as is said is read again and again, so that the two kinds of masking differ.
 */
import type { RandomStream } from '../../random.ts';
import type { Batch, Dataset } from '../batch.ts';
import { batchStream, type Part } from '../parts.ts';
import { wordTokenizer } from '../tokenizers/word.ts';
import { vocabulary as words } from '../toytown/index.ts';
import { maskTokens } from './masked-tokens.ts';
import { pairedText, type SentencePair, sentencePair, sentencesOf } from './next-sentence.ts';
import { padNumbers, padRows, snugLength } from './pad-rows.ts';
import { withMarks } from './special-tokens.ts';
import { heldOutStories, longestStory, stop, trainingStories } from './toytown-stories.ts';

const marked = withMarks(words, ['<pad>', '<cls>', '<sep>', '<mask>']);
export const maskedVocabulary = marked.vocabulary;
export const mark = marked.id;
export const maskedTokenizer = () => wordTokenizer(maskedVocabulary, '<cls>');

/** The longest story between its marks fits, a few tokens are left. */
export const maskedLength = longestStory + 8;

/** What an encoder reads of one story: `<cls> mia has a ball . <sep>` */
export const framed = (story: readonly number[]): number[] => [mark['<cls>'], ...story, mark['<sep>']];

/** The same as a pair whose second text follows the first. */
export const framedAsPair = (story: readonly number[]) =>
  pairedText(story, stop, { start: mark['<cls>'], separator: mark['<sep>'] });

export interface MaskedOptions {
  /** With a second text that follows or does not. */
  readonly pairs: boolean;
  /** Batches of the corpus. */
  readonly corpus: number;
  /** static: each copy of the corpus is masked in one way, and there are so many copies; null: dynamic. */
  readonly copies: number | null;
  /** Of the words, the share that is to be told: the paper's 15 % unless it is said. */
  readonly chosen?: number;
}

interface Framed extends Pick<SentencePair, 'tokens' | 'segments'> {
  readonly follows: boolean | null;
}

export function maskedToytown({ pairs, corpus, copies, chosen = 0.15 }: MaskedOptions): Dataset {
  const masking = { mask: mark['<mask>'], words: marked.words, kept: new Set(Object.values(mark)), chosen };

  function frame(stories: readonly number[][], length: number, random: RandomStream): Framed[] {
    if (!pairs) {
      // Of a story that is longer than a row, what comes first.
      return stories.map((story) => ({
        tokens: framed(story.slice(0, length - 2)),
        segments: [],
        follows: null,
      }));
    }
    const texts = stories.map((story) => sentencesOf(story, stop));
    const marks = { start: mark['<cls>'], separator: mark['<sep>'] };
    return texts.map((text, row) => {
      const other = texts[(row + 1) % texts.length] ?? text;
      return shortened(sentencePair(text, other, random, marks), length);
    });
  }

  /** `frames` decides on the pairs, `masks` on what is hidden. */
  function toBatch(stories: number[][], longest: number, frames: RandomStream, masks: RandomStream): Batch {
    const texts = frame(stories, longest, frames);
    const length = snugLength(
      texts.map(({ tokens }) => tokens),
      longest,
    );
    const masked = texts.map(({ tokens }) => maskTokens(tokens, masks, masking));
    const read = padRows(
      masked.map(({ tokens }) => tokens),
      length,
      mark['<pad>'],
    );
    const told = padRows(
      masked.map(({ targets }) => targets),
      length,
      mark['<pad>'],
    );
    const weights = masked.map((one) => one.weights);
    const segments = texts.map((one) => one.segments);
    return {
      rows: stories.length,
      length,
      tokens: read.tokens,
      padding: read.padding,
      targets: told.tokens,
      weights: padNumbers(weights, length),
      floor: null,
      ...(pairs
        ? {
            segments: Int32Array.from(padNumbers(segments, length)),
            nextSentence: Int32Array.from(texts, ({ follows }) => (follows ? 1 : 0)),
          }
        : {}),
    };
  }

  const streams = (part: Part, seed: number, text: number, masks: number) =>
    [batchStream(part, seed, 2 * text), batchStream(part, seed, 2 * masks + 1)] as const;

  return {
    vocabulary: maskedVocabulary.length,
    training(seed, index, rows, length) {
      const text = index % corpus;
      const copy = Math.floor(index / corpus);
      const masks = copies === null ? index : text + (copy % copies) * corpus;
      return toBatch(trainingStories(seed, text, rows), length, ...streams('training', seed, text, masks));
    },
    heldOut: (count, rows, length) =>
      heldOutStories(count, rows).map((stories, index) =>
        toBatch(stories, length, ...streams('test', 0, index, index)),
      ),
  };
}

/** Whole tokens are cut off the end of the second text where the pair is too long; its last separator stays. */
function shortened({ tokens, segments, follows }: SentencePair, length: number): SentencePair {
  if (tokens.length <= length) return { tokens, segments, follows };
  const end = tokens.slice(-1);
  return { tokens: [...tokens.slice(0, length - 1), ...end], segments: segments.slice(0, length), follows };
}
