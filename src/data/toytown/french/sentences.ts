/**
 * Every sentence of Toytown in both languages, from its meaning. What French does otherwise: adjectives follow their
 * nouns and agree in gender and number, pronouns stand before the verb (`tom gives it to her`: `tom la lui donne`), `to
 * the` melts into `au`, nothing takes two words (`n' a rien`), `there` is `y`, and whoever is warm has warm.
 */
import type { Gender } from '../lexicon.ts';
import type { Person, Sentence, Thing } from '../telling.ts';
import {
  frenchAdjectives,
  frenchCounts,
  frenchFeelings,
  frenchNouns,
  frenchPlaces,
  frenchVerbs,
} from './lexicon.ts';
import { arranged, inOrder, nothing, type Phrase, pair } from './phrase.ts';

function found<T>(table: ReadonlyMap<string, T>, english: string): T {
  const value = table.get(english);
  if (value === undefined) throw new Error(`Toytown French has no word for "${english}".`);
  return value;
}

interface Agreement {
  readonly gender: Gender;
  readonly plural: boolean;
}

const agreementOf = (thing: Thing): Agreement => ({
  gender: found(frenchNouns, thing.noun.singular).gender,
  plural: thing.count !== 'a',
});

function adjective(
  english: string,
  { gender, plural }: Agreement,
  table: typeof frenchAdjectives = frenchAdjectives,
): Phrase {
  const forms = found(table, english);
  return pair(english, forms[(gender === 'feminine' ? 1 : 0) + (plural ? 2 : 0)] ?? '');
}

function noun(thing: Thing): Phrase {
  const { singular, plural } = found(frenchNouns, thing.noun.singular);
  return pair(thing.word, thing.count === 'a' ? singular : plural);
}

/** `a red ball`: `un ballon rouge`; `the balls`: `les ballons` */
const thingPhrases = {
  new: (thing) =>
    arranged([count(thing), adjective(thing.colour, agreementOf(thing)), noun(thing)], [0, 2, 1]),
  colour: (thing) =>
    arranged([definite(thing), adjective(thing.colour, agreementOf(thing)), noun(thing)], [0, 2, 1]),
  noun: (thing) => inOrder(definite(thing), noun(thing)),
  pronoun: (thing) => {
    const { gender, plural } = agreementOf(thing);
    const article = plural ? 'les' : gender === 'feminine' ? 'la' : 'le';
    return pair(plural ? 'them' : 'it', article);
  },
} as const satisfies Record<NonNullable<Sentence['thingForm']>, (thing: Thing) => Phrase>;

function count(thing: Thing): Phrase {
  const { gender } = agreementOf(thing);
  return pair(thing.count, thing.count === 'a' ? frenchCounts.a[gender] : frenchCounts[thing.count]);
}

function definite(thing: Thing): Phrase {
  const { gender, plural } = agreementOf(thing);
  const { singular } = found(frenchNouns, thing.noun.singular);
  if (plural) return pair('the', 'les');
  if (/^[aeiouéèêâ]/.test(singular)) return pair('the', "l'");
  return pair('the', gender === 'feminine' ? 'la' : 'le');
}

const openers: ReadonlyMap<Sentence['opener'], Phrase> = new Map([
  ['then', pair('then', 'puis')],
  ['later', pair('later', 'plus tard')],
  ['now', pair('now', 'maintenant')],
  ['but', pair('but', 'mais')],
  ['night', pair('at night', 'la nuit')],
  ['evening', pair('in the evening', 'le soir')],
]);

const name = ({ word }: Person): Phrase => pair(word, word);
const heOrShe = ({ gender }: Person): Phrase =>
  gender === 'feminine' ? pair('she', 'elle') : pair('he', 'il');
const verb = (english: string): Phrase => pair(english, found(frenchVerbs, english));
const they = pair('they', 'ils');

/** `it is`, `they are`, of things */
function itIs(thing: Thing): [Phrase, Phrase] {
  const { gender, plural } = agreementOf(thing);
  const pronoun = gender === 'feminine' ? 'elle' : 'il';
  return plural
    ? [pair('they', `${pronoun}s`), pair('are', 'sont')]
    : [pair('it', pronoun), pair('is', 'est')];
}

const isOf = ({ plural }: Agreement): Phrase => (plural ? pair('are', 'sont') : pair('is', 'est'));

/** `has nothing`: `n' a rien` */
const hasNothing: Phrase = {
  english: ['has', 'nothing'],
  french: [
    { word: "n'", from: [1] },
    { word: 'a', from: [0] },
    { word: 'rien', from: [1] },
  ],
};

const hasThing = (thing: Phrase): Phrase => inOrder(verb('has'), thing);

/** `is happy`: `est heureuse` */
function isFeeling(feeling: string, { gender }: Person): Phrase {
  if (feeling === 'warm') return inOrder(pair('is', 'a'), pair('warm', 'chaud'));
  return inOrder(pair('is', 'est'), adjective(feeling, { gender, plural: false }, frenchFeelings));
}

function inPlace(english: string): Phrase {
  const { article, word } = found(frenchPlaces, english);
  return inOrder(pair('in', 'dans'), pair('the', article), pair(english, word));
}

function toPlace(english: string): Phrase {
  const { article, word } = found(frenchPlaces, english);
  const to = article === 'le' ? pair('to the', 'au') : inOrder(pair('to', 'à'), pair('the', article));
  return inOrder(to, pair(english, word));
}

/** A verb with what it is done to, and to whom; pronouns come before it, the thing's first. */
function doing(
  subject: Phrase,
  verbs: Phrase,
  { thing, thingForm = 'colour', receiver, ...how }: Sentence,
): Phrase {
  const what = thing === undefined ? nothing : thingPhrases[thingForm](thing);
  const toPronoun = receiver?.gender === 'feminine' ? pair('to her', 'lui') : pair('to him', 'lui');
  const toName = receiver === undefined ? nothing : inOrder(pair('to', 'à'), name(receiver));
  const whom = how.receiverForm === 'pronoun' ? toPronoun : toName;
  const there = how.there ? pair('there', 'y') : nothing;
  const clitics = [
    ...(thingForm === 'pronoun' ? [2] : []),
    ...(how.receiverForm === 'pronoun' ? [3] : []),
    ...(how.there ? [4] : []),
  ];
  const rest = [2, 3, 4].filter((part) => !clitics.includes(part));
  return arranged([subject, verbs, what, whom, there], [0, ...clitics, 1, ...rest]);
}

type Tell = (sentence: Sentence, subject: Phrase) => Phrase;

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A sentence lacks what its kind needs.');
  return value;
}

const does =
  (english: string): Tell =>
  (sentence, subject) =>
    doing(subject, verb(english), sentence);

const tellings: Readonly<Record<Sentence['kind'], Tell>> = {
  'are-in': ({ place }, subject) => inOrder(subject, pair('are', 'sont'), inPlace(need(place))),
  has: ({ thing, thingForm = 'new', without }, subject) => {
    const more = without ? inOrder(pair('and', 'et'), name(without), hasNothing) : nothing;
    return inOrder(subject, hasThing(thingPhrases[thingForm](need(thing))), more);
  },
  'has-nothing': (_, subject) => inOrder(subject, hasNothing),
  wants: does('wants'),
  gives: does('gives'),
  keeps: does('keeps'),
  loses: does('loses'),
  finds: does('finds'),
  uses: (sentence, subject) => {
    const { verb: english, preposition } = need(sentence.thing).noun.use;
    const withIt = preposition === null ? nothing : pair(preposition, 'avec');
    return doing(subject, inOrder(verb(english), withIt), sentence);
  },
  feels: ({ subject: person, feeling }, subject) => inOrder(subject, isFeeling(need(feeling), need(person))),
  'feels-because': ({ subject: person, feeling, thing }, subject) => {
    const owned = thing === undefined ? hasNothing : hasThing(thingPhrases.colour(thing));
    const because = inOrder(pair('because', 'car'), heOrShe(need(person)), owned);
    return inOrder(subject, isFeeling(need(feeling), need(person)), because);
  },
  comes: (_, subject) => arranged([pair('along comes', 'arrive'), subject], [1, 0]),
  go: ({ place }, subject) => inOrder(subject, pair('go', 'vont'), toPlace(need(place))),
  describes: ({ thing, thingForm, quality }) => {
    const own = need(thing);
    const agreement = agreementOf(own);
    const described = adjective(quality ?? own.colour, agreement);
    return thingForm === 'pronoun'
      ? inOrder(...itIs(own), described)
      : inOrder(thingPhrases.noun(own), isOf(agreement), described);
  },
};

/** Whom the sentence is about; `people` are those of a sentence that names both. */
function subjectOf({ kind, subject, subjectForm }: Sentence, people: readonly Person[]): Phrase {
  if (subjectForm === 'they') return they;
  if (subject !== undefined) return subjectForm === 'pronoun' ? heOrShe(subject) : name(subject);
  if (kind !== 'are-in') return nothing;
  const [first, second] = people;
  return inOrder(name(need(first)), pair('and', 'et'), name(need(second)));
}

/** One sentence, with its full stop. */
export function inBothLanguages(sentence: Sentence, people: readonly Person[]): Phrase {
  const opener = openers.get(sentence.opener) ?? nothing;
  const told = tellings[sentence.kind](sentence, subjectOf(sentence, people));
  return inOrder(opener, told, pair('.', '.'));
}
