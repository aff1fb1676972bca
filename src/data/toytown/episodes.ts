// LEAD 00:08: FROZEN. The shipped model trains on these very draws: change nothing that alters a story, its order of draws or its probabilities. (Remove this line when you commit.)
/**
 * What can happen in Toytown: a table of actions, each with the things it can happen to in the present world, and how it
 * goes on. An episode is one action and what follows from it: two or three sentences.
 */

import { belongings, findings, type Name, places, type Use, uses } from './lexicon.ts';
import { afterFind, afterGift, feels, namedFeels } from './outcomes.ts';
import {
  chooseName,
  chooseNoun,
  countOptions,
  introduce,
  lostThings,
  newNames,
  newThing,
  noteName,
  others,
  own,
  ownedBy,
  peopleOptions,
  restOfNewThing,
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

type Start =
  | { readonly kind: 'act'; readonly person: Person }
  | { readonly kind: 'comes'; readonly name: Name }
  | { readonly kind: 'go' };

export function* episode(teller: Teller, opener: Opener): Telling<void> {
  const { people } = teller.world;
  const options: Option<Start>[] = [{ word: 'they', weight: 1.5, value: { kind: 'go' } }];
  for (const { word, weight, value } of peopleOptions(people, 9)) {
    options.push({ word, weight, value: { kind: 'act', person: value } });
  }
  for (const { word, weight, value } of people.length < 3 ? newNames(teller, 2) : []) {
    options.push({ word, weight, value: { kind: 'comes', name: value } });
  }
  const start = yield* choose(teller, options, { role: 'subject' });
  if (start.kind === 'go') return yield* go(teller, opener);
  if (start.kind === 'comes') return yield* comes(teller, introduce(teller, start.name), opener);
  noteName(teller, start.person);
  yield* act(teller, start.person, opener);
}
