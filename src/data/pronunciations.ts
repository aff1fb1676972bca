/**
 * From the spelling of a word to its sounds, for an encoder-decoder. Plain arithmetic, for the tab and for Node.
 *
 *     reads   c a t
 *     writes  <pad> K AE T     and is asked for   K AE T </s>
 *
 * As in T5 (Raffel et al. 2019) what is written begins with the padding token and ends with </s>; so does what is read.
 */
import type { Batch } from './batch.ts';
import { type ItemDataset, itemDataset } from './item-dataset.ts';
import { teacherForced } from './objectives/teacher-forcing.ts';
import type { Parts } from './parts.ts';
import { spellingTokenizer } from './tokenizers/spelling.ts';
import type { Tokenizer } from './tokenizers/tokenizer.ts';

export interface Pronunciation {
  readonly word: string;
  readonly sounds: readonly string[];
}

export const spellingMarks = ['<pad>', '</s>'] as const;
/** Padding, and what the decoder reads first. */
export const startId = 0;
export const endId = 1;

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

/** The 39 phonemes of the CMU dictionary, without stress marks. */
export const phonemes: readonly string[] =
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(
    ' ',
  );

export const pronunciationTokenizer = (): Tokenizer =>
  spellingTokenizer({ marks: spellingMarks, letters, sounds: phonemes });

const ids = new Map(pronunciationTokenizer().vocabulary.map((piece, id) => [piece, id]));

function idOf(piece: string): number {
  const id = ids.get(piece);
  if (id === undefined) throw new Error(`"${piece}" is neither a plain letter nor a phoneme.`);
  return id;
}

/** What the encoder reads. */
export const spellingIds = (word: string): number[] => [...Array.from(word, idOf), endId];

/** Each batch is as long as its longest pronunciation, cut at `length`, and its source as its longest word. */
export function pronunciationDataset(items: Parts<Pronunciation>): ItemDataset<Pronunciation> {
  return itemDataset({
    vocabulary: ids.size,
    items,
    toBatch: (chosen, longest): Batch =>
      teacherForced(
        chosen.map(({ word }) => spellingIds(word)),
        chosen.map(({ sounds }) => [...sounds.map(idOf), endId].slice(0, longest)),
        { start: startId, pad: startId },
      ),
  });
}

/** Sounds to insert, delete or replace: what the phoneme error rate counts. */
export function soundErrors(written: readonly string[], reference: readonly string[]): number {
  let last = Array.from({ length: reference.length + 1 }, (_, index) => index);
  for (const [row, sound] of written.entries()) {
    const current = [row + 1];
    for (const [column, other] of reference.entries()) {
      const replaced = (last[column] ?? 0) + (sound === other ? 0 : 1);
      current.push(Math.min(replaced, (last[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    last = current;
  }
  return last[reference.length] ?? 0;
}

export interface SpokenWord {
  readonly word: string;
  /** All of its pronunciations: any of them is right. */
  readonly pronunciations: readonly (readonly string[])[];
}

export function byWord(items: readonly Pronunciation[]): SpokenWord[] {
  const words = new Map<string, (readonly string[])[]>();
  for (const { word, sounds } of items) words.set(word, [...(words.get(word) ?? []), sounds]);
  return Array.from(words, ([word, pronunciations]) => ({ word, pronunciations }));
}

export interface SpeakingErrors {
  /** Errors over the sounds of the references, each word against the reference that is nearest to what was written. */
  readonly soundErrorRate: number;
  /** Share of the words that are written as one of their references. */
  readonly wordAccuracy: number;
}

/** The two usual measures of spelling to sound; `written` has one answer for each word. */
export function measureSounds(
  words: readonly SpokenWord[],
  written: readonly (readonly string[])[],
): SpeakingErrors {
  let errors = 0;
  let sounds = 0;
  let right = 0;
  words.forEach(({ pronunciations }, index) => {
    const [best] = pronunciations
      .map((reference) => ({
        errors: soundErrors(written[index] ?? [], reference),
        sounds: reference.length,
      }))
      .sort((a, b) => a.errors / a.sounds - b.errors / b.sounds);
    errors += best?.errors ?? 0;
    sounds += best?.sounds ?? 0;
    right += best?.errors === 0 ? 1 : 0;
  });
  return { soundErrorRate: errors / sounds, wordAccuracy: right / words.length };
}
