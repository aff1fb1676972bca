/** The parts of a sentence that name people and things, and what they look back to. */
import { colours, type Name, type Noun } from './lexicon.ts';
import {
  type Count,
  type Cue,
  choose,
  grouped,
  type Option,
  type Person,
  refer,
  say,
  sayFact,
  type Teller,
  type Telling,
  type Thing,
} from './telling.ts';

const counts: readonly Option<Count>[] = [
  { word: 'a', weight: 6, value: 'a' },
  { word: 'two', weight: 2.5, value: 'two' },
  { word: 'three', weight: 1.5, value: 'three' },
];
const colourOptions = colours.map((word) => ({ word, weight: 1 / colours.length, value: word }));
export const others = (teller: Teller, person: Person): Person[] =>
  teller.world.people.filter((other) => other !== person);
export const ownedBy = (teller: Teller, person: Person): Thing[] =>
  teller.world.things.filter((thing) => thing.state === 'owned' && thing.owner === person);
export const lostThings = (teller: Teller): Thing[] =>
  teller.world.things.filter((thing) => thing.state === 'lost');

export const nameOptions = (people: readonly Name[]): Option<Name>[] =>
  people.map((name) => ({ word: name.word, weight: 1, value: name }));

/** After the name was said: somebody new is in the story. */
export function introduce(teller: Teller, { word, gender }: Name): Person {
  const person = { word, gender, mention: teller.position - 1 };
  teller.world.people.push(person);
  return person;
}

/** After the name was said: the person was named again. */
export function noteName(teller: Teller, person: Person): void {
  refer(teller, 'name', person.mention);
  person.mention = teller.position - 1;
}

export function* sayName(teller: Teller, person: Person): Telling<void> {
  yield* sayFact(teller, person.word, { role: 'name', person });
  noteName(teller, person);
}

export const peopleOptions = (people: readonly Person[], weight: number): Option<Person>[] =>
  people.map((person) => ({ word: person.word, weight: weight / people.length, value: person }));

export function* chooseName(teller: Teller, people: readonly Person[]): Telling<Person> {
  const person = yield* choose(teller, peopleOptions(people, 1), { role: 'name' });
  noteName(teller, person);
  return person;
}

const pronouns = {
  subject: { feminine: 'she', masculine: 'he' },
  object: { feminine: 'her', masculine: 'him' },
} as const;

/** `she`, `him` ... for a person who was named. */
export function* sayPronoun(teller: Teller, person: Person, form: 'subject' | 'object'): Telling<void> {
  yield* sayFact(teller, pronouns[form][person.gender], { role: 'pronoun', person });
  refer(teller, 'antecedent', person.mention);
}

/** `it` or `them` for a thing that was mentioned. */
export function* sayThingPronoun(teller: Teller, thing: Thing): Telling<void> {
  yield* sayFact(teller, thing.count === 'a' ? 'it' : 'them', { role: 'pronoun', thing });
  refer(teller, 'antecedent', thing.mention);
}

/** How a new thing begins: `a`, `two` or `three`. */
export const countOptions = (weight: number): Option<Count>[] =>
  counts.map((option) => ({ ...option, weight: (option.weight / 10) * weight }));

/** `a red ball`, `two blue hats`: something that was not in the story before. */
export function* newThing(teller: Teller, owner: Person, nouns: readonly Noun[]): Telling<Thing> {
  const count = yield* choose(teller, countOptions(1));
  return yield* restOfNewThing(teller, owner, nouns, count);
}

/** The same, after its first word. */
export function* restOfNewThing(
  teller: Teller,
  owner: Person,
  nouns: readonly Noun[],
  count: Count,
): Telling<Thing> {
  const colour = yield* choose(teller, colourOptions);
  const colourAt = teller.position - 1;
  // Two things may be of one kind, but then they differ in colour.
  const free = nouns.filter((noun) =>
    teller.world.things.every((thing) => thing.noun !== noun || thing.colour !== colour),
  );
  const wordOf = (noun: Noun) => (count === 'a' ? noun.singular : noun.plural);
  const noun = yield* choose(
    teller,
    free.map((value) => ({ word: wordOf(value), weight: 1, value })),
    { role: 'noun' },
  );
  refer(teller, 'number', colourAt - 1);
  const mention = teller.position - 1;
  const word = wordOf(noun);
  const thing: Thing = {
    noun,
    word,
    count,
    colour,
    quality: null,
    colourAt,
    mention,
    state: 'owned',
    owner,
    ownerAt: owner.mention,
  };
  teller.world.things.push(thing);
  return thing;
}

/** After the noun was said: whose the thing is, and where it was mentioned before. */
function noteNoun(teller: Teller, thing: Thing): void {
  refer(teller, 'noun', thing.mention);
  thing.mention = teller.position - 1;
}

/** `the red ball`: one of these things, which the colour chooses, and the noun where two have the same colour. */
export function* chooseThing(teller: Teller, things: readonly Thing[], cue: Cue): Telling<Thing> {
  yield* say(teller, 'the');
  return yield* restOfThing(teller, things, cue);
}

/** The same, after `the`. */
export function* restOfThing(teller: Teller, things: readonly Thing[], cue: Cue): Telling<Thing> {
  const [only] = things.length === 1 ? things : [];
  const options = grouped(things, (thing) => thing.colour);
  const ofColour = yield* choose(teller, options, {
    ...cue,
    role: 'colour',
    ...(only && { thing: only }),
  });
  const colourToken = teller.position - 1;
  const nouns = ofColour.map((thing) => ({ word: thing.word, weight: 1, value: thing }));
  const thing = yield* choose(teller, nouns, { ...cue, role: 'noun' });
  teller.references.push({ token: colourToken, kind: 'colour', index: thing.colourAt });
  if (thing.state === 'owned')
    teller.references.push({ token: colourToken, kind: 'owner', index: thing.ownerAt });
  noteNoun(teller, thing);
  return thing;
}

/** `the red ball`, when it can only be that one. */
export function* sayColouredThing(teller: Teller, thing: Thing): Telling<void> {
  yield* say(teller, 'the');
  yield* sayFact(teller, thing.colour, { role: 'colour', thing });
  refer(teller, 'colour', thing.colourAt);
  yield* sayFact(teller, thing.word, { role: 'noun', thing });
  noteNoun(teller, thing);
}

/** The thing is this person's from here on. */
export function own(thing: Thing, owner: Person): void {
  thing.owner = owner;
  thing.ownerAt = owner.mention;
  thing.state = 'owned';
}
