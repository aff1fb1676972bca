/** What follows from what happened: who has the thing now, and how they feel. */
import { sayColouredThing, sayName, sayPronoun } from './phrases.ts';
import { type Person, say, sayFact, stop, type Teller, type Telling, type Thing } from './telling.ts';

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

/** `now tom has the red ball`. */
export function* nowHas(teller: Teller, subject: Person, thing: Thing): Telling<void> {
  yield* say(teller, 'now');
  yield* sayName(teller, subject);
  thing.ownerAt = subject.mention;
  yield* say(teller, 'has');
  yield* sayColouredThing(teller, thing);
  yield* stop(teller, { kind: 'has', subject, thing, thingForm: 'colour', opener: 'now' });
}
