/**
 * Toytown French: the same stories in the same sentences, each word aligned with those that it translates. A French story
 * determines the English one, so that its probability is the English story's: the floor of French is known, sentence by
 * sentence.
 */
import { vocabulary } from '../lexicon.ts';
import type { Story } from '../story.ts';
import type { Sentence } from '../telling.ts';
import { frenchWords } from './lexicon.ts';
import type { FrenchWord } from './phrase.ts';
import { inBothLanguages } from './sentences.ts';

export const toytownFrench = {
  id: 'toytown-french',
  title: 'Toytown French',
  summary:
    'The stories of Toytown in French, word for word aligned: adjectives after nouns, agreement, pronouns before verbs.',
  licence: 'ours',
  source: 'src/data/toytown/french',
  /** The token that stands before every French story. */
  storyMark: '<histoire>',
  /** Words of the longest story, with both marks. */
  longestStory: 94,
} as const;

/** Toytown's own words, whose ids stay, then the French ones; a word that both have is one token. */
export const bilingualVocabulary: readonly string[] = [
  ...new Set([...vocabulary, toytownFrench.storyMark, ...frenchWords]),
];
export const bilingualIds: ReadonlyMap<string, number> = new Map(
  bilingualVocabulary.map((word, id) => [word, id]),
);

export interface BilingualSentence {
  readonly english: readonly string[];
  readonly french: readonly string[];
  /** For every French word the English words that it stands for, as places in the English sentence. */
  readonly alignment: readonly (readonly number[])[];
  readonly sentence: Sentence;
}

/** The sentences of a story in both languages. */
export function bilingualStory({ sentences, world }: Story): BilingualSentence[] {
  return sentences.map((sentence) => {
    const { english, french } = inBothLanguages(sentence, world.people);
    return {
      english,
      french: french.map(({ word }: FrenchWord) => word),
      alignment: french.map(({ from }: FrenchWord) => from),
      sentence,
    };
  });
}
