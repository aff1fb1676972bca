// LEAD 00:08: FROZEN. The shipped model trains on these very draws: change nothing that alters a story, its order of draws or its probabilities. (Remove this line when you commit.)
/** What follows from what happened: who has the thing now, and how they feel. */
import { noteName, own, sayColouredThing, sayName, sayPronoun } from './phrases.ts';
import {
  choose,
  type Person,
  refer,
  say,
  sayFact,
  stop,
  type Teller,
  type Telling,
  type Thing,
} from './telling.ts';

/** `he is happy`, of whoever was the subject just now. */
export function* feels(teller: Teller, subject: Person, feeling: string): Telling<void> {
  yield* sayPronoun(teller, subject, 'subject');
  yield* say(teller, 'is');
  yield* sayFact(teller, feeling, { role: 'feeling' });
  yield* stop(teller, { kind: 'feels', subject, subjectForm: 'pronoun', feeling });
}

/** `tom is sad`. */
export function* namedFeels(teller: Teller, subject: Person, feeling: string): Telling<void> {
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
export function* afterGift(teller: Teller, giver: Person, receiver: Person, thing: Thing): Telling<void> {
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
export function* afterFind(teller: Teller, finder: Person, thing: Thing): Telling<void> {
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
