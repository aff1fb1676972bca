/** Which stories are for what: training, validation and test from disjoint seeds; `combinations` from what training never says. */
import { type RandomStream, randomStream } from '../../random.ts';
import { wordIds } from './lexicon.ts';
import { generateStory, type Story } from './story.ts';
import type { Rules } from './telling.ts';

export type Split = 'train' | 'validation' | 'test' | 'combinations';
const splits: readonly Split[] = ['train', 'validation', 'test', 'combinations'];

/** Everything that Toytown allows: what a checker goes by. */
export const everything: Rules = { allows: () => true };

/**
 * One in 50 sentences of the form `mia loses the ball` is held back: names, verbs and nouns are spread evenly by a hash
 * of their ids.
 */
export function isHeldOut(name: string, verb: string, noun: string): boolean {
  let hash = 0x811c9dc5;
  for (const word of [name, verb, noun])
    hash = Math.imul(hash ^ (wordIds.get(word) ?? 0), 0x01000193) ^ (hash >>> 15);
  return ((hash ^ (hash >>> 13)) >>> 0) % 50 === 0;
}

/** The training distribution, in which held-out combinations have no probability; what is left shares theirs. */
export const withoutHeldOut: Rules = {
  allows: (name, verb, noun) => !isHeldOut(name.word, verb, noun.singular),
};

export const rulesOf = (split: Split): Rules => (split === 'combinations' ? everything : withoutHeldOut);

/** The seeds of the splits are disjoint for seeds under 2^30. */
export const splitStream = (split: Split, seed: number): RandomStream =>
  randomStream(seed * 4 + splits.indexOf(split));

const heldOutVerbs = new Set(['gives', 'wants', 'loses', 'finds', 'uses']);

/** The first sentence of a story that says a combination that training never says; -1 where there is none. */
export const heldOutSentence = (story: Story): number =>
  story.sentences.findIndex(({ kind, subject, thing, thingForm, start, opener }) => {
    if (!heldOutVerbs.has(kind) || thingForm !== 'colour' || subject === undefined || thing === undefined)
      return false;
    const verb = story.tokens[start + (opener === undefined ? 1 : 2)] ?? '';
    return isHeldOut(subject.word, verb, thing.noun.singular);
  });

export const saysHeldOut = (story: Story): boolean => heldOutSentence(story) >= 0;

/** The first stories of a split, in order, without duplicates and without those in `without` (texts). */
export function stories(
  split: Split,
  count: number,
  seed = 0,
  without: ReadonlySet<string> = new Set(),
): Story[] {
  const random = splitStream(split, seed);
  const seen = new Set(without);
  const found: Story[] = [];
  while (found.length < count) {
    const story = generateStory(random, rulesOf(split));
    const text = story.tokens.join(' ');
    if (seen.has(text) || (split === 'combinations' && !saysHeldOut(story))) continue;
    seen.add(text);
    found.push(story);
  }
  return found;
}
