/** An episode: one action and what follows from it, somebody new, or a way that everybody goes. Two or three sentences. */
import { type Action, actions, allowed, finds, findsNew, type Opener } from './actions.ts';
import { belongings, places, visitors } from './lexicon.ts';
import {
  chooseName,
  countOptions,
  introduce,
  nameOptions,
  newThing,
  noteName,
  ownedBy,
  peopleOptions,
  sayName,
} from './phrases.ts';
import {
  choose,
  type Option,
  type Person,
  type SentenceMeaning,
  say,
  sayFact,
  stop,
  type Teller,
  type Telling,
  type Thing,
} from './telling.ts';

interface Possibility {
  readonly action: Action;
  readonly candidates: Thing[];
}

function* act(teller: Teller, subject: Person, opener: Opener): Telling<void> {
  const options: Option<Possibility>[] = [];
  for (const action of actions) {
    const candidates = allowed(teller, action, subject);
    // Whoever has nothing can find something new at any time.
    const canFind = action === finds && ownedBy(teller, subject).length === 0;
    if (candidates.length === 0 && !canFind) continue;
    options.push({
      word: action.verb,
      weight: action.weight,
      value: { action, candidates },
    });
  }
  const { action, candidates } = yield* choose(teller, options, { role: 'verb', person: subject });
  yield* action.tell(teller, subject, candidates, opener);
}

/** `then along comes ben . ben has a blue kite .` */
function* comes(teller: Teller, opener: Opener): Telling<void> {
  yield* say(teller, 'comes');
  const person = introduce(teller, yield* choose(teller, nameOptions(visitors), { role: 'name' }));
  yield* stop(teller, { kind: 'comes', subject: person, ...opener });
  yield* sayName(teller, person);
  yield* say(teller, 'has');
  const thing = yield* newThing(teller, person, belongings);
  yield* stop(teller, { kind: 'has', subject: person, thing, thingForm: 'new' });
}

const placeOptions: readonly Option<string>[] = places.map((word) => ({ word, weight: 1, value: word }));

/** After `in the` or `to the`: where everybody is from here on. */
export function* choosePlace(teller: Teller): Telling<string> {
  const word = yield* choose(teller, placeOptions, { role: 'place' });
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
    ...(ownedBy(teller, person).length === 0 ? [{ word: 'finds', weight: 1, value: 'finds' }] : []),
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
  | { readonly kind: 'comes' }
  | { readonly kind: 'go' };

export function* episode(teller: Teller, opener: Opener): Telling<void> {
  const { people } = teller.world;
  const options: Option<Start>[] = [];
  // Nobody goes anywhere from a place: so it is named once, and recalled at the end.
  if (teller.world.place === null) options.push({ word: 'they', weight: 2, value: { kind: 'go' } });
  for (const { word, weight, value } of peopleOptions(people, 9)) {
    options.push({ word, weight, value: { kind: 'act', person: value } });
  }
  if (people.length < 3) options.push({ word: 'along', weight: 1.5, value: { kind: 'comes' } });
  const start = yield* choose(teller, options, { role: 'subject' });
  if (start.kind === 'go') return yield* go(teller, opener);
  if (start.kind === 'comes') return yield* comes(teller, opener);
  noteName(teller, start.person);
  yield* act(teller, start.person, opener);
}
