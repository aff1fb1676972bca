/**
 * The words of Toytown, as data. One word is one token. What a noun is for (`use`) decides which verb goes with it:
 * people read books and eat apples.
 */
export type Gender = 'feminine' | 'masculine';

export interface Name {
  readonly word: string;
  readonly gender: Gender;
}

/** The verb that goes with a noun, the words after it, and how it leaves whoever does it. */
export interface Use {
  readonly verb: string;
  readonly preposition: 'with' | null;
  /** `shows the shell to tom`. */
  readonly toSomebody: boolean;
  /** What is eaten is gone. */
  readonly consumes: boolean;
  readonly feeling: string;
}

export interface Noun {
  readonly singular: string;
  readonly plural: string;
  readonly use: Use;
}

const use = (verb: string, feeling: string, more: Partial<Use> = {}): Use => ({
  verb,
  feeling,
  preposition: null,
  toSomebody: false,
  consumes: false,
  ...more,
});

const playing = use('plays', 'happy', { preposition: 'with' });
const eating = use('eats', 'full', { consumes: true });
const reading = use('reads', 'calm');
const wearing = use('wears', 'warm');
const feeding = use('feeds', 'kind');
const showing = use('shows', 'proud', { toSomebody: true });
export const uses: readonly Use[] = [playing, eating, reading, wearing, feeding, showing];

const nouns = (of: Use, words: string): Noun[] =>
  words.split(' ').map((pair) => {
    const [singular = '', plural = `${singular}s`] = pair.split('/');
    return { singular, plural, use: of };
  });

/** What somebody may own when the story begins. */
export const belongings: readonly Noun[] = [
  ...nouns(playing, 'ball kite doll drum boat train robot puzzle'),
  ...nouns(eating, 'apple pear cake plum carrot cookie'),
  ...nouns(reading, 'book letter map poem'),
  ...nouns(wearing, 'hat coat scarf/scarves glove'),
  ...nouns(feeding, 'cat dog duck hen rabbit'),
];

/** What lies about to be found. */
export const findings: readonly Noun[] = nouns(
  showing,
  'shell coin key feather stone ring leaf/leaves flower',
);

const named = (gender: Gender, words: string): Name[] => words.split(' ').map((word) => ({ word, gender }));
/** Who lives in Toytown: a story is of one of each gender, so that `she` and `he` say who is meant. */
export const residents: readonly Name[] = [
  ...named('feminine', 'mia anna lily rosa emma nina clara ella lucy zoe ida'),
  ...named('masculine', 'tom max leo sam jack finn hugo noah paul luke adam'),
];
/** Who comes along. */
export const visitors: readonly Name[] = [
  ...named('feminine', 'maya sara eva june'),
  ...named('masculine', 'ben oscar theo felix'),
];
export const names: readonly Name[] = [...residents, ...visitors];

export const colours: readonly string[] = 'red blue green yellow white black brown pink grey purple'.split(
  ' ',
);
/** What else is said of a thing. */
export const qualities: readonly string[] = 'big small old new pretty'.split(' ');
export const places: readonly string[] =
  'garden park kitchen forest barn school house shop castle village market library meadow attic cellar yard zoo tent tower cave'.split(
    ' ',
  );

/** Stands before every story, and so after every story too. */
export const storyMark = '<story>';

const verbsAndSmallWords =
  'has wants gives keeps loses finds along comes go is are in to with there and but now then later at night evening because nothing a two three the it them he she him her they happy sad tired';

const everyNoun: readonly Noun[] = [...belongings, ...findings];

/** Token ids are places in this list. */
export const vocabulary: readonly string[] = [
  ...new Set([
    storyMark,
    '.',
    ...verbsAndSmallWords.split(' '),
    ...uses.flatMap(({ verb, feeling }) => [verb, feeling]),
    ...names.map(({ word }) => word),
    ...everyNoun.flatMap(({ singular, plural }) => [singular, plural]),
    ...colours,
    ...qualities,
    ...places,
  ]),
];

export const wordIds: ReadonlyMap<string, number> = new Map(vocabulary.map((word, id) => [word, id]));
const nounsByWord: ReadonlyMap<string, Noun> = new Map(
  everyNoun.flatMap((noun) => [[noun.singular, noun] as const, [noun.plural, noun] as const]),
);
export const nounOf = (word: string): Noun | undefined => nounsByWord.get(word);
export const isName = (word: string): boolean => names.some((name) => name.word === word);
