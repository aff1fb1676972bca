/**
 * What can happen in Toytown: a table of actions, each with the things it can happen to in the present world, and how it
 * goes on.
 */
import { findings, type Use, uses } from './lexicon.ts';
import { feels, nowHas, nowHasNothing, sadWithoutAny } from './outcomes.ts';
import {
  chooseName,
  chooseThing,
  countOptions,
  lostThings,
  noteName,
  others,
  own,
  ownedBy,
  restOfNewThing,
  restOfThing,
  sayName,
  sayPronoun,
  sayThingPronoun,
} from './phrases.ts';
import {
  choose,
  type Option,
  type Person,
  say,
  stop,
  type Teller,
  type Telling,
  type Thing,
} from './telling.ts';

export type Opener = { readonly opener?: 'then' | 'later' };

export interface Action {
  readonly verb: string;
  readonly weight: number;
  candidates(teller: Teller, subject: Person): Thing[];
  /** Goes on after the verb. */
  tell(teller: Teller, subject: Person, candidates: readonly Thing[], opener: Opener): Telling<void>;
}

/** Nobody has two things, so that a sentence can say all that somebody has. */
const withoutAny = (teller: Teller, people: readonly Person[]): Person[] =>
  people.filter((person) => ownedBy(teller, person).length === 0);

const gives: Action = {
  verb: 'gives',
  weight: 4,
  candidates: (teller, subject) =>
    withoutAny(teller, others(teller, subject)).length > 0 ? ownedBy(teller, subject) : [],
  *tell(teller, subject, candidates, opener) {
    const thing = yield* chooseThing(teller, candidates, { role: 'noun', person: subject, verb: 'gives' });
    yield* say(teller, 'to');
    const receiver = yield* chooseName(teller, withoutAny(teller, others(teller, subject)));
    yield* stop(teller, { kind: 'gives', subject, thing, thingForm: 'colour', receiver, ...opener });
    own(thing, receiver);
    yield* nowHas(teller, receiver, thing, subject);
  },
};

export const wants: Action = {
  verb: 'wants',
  weight: 4,
  candidates: (teller, subject) =>
    ownedBy(teller, subject).length > 0 ? [] : teller.world.things.filter(({ state }) => state === 'owned'),
  *tell(teller, subject, candidates, opener) {
    const thing = yield* chooseThing(teller, candidates, { role: 'noun', person: subject, verb: 'wants' });
    yield* stop(teller, { kind: 'wants', subject, thing, thingForm: 'colour', ...opener });
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
      return yield* sadWithoutAny(teller, subject);
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
    yield* nowHas(teller, subject, thing, owner);
  },
};

const loses: Action = {
  verb: 'loses',
  weight: 1.5,
  candidates: ownedBy,
  *tell(teller, subject, candidates, opener) {
    const thing = yield* chooseThing(teller, candidates, { role: 'noun', person: subject, verb: 'loses' });
    yield* stop(teller, { kind: 'loses', subject, thing, thingForm: 'colour', ...opener });
    thing.state = 'lost';
    yield* nowHasNothing(teller, subject);
  },
};

/** `finds a blue shell there`; `there` only if the story has just gone somewhere. */
export function* findsNew(
  teller: Teller,
  subject: Person,
  count: Thing['count'],
  meaning: Opener,
  there: boolean,
): Telling<void> {
  const thing = yield* restOfNewThing(teller, subject, findings, count);
  if (there) yield* say(teller, 'there');
  yield* stop(teller, {
    kind: 'finds',
    subject,
    thing,
    thingForm: 'new',
    ...(there && { there }),
    ...meaning,
  });
  yield* nowHas(teller, subject, thing);
}

export const finds: Action = {
  verb: 'finds',
  weight: 4,
  candidates: (teller, subject) => (ownedBy(teller, subject).length > 0 ? [] : lostThings(teller)),
  *tell(teller, subject, candidates, opener) {
    const lost: Option<null>[] = candidates.length > 0 ? [{ word: 'the', weight: 1, value: null }] : [];
    const count = yield* choose<Thing['count'] | null>(teller, [...countOptions(1), ...lost]);
    if (count === null) {
      const thing = yield* restOfThing(teller, candidates, { role: 'noun', person: subject, verb: 'finds' });
      yield* stop(teller, { kind: 'finds', subject, thing, thingForm: 'colour', ...opener });
      own(thing, subject);
      yield* nowHas(teller, subject, thing);
    } else {
      yield* findsNew(teller, subject, count, opener, false);
    }
    yield* feels(teller, subject, 'happy');
  },
};

const usesOf = (use: Use): Action => ({
  verb: use.verb,
  weight: 3,
  candidates: (teller, subject) => ownedBy(teller, subject).filter((thing) => thing.noun.use === use),
  *tell(teller, subject, candidates, opener) {
    if (use.preposition !== null) yield* say(teller, use.preposition);
    const thing = yield* chooseThing(teller, candidates, { role: 'noun', person: subject, verb: use.verb });
    let receiver: { receiver?: Person } = {};
    if (use.toSomebody) {
      yield* say(teller, 'to');
      receiver = { receiver: yield* chooseName(teller, others(teller, subject)) };
    }
    if (use.consumes) thing.state = 'eaten';
    yield* stop(teller, { kind: 'uses', subject, thing, thingForm: 'colour', ...receiver, ...opener });
    yield* feels(teller, subject, use.feeling);
    if (use.consumes) yield* nowHasNothing(teller, subject);
  },
});

/** What whoever has a thing can do in every case: nothing of it is held back from training. */
const keeps: Action = {
  verb: 'keeps',
  weight: 1,
  candidates: ownedBy,
  *tell(teller, subject, candidates, opener) {
    const thing = yield* chooseThing(teller, candidates, { role: 'noun', person: subject, verb: 'keeps' });
    yield* stop(teller, { kind: 'keeps', subject, thing, thingForm: 'colour', ...opener });
    yield* feels(teller, subject, 'happy');
  },
};

export const actions: readonly Action[] = [gives, wants, loses, finds, keeps, ...uses.map(usesOf)];

/** The things that the rules let the subject do this to. */
export const allowed = (teller: Teller, action: Action, subject: Person): Thing[] =>
  action
    .candidates(teller, subject)
    .filter((thing) => action === keeps || teller.rules.allows(subject, action.verb, thing.noun));
