/** Reads a story back, and says in a sentence where and why it breaks the grammar or the world. */
import { isName, nounOf, storyMark, wordIds } from './lexicon.ts';
import { ownedBy } from './phrases.ts';
import { everything } from './splits.ts';
import { type Reading, readStory } from './story.ts';
import type { Cue, Teller, Thing } from './telling.ts';

export type Verdict =
  /** Nothing is wrong with it; complete, if the story has also come to its end. */
  | { readonly ok: true; readonly complete: boolean }
  | {
      readonly ok: false;
      readonly complete: false;
      /** Counted from 1. */
      readonly sentence: number;
      /** The place in the given tokens of the first that cannot stand there. */
      readonly token: number;
      readonly why: string;
    };

type Explain = (word: string, cue: Cue, teller: Teller) => string | null;

const thingCalled = (teller: Teller, word: string): Thing | undefined =>
  teller.world.things.find(({ noun }) => noun === nounOf(word));
const isAre = (thing: Thing): string => (thing.count === 'a' ? 'is' : 'are');
const hasHave = (thing: Thing): string => (thing.count === 'a' ? 'has' : 'have');

function explainNoun(word: string, { person, thing: expected, verb }: Cue, teller: Teller): string | null {
  if (nounOf(word) === undefined) return null;
  const thing = thingCalled(teller, word);
  if (expected !== undefined) return `it is the ${expected.word} that this is about, not the ${word}`;
  if (person === undefined && verb === undefined)
    return `there ${thing === undefined ? 'can be no' : 'is already a'} ${word} here`;
  if (thing === undefined) return `there is no ${word} in this story`;
  if (thing.word !== word)
    return `the story has ${thing.count === 'a' ? 'one' : thing.count} ${thing.word}, so "${word}" does not agree`;
  if (thing.state === 'eaten') return `the ${word} ${hasHave(thing)} been eaten`;
  if (verb === 'finds') return `the ${word} ${isAre(thing)} not lost`;
  if (thing.state === 'lost')
    return `the ${word} ${isAre(thing)} lost, and nobody has found ${thing.count === 'a' ? 'it' : 'them'}`;
  if (person === undefined) return null;
  if (verb === 'wants') return `${person.word} has the ${word} already`;
  return thing.owner.word === person.word
    ? `nobody ${verb} the ${word}`
    : `${person.word} does not have the ${word}: ${thing.owner.word} has`;
}

function explainVerb(word: string, { person }: Cue, teller: Teller): string | null {
  if (person === undefined) return null;
  const inStory = teller.world.people.find((one) => one.word === person.word);
  if (inStory === undefined) return null;
  const owned = ownedBy(teller, inStory);
  if (word === 'wants' && owned.length === 0)
    return `nobody else has anything that ${person.word} could want`;
  if (owned.length === 0) return `${person.word} has nothing, so "${word}" cannot follow`;
  return `"${word}" does not go with what ${person.word} has: the ${owned.map((thing) => thing.word).join(' and the ')}`;
}

const explanations: Readonly<Record<Cue['role'], Explain>> = {
  word: (word, { person }, teller) => {
    const owner = teller.world.people.find((one) => one.word === person?.word);
    if (owner === undefined || (word !== 'nothing' && word !== 'the')) return null;
    const owned = ownedBy(teller, owner);
    if (owned.length === 0) return `${owner.word} has nothing`;
    return `${owner.word} does have something: the ${owned.map((thing) => thing.word).join(' and the ')}`;
  },
  subject: () => null,
  verb: explainVerb,
  noun: explainNoun,
  colour: (word, { thing, person }) => {
    if (thing !== undefined)
      return `the ${thing.word} ${isAre(thing)} ${[thing.quality, thing.colour].filter(Boolean).join(' and ')}, not ${word}`;
    return person === undefined ? null : `${person.word} has nothing ${word}`;
  },
  pronoun: (word, { person, thing }) => {
    if (thing !== undefined)
      return `the ${thing.word} ${isAre(thing)} ${thing.count === 'a' ? '"it"' : '"them"'}, not "${word}"`;
    if (person === undefined) return null;
    const pronouns = person.gender === 'feminine' ? '"she" or "her"' : '"he" or "him"';
    return `this is about ${person.word}, who is ${pronouns}, not "${word}"`;
  },
  name: (word, { person }, teller) => {
    if (!isName(word)) return null;
    if (person !== undefined) return `this is about ${person.word}, not ${word}`;
    const { people } = teller.world;
    const [first] = people;
    if (people.length === 1 && first !== undefined)
      return `a story is of a girl and a boy, and ${first.word} is the ${first.gender === 'feminine' ? 'girl' : 'boy'}`;
    const inStory = people.some((one) => one.word === word);
    return inStory ? `${word} cannot be meant here` : `there is nobody called ${word} in this story`;
  },
  place: (word, _cue, { world }) =>
    world.place === null
      ? null
      : word === world.place.word
        ? `they are in the ${word} already`
        : `they are in the ${world.place.word}, not in the ${word}`,
  feeling: (word, _cue) => `"${word}" does not follow from what happened`,
  agreement: (word, { thing }) =>
    thing === undefined
      ? null
      : `${thing.count === 'a' ? 'one' : thing.count} ${thing.word} ${isAre(thing)}: "${word}" does not agree`,
};

const shown = 4;

function why(word: string, { next, teller }: Reading): string {
  if (!wordIds.has(word)) return `"${word}" is not a word of Toytown`;
  if (next === null) return 'the story is over already';
  const { words } = next.distribution;
  const explained = explanations[next.cue.role](word, next.cue, teller);
  if (explained !== null) return explained;
  const [only] = words;
  if (words.length === 1 && only !== undefined) return `"${word}" cannot stand here, only "${only}"`;
  const some = words
    .slice(0, shown)
    .map((one) => `"${one}"`)
    .join(', ');
  return `"${word}" cannot stand here; it could be ${some}${words.length > shown ? ` or ${words.length - shown} more` : ''}`;
}

/**
 * Judges one story, given as words, with its marks or without. A text that stops short is judged as far as it goes. What
 * training holds back is allowed.
 */
export function checkStory(tokens: readonly string[]): Verdict {
  const offset = tokens[0] === storyMark ? 0 : 1;
  const marked = offset === 0 ? tokens : [storyMark, ...tokens];
  const reading = readStory(marked, everything);
  const read = reading.story.tokens.length;
  if (reading.refused === null && read === marked.length) {
    // Only the mark is missing at the end of a complete story.
    const complete = reading.next === null || reading.next.distribution.words[0] === storyMark;
    return { ok: true, complete };
  }
  const sentence = marked.slice(0, read).filter((word) => word === '.').length + 1;
  return {
    ok: false,
    complete: false,
    sentence,
    token: read - offset,
    why: why(marked[read] ?? '', reading),
  };
}
