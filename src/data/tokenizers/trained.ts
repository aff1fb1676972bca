/** A tokenizer that is learned from a text in the tab, of one of three kinds. */
import { trainBytePair } from './byte-pair.ts';
import { characterTokenizer, characterVocabulary } from './character.ts';
import type { Tokenizer } from './tokenizer.ts';
import { wordTokenizer } from './word.ts';
import { wordVocabulary } from './word-training.ts';

export const trainedKinds = ['character', 'byte-pair', 'word'] as const;
export type TrainedKind = (typeof trainedKinds)[number];

export interface TrainedOptions {
  /** Of byte pairs and words: at most so many. */
  readonly pieces: number;
  readonly marks: readonly string[];
}

type Learn = (texts: readonly string[], options: TrainedOptions) => Tokenizer;

const learn: Readonly<Record<TrainedKind, Learn>> = {
  character: (texts, { marks }) => characterTokenizer(characterVocabulary(texts, marks)),
  'byte-pair': (texts, { pieces, marks }) => trainBytePair(texts, { size: pieces, marks }),
  word: (texts, { pieces, marks }) => wordTokenizer(wordVocabulary(texts, pieces, marks)),
};

interface Remembered {
  readonly texts: readonly string[];
  readonly key: string;
  readonly tokenizer: Tokenizer;
}

/** The last one: a run that is begun again, or goes on, learns from the same text. */
let last: Remembered | null = null;

export function trainedTokenizer(
  texts: readonly string[],
  kind: TrainedKind,
  options: TrainedOptions,
): Tokenizer {
  const key = JSON.stringify([kind, options]);
  const same =
    last?.key === key &&
    last.texts.length === texts.length &&
    last.texts.every((text, at) => text === texts[at]);
  if (last !== null && same) return last.tokenizer;
  const tokenizer = learn[kind](texts, options);
  last = { texts, key, tokenizer };
  return tokenizer;
}

/** Characters that are looked at in one go: a page that counts them must answer its reader meanwhile. */
const stretchLength = 50_000;

/** Never in the middle of a word. */
function* stretches(texts: readonly string[]): Generator<string> {
  for (const text of texts) {
    for (let from = 0; from < text.length; ) {
      const space = text.slice(from + stretchLength).search(/\s/);
      const end = space < 0 ? text.length : from + stretchLength + space;
      yield text.slice(from, end);
      from = end;
    }
  }
}

/** How many pieces there would be, without learning them: a short text may hold fewer byte pairs than are asked for. */
export async function trainedSize(
  texts: readonly string[],
  kind: TrainedKind,
  { pieces, marks }: TrainedOptions,
): Promise<number> {
  // Of byte pairs every byte is a piece, whatever is asked for.
  if (kind === 'byte-pair') return Math.max(pieces, marks.length + 256);
  const found = new Set<string>();
  const cut = wordTokenizer(['.']);
  let looked = 0;
  for (const part of stretches(texts)) {
    if (kind === 'character') for (const character of part) found.add(character);
    else for (const { text: piece } of cut.encode(part)) found.add(piece.normalize('NFC').toLowerCase());
    looked += part.length;
    if (looked < stretchLength) continue;
    looked = 0;
    await new Promise((resolve) => setTimeout(resolve));
  }
  for (const mark of marks) found.delete(mark);
  const count = marks.length + found.size;
  return kind === 'word' ? Math.min(pieces, count) : count;
}
