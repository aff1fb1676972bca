/**
 * What can happen in Toytown: a table of actions, each with the things it can happen to in the present world, and how it
 * goes on.
 */
import { findings, type Use, uses } from './lexicon.ts';
import { feels, namedFeels, nowHas } from './outcomes.ts';
import {
  chooseName,
  chooseThing,
  countOptions,
  lostThings,
  noteName,
  others,
  own,
  ownedBy,
  peopleOptions,
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
  refer,
  say,
  sayFact,
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

const gives: Action = {
  verb: 'gives',
  weight: 3,
  candidates: ownedBy,
  *tell(teller, subject, candidates, opener) {
    const thing = yield* chooseThing(teller, candidates, { role: 'noun', person: subject, verb: 'gives' });
    yield* say(teller, 'to');
    const receiver = yield* chooseName(teller, others(teller, subject));
    yield* stop(teller, { kind: 'gives', subject, thing, thingForm: 'colour', receiver, ...opener });
    own(thing, receiver);
    yield* nowHas(teller, receiver, thing);
  },
};

export const wants: Action = {
  verb: 'wants',
  weight: 3,
  candidates: (teller, subject) =>
    teller.world.things.filter((thing) => thing.state === 'owned' && thing.owner !== subject),
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
    yield* nowHas(teller, subject, thing);
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
    own(thing, next);
    yield* nowHas(teller, next, thing);
  },
};

/** `finds a blue shell in the park`; where, only if the story has gone somewhere. */
export function* findsNew(
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

export const finds: Action = {
  verb: 'finds',
  weight: 3,
  candidates: lostThings,
  *tell(teller, subject, candidates, opener) {
    const lost: Option<null>[] = candidates.length > 0 ? [{ word: 'the', weight: 2, value: null }] : [];
    const count = yield* choose<Thing['count'] | null>(teller, [...countOptions(1), ...lost]);
    if (count !== null) return yield* findsNew(teller, subject, count, opener, false);
    const thing = yield* restOfThing(teller, candidates, { role: 'noun', person: subject, verb: 'finds' });
    yield* stop(teller, { kind: 'finds', subject, thing, thingForm: 'colour', ...opener });
    own(thing, subject);
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
  },
});

export const actions: readonly Action[] = [gives, wants, loses, finds, ...uses.map(usesOf)];

/** The things that the rules let the subject do this to. */
export const allowed = (teller: Teller, action: Action, subject: Person): Thing[] =>
  action.candidates(teller, subject).filter((thing) => teller.rules.allows(subject, action.verb, thing.noun));
