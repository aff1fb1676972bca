/**
 * A Toytown story: who there is and what they have; two or three episodes, the second after `then`, the third after
 * `later`; and how it stands at the end. From `<story>` to `<story>`.
 */

import { allowed, wants } from './actions.ts';
import { choosePlace, episode } from './episodes.ts';
import { belongings, type Name, qualities, residents, storyMark } from './lexicon.ts';
import {
  chooseName,
  chooseThing,
  countOptions,
  introduce,
  nameOptions,
  newThing,
  noteName,
  ownedBy,
  peopleOptions,
  restOfNewThing,
  sayName,
  sayPronoun,
} from './phrases.ts';
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
  stop,
  type Teller,
  type Telling,
  type Thing,
} from './telling.ts';

const unlike = ({ gender }: Name): Name[] => residents.filter((name) => name.gender !== gender);
const itOrThey = ({ count }: Thing): string => (count === 'a' ? 'it' : 'they');
const isOrAre = ({ count }: Thing): string => (count === 'a' ? 'is' : 'are');
/** In one story of three that can: there are 11 names. */
const describedWeight = 5.5;

/** `it is big .`, after its first word. */
function* describe(teller: Teller, thing: Thing): Telling<void> {
  refer(teller, 'antecedent', thing.mention);
  yield* sayFact(teller, isOrAre(thing), { role: 'agreement', thing });
  refer(teller, 'number', thing.mention);
  const options = qualities.map((word) => ({ word, weight: 1, value: word }));
  const quality = yield* choose(teller, options);
  thing.quality = quality;
  yield* stop(teller, { kind: 'describes', thing, thingForm: 'pronoun', quality });
}

/** `mia and tom are in the garden .` for half of the stories; and the sentence that says what somebody has. */
function* opening(teller: Teller): Telling<{ introduced: boolean }> {
  const first = introduce(teller, yield* choose(teller, nameOptions(residents), { role: 'subject' }));
  const introduced = yield* choose(teller, [
    { word: 'has', weight: 1, value: false },
    { word: 'and', weight: 1, value: true },
  ]);
  let owner = first;
  if (introduced) {
    introduce(teller, yield* choose(teller, nameOptions(unlike(first)), { role: 'name' }));
    yield* say(teller, 'are', 'in', 'the');
    const place = yield* choosePlace(teller);
    yield* stop(teller, { kind: 'are-in', place });
    owner = yield* chooseName(teller, teller.world.people);
    yield* say(teller, 'has');
  }
  const thing = yield* newThing(teller, owner, belongings);
  yield* stop(teller, { kind: 'has', subject: owner, thing, thingForm: 'new' });
  return { introduced };
}

/** What the second person has, or wants. The latter is an episode already. */
function* answer(teller: Teller): Telling<{ wanted: boolean; described: boolean }> {
  let described = false;
  const [first, second] = teller.world.people;
  if (first === undefined) throw new Error('A story begins with somebody.');
  let person: Person;
  if (second === undefined) {
    const [thing] = ownedBy(teller, first);
    const next = yield* choose<Name | null>(
      teller,
      [
        ...nameOptions(unlike(first)),
        ...(thing ? [{ word: itOrThey(thing), weight: describedWeight, value: null }] : []),
      ],
      { role: 'name' },
    );
    if (next === null && thing !== undefined) {
      described = true;
      yield* describe(teller, thing);
    }
    const name = next ?? (yield* choose(teller, nameOptions(unlike(first)), { role: 'name' }));
    person = introduce(teller, name);
  } else {
    person = ownedBy(teller, second).length > 0 ? first : second;
    yield* sayName(teller, person);
  }
  const candidates = allowed(teller, wants, person);
  const verb = yield* choose(
    teller,
    [
      { word: 'has', weight: 7, value: 'has' as const },
      ...(candidates.length > 0 ? [{ word: 'wants', weight: 3, value: 'wants' as const }] : []),
    ],
    { role: 'verb', person },
  );
  if (verb === 'wants') {
    yield* wants.tell(teller, person, candidates, {});
    return { wanted: true, described };
  }
  const count = yield* choose<Count | null>(teller, [
    ...countOptions(1),
    { word: 'nothing', weight: 1, value: null },
  ]);
  if (count === null) {
    yield* stop(teller, { kind: 'has-nothing', subject: person });
  } else {
    const thing = yield* restOfNewThing(teller, person, belongings, count);
    yield* stop(teller, { kind: 'has', subject: person, thing, thingForm: 'new' });
  }
  return { wanted: false, described };
}

const ownedThings = (teller: Teller): Thing[] => teller.world.things.filter(({ state }) => state === 'owned');

type Ending = { readonly kind: 'person'; readonly person: Person } | { readonly kind: 'they' | 'the' };
type Night = 'night' | 'evening';

/** `mia is happy because she has the red ball .`, `tom is sad because he has nothing .` */
function* endsFeeling(teller: Teller, subject: Person, opener: Night): Telling<void> {
  const owned = ownedBy(teller, subject);
  const feeling = owned.length > 0 ? 'happy' : 'sad';
  yield* sayFact(teller, feeling, { role: 'feeling', person: subject });
  yield* say(teller, 'because');
  yield* sayPronoun(teller, subject, 'subject');
  yield* say(teller, 'has');
  if (owned.length === 0) {
    yield* say(teller, 'nothing');
    return yield* stop(teller, { kind: 'feels-because', subject, feeling, opener });
  }
  const thing = yield* chooseThing(teller, owned, { role: 'noun', person: subject, verb: 'has' });
  yield* stop(teller, { kind: 'feels-because', subject, feeling, thing, thingForm: 'colour', opener });
}

function* endsHaving(teller: Teller, subject: Person, opener: Night): Telling<void> {
  const owned = ownedBy(teller, subject);
  if (owned.length === 0) {
    yield* sayFact(teller, 'nothing', { role: 'word', person: subject });
    return yield* stop(teller, { kind: 'has-nothing', subject, opener });
  }
  const thing = yield* chooseThing(teller, owned, { role: 'noun', person: subject, verb: 'has' });
  yield* stop(teller, { kind: 'has', subject, thing, thingForm: 'colour', opener });
}

/** `the books are green .`: of what somebody has. */
function* endsDescribing(teller: Teller, opener: Night): Telling<void> {
  const options = grouped(ownedThings(teller), ({ word }) => word);
  const ofKind = yield* choose(teller, options, { role: 'noun', verb: 'is' });
  const nounAt = teller.position - 1;
  const [some] = ofKind;
  if (some !== undefined) yield* sayFact(teller, isOrAre(some), { role: 'agreement', thing: some });
  const colours = ofKind.map((thing) => ({ word: thing.colour, weight: 1, value: thing }));
  const cue: Cue = { role: 'colour', ...(ofKind.length === 1 && some && { thing: some }) };
  const thing = yield* choose(teller, colours, cue);
  teller.references.push({ token: nounAt, kind: 'noun', index: thing.mention });
  teller.references.push({ token: nounAt + 1, kind: 'number', index: nounAt });
  thing.mention = nounAt;
  refer(teller, 'colour', thing.colourAt);
  yield* stop(teller, { kind: 'describes', thing, thingForm: 'noun', opener });
}

function* closing(teller: Teller, opener: Night): Telling<void> {
  yield* opener === 'night' ? say(teller, 'night') : say(teller, 'the', 'evening');
  const { people, place } = teller.world;
  const options: Option<Ending>[] = peopleOptions(people, 5.5).map((option) => ({
    ...option,
    value: { kind: 'person', person: option.value },
  }));
  if (place !== null) options.push({ word: 'they', weight: 2.5, value: { kind: 'they' } });
  if (ownedThings(teller).length > 0) options.push({ word: 'the', weight: 2, value: { kind: 'the' } });
  const ending = yield* choose(teller, options, { role: 'subject' });
  if (ending.kind === 'the') return yield* endsDescribing(teller, opener);
  if (ending.kind === 'person') {
    const subject = ending.person;
    noteName(teller, subject);
    const has = yield* choose(teller, [
      { word: 'has', weight: 1, value: true },
      { word: 'is', weight: 1, value: false },
    ]);
    return has ? yield* endsHaving(teller, subject, opener) : yield* endsFeeling(teller, subject, opener);
  }
  yield* say(teller, 'are', 'in', 'the');
  if (place !== null) {
    yield* sayFact(teller, place.word, { role: 'place' });
    refer(teller, 'place', place.at);
    yield* stop(teller, { kind: 'are-in', subjectForm: 'they', place: place.word, opener });
  }
}

type Continuation = 'then' | 'later' | Night;
const ends = (weight: number): Option<Continuation>[] => [
  { word: 'at', weight: weight / 2, value: 'night' },
  { word: 'in', weight: weight / 2, value: 'evening' },
];

/** The whole story, with both of its marks. */
export function* story(teller: Teller): Telling<void> {
  yield* say(teller, storyMark);
  teller.sentenceStart = 1;
  const { introduced } = yield* opening(teller);
  const { wanted, described } = yield* answer(teller);
  if (!wanted) yield* episode(teller, {});
  let next = yield* choose(teller, [{ word: 'then', weight: 5, value: 'then' as Continuation }, ...ends(5)]);
  if (next === 'then') {
    yield* episode(teller, { opener: 'then' });
    // A story that began with a place, or said what a thing is like, is long enough by now.
    next = yield* choose(
      teller,
      introduced || described
        ? ends(1)
        : [{ word: 'later', weight: 3, value: 'later' as Continuation }, ...ends(7)],
    );
    if (next === 'later') {
      yield* episode(teller, { opener: 'later' });
      next = yield* choose(teller, ends(1));
    }
  }
  yield* closing(teller, next === 'evening' ? 'evening' : 'night');
  yield* say(teller, storyMark);
}
