/**
 * What can happen in Toytown: a table of actions, each with the things it can happen to in the present world, and how it
 * goes on. An episode is one action and what follows from it: two or three sentences.
 */
import { belongings, findings, places, type Use, uses } from './lexicon.ts';
import {
  chooseName,
  chooseNoun,
  countOptions,
  lostThings,
  newNames,
  newThing,
  noteName,
  others,
  own,
  ownedBy,
  peopleOptions,
  restOfNewThing,
  sayColouredThing,
  sayName,
  sayPronoun,
  sayThingPronoun,
} from './phrases.ts';
import {
  choose,
  type Option,
  type Person,
  refer,
  type SentenceMeaning,
  say,
  sayFact,
  stop,
  type Teller,
  type Telling,
  type Thing,
} from './telling.ts';

export type Opener = { readonly opener?: 'then' | 'later' };

interface Action {
  readonly verb: string;
  readonly weight: number;
  candidates(teller: Teller, subject: Person): Thing[];
  /** Goes on after the verb. */
  tell(teller: Teller, subject: Person, candidates: readonly Thing[], opener: Opener): Telling<void>;
}

/** `he is happy`, of whoever was the subject just now. */
function* feels(teller: Teller, subject: Person, feeling: string): Telling<void> {
  yield* sayPronoun(teller, subject, 'subject');
  yield* say(teller, 'is');
  yield* sayFact(teller, feeling, { role: 'feeling' });
  yield* stop(teller, { kind: 'feels', subject, subjectForm: 'pronoun', feeling });
}

/** `tom is sad`. */
function* namedFeels(teller: Teller, subject: Person, feeling: string): Telling<void> {
  yield* sayName(teller, subject);
  yield* say(teller, 'is');
  yield* sayFact(teller, feeling, { role: 'feeling' });
  yield* stop(teller, { kind: 'feels', subject, feeling });
}

/** After `now`: `tom has the red ball`. */
function* nowHas(teller: Teller, subject: Person, thing: Thing): Telling<void> {
  yield* sayName(teller, subject);
  thing.ownerAt = subject.mention;
  yield* say(teller, 'has');
  yield* sayColouredThing(teller, thing);
  yield* stop(teller, { kind: 'has', subject, thing, thingForm: 'colour', opener: 'now' });
}

/** After a gift: who has the thing now, or how they take it. */
function* afterGift(teller: Teller, giver: Person, receiver: Person, thing: Thing): Telling<void> {
  const next = yield* choose(teller, [
    { word: 'now', weight: 6, value: 'now' },
    { word: receiver.word, weight: 4, value: 'name' },
  ]);
  if (next === 'now') return yield* nowHas(teller, receiver, thing);
  noteName(teller, receiver);
  const reaction = yield* choose(teller, [
    { word: 'is', weight: 1, value: 'is' },
    { word: 'thanks', weight: 1, value: 'thanks' },
  ]);
  if (reaction === 'is') {
    yield* sayFact(teller, 'happy', { role: 'feeling' });
    yield* stop(teller, { kind: 'feels', subject: receiver, feeling: 'happy' });
  } else {
    yield* sayPronoun(teller, giver, 'object');
    yield* stop(teller, { kind: 'thanks', subject: receiver, receiver: giver, receiverForm: 'pronoun' });
  }
}

/** After `tom finds it`, or `tom finds the ball`. */
function* afterFind(teller: Teller, finder: Person, thing: Thing): Telling<void> {
  own(thing, finder);
  if (
    yield* choose(
      teller,
      [
        { word: 'now', weight: 1, value: true },
        { word: finder.gender === 'feminine' ? 'she' : 'he', weight: 1, value: false },
      ],
      { role: 'pronoun', person: finder },
    )
  ) {
    return yield* nowHas(teller, finder, thing);
  }
  refer(teller, 'antecedent', finder.mention);
  yield* say(teller, 'is');
  yield* sayFact(teller, 'happy', { role: 'feeling' });
  yield* stop(teller, { kind: 'feels', subject: finder, subjectForm: 'pronoun', feeling: 'happy' });
}

const gives: Action = {
  verb: 'gives',
  weight: 3,
  candidates: ownedBy,
  *tell(teller, subject, candidates, opener) {
    yield* say(teller, 'the');
    const thing = yield* chooseNoun(teller, candidates, { role: 'noun', person: subject, verb: 'gives' });
    yield* say(teller, 'to');
    const receiver = yield* chooseName(teller, others(teller, subject));
    yield* stop(teller, { kind: 'gives', subject, thing, thingForm: 'noun', receiver, ...opener });
    own(thing, receiver);
    yield* afterGift(teller, subject, receiver, thing);
  },
};

export const wants: Action = {
  verb: 'wants',
  weight: 3,
  candidates: (teller, subject) =>
    teller.world.things.filter((thing) => thing.state === 'owned' && thing.owner !== subject),
  *tell(teller, subject, candidates, opener) {
    yield* say(teller, 'the');
    const thing = yield* chooseNoun(teller, candidates, { role: 'noun', person: subject, verb: 'wants' });
    yield* stop(teller, { kind: 'wants', subject, thing, thingForm: 'noun', ...opener });
    const { owner } = thing;
    const answer = yield* choose(
      teller,
      [
        { word: owner.word, weight: 6, value: 'gives' },
        { word: 'but', weight: 4, value: 'keeps' },
      ],
      { role: 'name', person: owner },
    );
    if (answer === 'keeps') {
      yield* sayName(teller, owner);
      yield* say(teller, 'keeps');
      yield* sayThingPronoun(teller, thing);
      yield* stop(teller, { kind: 'keeps', subject: owner, thing, thingForm: 'pronoun', opener: 'but' });
      return yield* namedFeels(teller, subject, 'sad');
    }
    noteName(teller, owner);
    yield* say(teller, 'gives');
    yield* sayThingPronoun(teller, thing);
    yield* say(teller, 'to');
    yield* sayPronoun(teller, subject, 'object');
    yield* stop(teller, {
      kind: 'gives',
      subject: owner,
      thing,
      thingForm: 'pronoun',
      receiver: subject,
      receiverForm: 'pronoun',
    });
    own(thing, subject);
    yield* afterGift(teller, owner, subject, thing);
  },
};

const loses: Action = {
  verb: 'loses',
  weight: 1.5,
  candidates: ownedBy,
  *tell(teller, subject, candidates, opener) {
    yield* say(teller, 'the');
    const thing = yield* chooseNoun(teller, candidates, { role: 'noun', person: subject, verb: 'loses' });
    yield* stop(teller, { kind: 'loses', subject, thing, thingForm: 'noun', ...opener });
    thing.state = 'lost';
    const next = yield* choose(
      teller,
      [
        { word: subject.gender === 'feminine' ? 'she' : 'he', weight: 1, value: null },
        ...peopleOptions(others(teller, subject), 1),
      ],
      { role: 'pronoun', person: subject },
    );
    if (next === null) {
      refer(teller, 'antecedent', subject.mention);
      yield* say(teller, 'is');
      yield* sayFact(teller, 'sad', { role: 'feeling' });
      return yield* stop(teller, { kind: 'feels', subject, subjectForm: 'pronoun', feeling: 'sad' });
    }
    noteName(teller, next);
    yield* say(teller, 'finds');
    yield* sayThingPronoun(teller, thing);
    yield* stop(teller, { kind: 'finds', subject: next, thing, thingForm: 'pronoun' });
    yield* afterFind(teller, next, thing);
  },
};

/** `finds a blue shell in the park`; where, only if the story has gone somewhere. */
function* findsNew(
  teller: Teller,
  subject: Person,
  count: Thing['count'],
  meaning: Opener,
  there: boolean,
): Telling<void> {
  const thing = yield* restOfNewThing(teller, subject, findings, count);
  if (there) yield* say(teller, 'there');
  yield* stop(teller, { kind: 'finds', subject, thing, thingForm: 'new', ...meaning });
  yield* feels(teller, subject, 'happy');
}

const finds: Action = {
  verb: 'finds',
  weight: 3,
  candidates: lostThings,
  *tell(teller, subject, candidates, opener) {
    const lost: Option<null>[] = candidates.length > 0 ? [{ word: 'the', weight: 2, value: null }] : [];
    const count = yield* choose<Thing['count'] | null>(teller, [...countOptions(1), ...lost]);
    if (count !== null) return yield* findsNew(teller, subject, count, opener, false);
    const thing = yield* chooseNoun(teller, candidates, { role: 'noun', person: subject, verb: 'finds' });
    yield* stop(teller, { kind: 'finds', subject, thing, thingForm: 'noun', ...opener });
    yield* afterFind(teller, subject, thing);
  },
};

const usesOf = (use: Use): Action => ({
  verb: use.verb,
  weight: 3,
  candidates: (teller, subject) => ownedBy(teller, subject).filter((thing) => thing.noun.use === use),
  *tell(teller, subject, candidates, opener) {
    if (use.preposition !== null) yield* say(teller, use.preposition);
    yield* say(teller, 'the');
    const thing = yield* chooseNoun(teller, candidates, { role: 'noun', person: subject, verb: use.verb });
    let receiver: { receiver?: Person } = {};
    if (use.toSomebody) {
      yield* say(teller, 'to');
      receiver = { receiver: yield* chooseName(teller, others(teller, subject)) };
    }
    if (use.consumes) thing.state = 'eaten';
    yield* stop(teller, { kind: 'uses', subject, thing, thingForm: 'noun', ...receiver, ...opener });
    yield* feels(teller, subject, use.feeling);
  },
});

export const actions: readonly Action[] = [gives, wants, loses, finds, ...uses.map(usesOf)];

/** The things that the rules let the subject do this to. */
export const allowed = (teller: Teller, action: Action, subject: Person): Thing[] =>
  action.candidates(teller, subject).filter((thing) => teller.rules.allows(subject, action.verb, thing.noun));

interface Possibility {
  readonly action: Action;
  readonly candidates: Thing[];
}

function* act(teller: Teller, subject: Person, opener: Opener): Telling<void> {
  const options: Option<Possibility>[] = [];
  for (const action of actions) {
    const candidates = allowed(teller, action, subject);
    // Something new can be found at any time.
    if (candidates.length === 0 && action !== finds) continue;
    options.push({ word: action.verb, weight: action.weight, value: { action, candidates } });
  }
  const { action, candidates } = yield* choose(teller, options, { role: 'verb', person: subject });
  yield* action.tell(teller, subject, candidates, opener);
}

/** `then ben comes . he has a blue kite .` */
function* comes(teller: Teller, person: Person, opener: Opener): Telling<void> {
  yield* say(teller, 'comes');
  yield* stop(teller, { kind: 'comes', subject: person, ...opener });
  yield* sayPronoun(teller, person, 'subject');
  yield* say(teller, 'has');
  const thing = yield* newThing(teller, person, belongings);
  yield* stop(teller, { kind: 'has', subject: person, subjectForm: 'pronoun', thing, thingForm: 'new' });
}

const placeOptions: readonly Option<string>[] = places.map((word) => ({ word, weight: 1, value: word }));

/** After `in the` or `to the`: where everybody is from here on. */
export function* choosePlace(teller: Teller): Telling<string> {
  const here = teller.world.place?.word;
  const word = yield* choose(
    teller,
    placeOptions.filter((option) => option.word !== here),
    { role: 'place' },
  );
  teller.world.place = { word, at: teller.position - 1 };
  return word;
}

/** `they go to the park . mia finds a blue shell there .` */
function* go(teller: Teller, opener: Opener): Telling<void> {
  yield* say(teller, 'go', 'to', 'the');
  const place = yield* choosePlace(teller);
  yield* stop(teller, { kind: 'go', subjectForm: 'they', place, ...opener });
  const person = yield* chooseName(teller, teller.world.people);
  const next = yield* choose(teller, [
    { word: 'finds', weight: 1, value: 'finds' },
    { word: 'is', weight: 1, value: 'is' },
  ]);
  if (next === 'finds') {
    const count = yield* choose(teller, countOptions(1));
    return yield* findsNew(teller, person, count, {}, true);
  }
  const tired: SentenceMeaning = { kind: 'feels', subject: person, feeling: 'tired' };
  yield* sayFact(teller, 'tired', { role: 'feeling' });
  yield* stop(teller, tired);
}

type Start = { readonly kind: 'act' | 'comes'; readonly person: Person } | { readonly kind: 'go' };

export function* episode(teller: Teller, opener: Opener): Telling<void> {
  const { people } = teller.world;
  const newcomers = people.length < 3 ? newNames(teller, 2) : [];
  const options: Option<Start>[] = [
    ...peopleOptions(people, 9).map((option) => ({
      ...option,
      value: { kind: 'act' as const, person: option.value },
    })),
    { word: 'they', weight: 1.5, value: { kind: 'go' } },
    ...newcomers.map((option) => ({ ...option, value: { kind: 'comes' as const, person: option.value } })),
  ];
  const start = yield* choose(teller, options, { role: 'subject' });
  if (start.kind === 'go') return yield* go(teller, opener);
  noteName(teller, start.person);
  if (start.kind === 'comes') yield* comes(teller, start.person, opener);
  else yield* act(teller, start.person, opener);
}
