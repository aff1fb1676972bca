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

/** `tom is sad because he has nothing`. */
export function* sadWithoutAny(teller: Teller, subject: Person): Telling<void> {
  yield* sayName(teller, subject);
  yield* say(teller, 'is', 'sad', 'because');
  yield* sayPronoun(teller, subject, 'subject');
  yield* say(teller, 'has', 'nothing');
  yield* stop(teller, { kind: 'feels-because', subject, feeling: 'sad' });
}

/** `now mia has nothing`. */
export function* nowHasNothing(teller: Teller, subject: Person): Telling<void> {
  yield* say(teller, 'now');
  yield* sayName(teller, subject);
  yield* say(teller, 'has');
  yield* sayFact(teller, 'nothing', { role: 'word', person: subject });
  yield* stop(teller, { kind: 'has-nothing', subject, opener: 'now' });
}

/** `now tom has the red ball and mia has nothing`: the second half only if it was hers. */
export function* nowHas(teller: Teller, subject: Person, thing: Thing, before?: Person): Telling<void> {
  yield* say(teller, 'now');
  yield* sayName(teller, subject);
  thing.ownerAt = subject.mention;
  yield* say(teller, 'has');
  yield* sayColouredThing(teller, thing);
  if (before !== undefined) {
    yield* say(teller, 'and');
    yield* sayName(teller, before);
    yield* say(teller, 'has', 'nothing');
  }
  yield* stop(teller, {
    kind: 'has',
    subject,
    thing,
    thingForm: 'colour',
    opener: 'now',
    ...(before && { without: before }),
  });
}
