/**
 * Any running text, asked for in another way than word by word: windows of it are hidden in part (BERT), corrupted by spans (T5) or
 * damaged (BART), and are to be told or written whole. What is done to them is in `masked-tokens.ts`, `span-corruption.ts` and
 * `denoising.ts`; this is how it becomes a batch.
 *
 *     masked             reads <cls> text <sep>         is asked for what was hidden
 *     span-corruption    reads text with sentinels      writes the spans behind their sentinels
 *     the noises         reads <s> damaged text </s>    writes the whole text
 */
import type { RandomStream } from '../../random.ts';
import type { Batch, Dataset } from '../batch.ts';
import type { Learned } from '../dataset-row.ts';
import { batchStream, type Part } from '../parts.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { infill, noisesOf, permuteSentences } from './denoising.ts';
import { maskTokens } from './masked-tokens.ts';
import { snugLength } from './pad-rows.ts';
import { corruptSpans } from './span-corruption.ts';
import { sentinels } from './special-tokens.ts';
import { teacherForced } from './teacher-forcing.ts';

/** What running text can be learned by: these need nothing but the text. */
export const windowObjectives = [
  'next',
  'masked',
  'span-corruption',
  'token-masking',
  'token-deletion',
  'text-infilling',
  'sentence-permutation',
  'document-rotation',
  'infilling-and-permutation',
] as const satisfies readonly Learned[];

export type WindowObjective = (typeof windowObjectives)[number];

const sentinelMarks = sentinels(24);
const noiseMarks = ['<pad>', '<s>', '</s>', '<mask>'];

const marksFor: Readonly<Partial<Record<WindowObjective, readonly string[]>>> = {
  next: [],
  masked: ['<pad>', '<cls>', '<sep>', '<mask>'],
  'span-corruption': ['<pad>', '</s>', ...sentinelMarks],
};

/** What the tokenizer must know beside the text. */
export const marksOf = (objective: WindowObjective): readonly string[] => marksFor[objective] ?? noiseMarks;

type Window = readonly number[];
type Make = (windows: readonly Window[], longest: number, random: RandomStream) => Batch;

interface Objective {
  /** Tokens of a window so that nothing that is made of it is longer than `length`. */
  readonly room: (length: number) => number;
  readonly make: Make;
}

function idsOf(tokenizer: Tokenizer): (mark: string) => number {
  return (mark) => {
    const id = tokenizer.vocabulary.indexOf(mark);
    if (id < 0) throw new Error(`The tokenizer has no mark ${mark}.`);
    return id;
  };
}

function masked(tokenizer: Tokenizer): Objective {
  const id = idsOf(tokenizer);
  const marks = marksOf('masked').map(id);
  // Marks stand before all words or behind them.
  const firstWord = Math.min(...marks) === 0 ? marks.length : 0;
  const words = tokenizer.vocabulary.length - marks.length;
  const masking = { mask: id('<mask>'), words, firstWord, kept: new Set(marks) };
  return {
    room: (length) => length - 2,
    make(windows, _longest, random) {
      const texts = windows.map((window) =>
        maskTokens([id('<cls>'), ...window, id('<sep>')], random, masking),
      );
      const length = texts[0]?.tokens.length ?? 0;
      return {
        rows: windows.length,
        length,
        tokens: Int32Array.from(texts.flatMap(({ tokens }) => tokens)),
        targets: Int32Array.from(texts.flatMap(({ targets }) => targets)),
        weights: Float32Array.from(texts.flatMap(({ weights }) => weights)),
        floor: null,
      };
    },
  };
}

function spans(tokenizer: Tokenizer): Objective {
  const id = idsOf(tokenizer);
  const options = { sentinels: sentinelMarks.map(id) };
  return {
    room: (length) => length - 1,
    make(windows, longest, random) {
      const pairs = windows.map((window) => corruptSpans(window, random, options));
      return teacherForced(
        pairs.map(({ source }) => [...source, id('</s>')]),
        pairs.map(({ target }) => [...target, id('</s>')]),
        { start: id('<pad>'), pad: id('<pad>'), lengthOf: (texts) => snugLength(texts, longest) },
      );
    },
  };
}

/** After each full stop, whatever stands around it in its piece. */
function sentenceCutter({ vocabulary }: Tokenizer): (text: Window) => Window[] {
  const ends = new Set(vocabulary.flatMap((piece, id) => (/[.!?]\s*$/.test(piece) ? [id] : [])));
  return (text) => {
    const sentences: number[][] = [[]];
    for (const token of text) {
      sentences.at(-1)?.push(token);
      if (ends.has(token)) sentences.push([]);
    }
    return sentences.filter((sentence) => sentence.length > 0);
  };
}

type Damage = (text: Window, random: RandomStream) => number[];

function noises(tokenizer: Tokenizer): Readonly<Partial<Record<WindowObjective, Damage>>> {
  const mask = idsOf(tokenizer)('<mask>');
  const sentencesOf = sentenceCutter(tokenizer);
  const named = noisesOf(mask, sentencesOf);
  return {
    'token-masking': named['token masking'],
    'token-deletion': named['token deletion'],
    'text-infilling': named['text infilling'],
    'sentence-permutation': named['sentence permutation'],
    'document-rotation': named['document rotation'],
    // The paper's final model: section 5.1.
    'infilling-and-permutation': (text, random) =>
      infill(permuteSentences(sentencesOf(text), random), random, { mask, rate: 0.3 }),
  };
}

function damaged(tokenizer: Tokenizer, objective: WindowObjective): Objective {
  const id = idsOf(tokenizer);
  const damage = noises(tokenizer)[objective];
  if (damage === undefined) throw new RangeError(`There is no noise ${objective}.`);
  return {
    room: (length) => length - 2,
    make: (windows, longest, random) =>
      teacherForced(
        // Infilling can make a text a little longer: what does not fit is left out at its end.
        windows.map((window) => [id('<s>'), ...damage(window, random).slice(0, longest - 2), id('</s>')]),
        windows.map((window) => [...window, id('</s>')]),
        { start: id('<s>'), pad: id('<pad>'), lengthOf: (texts) => snugLength(texts, longest) },
      ),
  };
}

const special: Readonly<Partial<Record<WindowObjective, (tokenizer: Tokenizer) => Objective>>> = {
  masked,
  'span-corruption': spans,
};

/** `base` reads the text word by word, with a tokenizer that knows the objective's marks. */
export function overWindows(base: Dataset, tokenizer: Tokenizer, objective: WindowObjective): Dataset {
  if (objective === 'next') return base;
  const { room, make } = special[objective]?.(tokenizer) ?? damaged(tokenizer, objective);
  const rowsOf = ({ tokens, rows, length }: Batch): number[][] =>
    Array.from({ length: rows }, (_, row) => [...tokens.subarray(row * length, (row + 1) * length)]);
  // Other draws than those that chose the windows.
  const stream = (part: Part, seed: number, index: number) => batchStream(part, seed ^ 0x5bd1e995, index);
  const shortest = 4;
  const windowOf = (length: number): number => {
    if (room(length) < shortest)
      throw new RangeError(`Rows of ${length} tokens are too short to be damaged.`);
    return room(length);
  };
  return {
    vocabulary: tokenizer.vocabulary.length,
    training: (seed, index, rows, length) =>
      make(
        rowsOf(base.training(seed, index, rows, windowOf(length))),
        length,
        stream('training', seed, index),
      ),
    heldOut: (count, rows, length) =>
      base
        .heldOut(count, rows, windowOf(length))
        .map((batch, index) => make(rowsOf(batch), length, stream('validation', 0, index))),
  };
}
