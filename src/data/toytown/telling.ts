/**
 * How a story is told: as a coroutine that yields, before every token, the exact distribution of that token, and is
 * sent the word that was said. Whoever drives it decides what that is: the generator samples, the parser and the checker
 * read a text. So all of them follow from one grammar, and no text can come from two series of choices.
 */
import type { Name, Noun } from './lexicon.ts';

export interface Person extends Name {
  /** The token that named the person last. */
  mention: number;
}

export type ThingState = 'owned' | 'lost' | 'eaten';

export interface Thing {
  readonly noun: Noun;
  /** The noun as it is said of this thing: `ball` or `balls`. */
  readonly word: string;
  readonly count: Count;
  readonly colour: string;
  /** `big`, if it has been said. */
  quality: string | null;
  readonly colourAt: number;
  /** The token that mentioned the thing last. */
  mention: number;
  state: ThingState;
  /** Whose it is, or was when it was lost or eaten. */
  owner: Person;
  /** The token that named the owner when the thing became theirs. */
  ownerAt: number;
}

export type Count = 'a' | 'two' | 'three';

export interface World {
  readonly people: Person[];
  readonly things: Thing[];
  place: { readonly word: string; readonly at: number } | null;
}

/** Which combinations of a name, a verb and a noun may be said: training holds some of them back. */
export interface Rules {
  allows(name: Name, verb: string, noun: Noun): boolean;
}

/** Where a token must look back to. */
export interface Reference {
  readonly token: number;
  readonly kind: 'antecedent' | 'owner' | 'noun' | 'colour' | 'number' | 'place' | 'name';
  readonly index: number;
}

/** A sentence by its meaning, apart from its words: all that another language needs to say it. */
export interface Sentence {
  readonly kind:
    | 'are-in'
    | 'has'
    | 'has-nothing'
    | 'wants'
    | 'gives'
    | 'keeps'
    | 'loses'
    | 'finds'
    | 'uses'
    | 'feels'
    | 'feels-because'
    | 'comes'
    | 'go'
    | 'describes';
  readonly subject?: Person;
  /** How the subject is said; a name if nothing is given here. */
  readonly subjectForm?: 'pronoun' | 'they';
  readonly thing?: Thing;
  /** How the thing is said: `a red ball`, `the ball`, `the red ball`, `it`. */
  readonly thingForm?: 'new' | 'noun' | 'colour' | 'pronoun';
  readonly receiver?: Person;
  readonly receiverForm?: 'name' | 'pronoun';
  /** Who has nothing now: `and mia has nothing`. */
  readonly without?: Person;
  readonly place?: string;
  /** `finds a blue shell there` */
  readonly there?: boolean;
  readonly feeling?: string;
  readonly quality?: string;
  readonly opener?: 'then' | 'later' | 'now' | 'but' | 'night' | 'evening';
  /** First token, and the one after the full stop. */
  readonly start: number;
  readonly end: number;
}

export type SentenceMeaning = Omit<Sentence, 'start' | 'end'>;

export interface Distribution {
  readonly words: readonly string[];
  readonly probabilities: readonly number[];
}

/** What a token is there for, so that the checker can say why another word is wrong. */
export interface Cue {
  readonly role:
    | 'word'
    | 'subject'
    | 'verb'
    | 'noun'
    | 'colour'
    | 'pronoun'
    | 'name'
    | 'place'
    | 'feeling'
    | 'agreement';
  readonly person?: Person | Name;
  readonly thing?: Thing;
  readonly verb?: string;
}

export interface Step {
  readonly distribution: Distribution;
  readonly cue: Cue;
}

export type Telling<T> = Generator<Step, T, string>;

export interface Teller {
  readonly world: World;
  readonly rules: Rules;
  readonly sentences: Sentence[];
  readonly references: Reference[];
  /** How many tokens have been said. */
  position: number;
  sentenceStart: number;
}

export function newTeller(rules: Rules): Teller {
  const world: World = { people: [], things: [], place: null };
  return {
    world,
    rules,
    sentences: [],
    references: [],
    position: 0,
    sentenceStart: 0,
  };
}

const anyWord: Cue = { role: 'word' };
const certainties = new Map<string, Step>();

/** The step of a word that cannot be another one. */
function certainly(word: string): Step {
  let step = certainties.get(word);
  if (step === undefined) {
    step = {
      distribution: { words: [word], probabilities: [1] },
      cue: anyWord,
    };
    certainties.set(word, step);
  }
  return step;
}

/** Says words that are fixed at this point. */
export function* say(teller: Teller, ...words: readonly string[]): Telling<void> {
  for (const word of words) {
    yield certainly(word);
    teller.position += 1;
  }
}

/** Says a word that follows from the world. */
export function* sayFact(teller: Teller, word: string, cue: Cue): Telling<void> {
  yield { distribution: certainly(word).distribution, cue };
  teller.position += 1;
}

export interface Option<T> {
  readonly word: string;
  readonly weight: number;
  readonly value: T;
}

/** Chooses one of the options, whose words all differ, by their weights. */
export function* choose<T>(teller: Teller, options: readonly Option<T>[], cue: Cue = anyWord): Telling<T> {
  let total = 0;
  for (const { weight } of options) total += weight;
  const words = options.map(({ word }) => word);
  const probabilities = options.map(({ weight }) => weight / total);
  const said = yield { distribution: { words, probabilities }, cue };
  teller.position += 1;
  const chosen = options.find(({ word }) => word === said);
  if (chosen === undefined) throw new Error(`"${said}" is none of ${words.join(', ')}.`);
  return chosen.value;
}

/** Options that are equally likely each; those of the same word are one option, whose value is all of them. */
export function grouped<T>(items: readonly T[], wordOf: (item: T) => string): Option<T[]>[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(wordOf(item));
    if (group === undefined) groups.set(wordOf(item), [item]);
    else group.push(item);
  }
  return [...groups].map(([word, value]) => ({
    word,
    weight: value.length,
    value,
  }));
}

/** Notes that the token said last looks back to an earlier one. */
export function refer(teller: Teller, kind: Reference['kind'], index: number): void {
  teller.references.push({ token: teller.position - 1, kind, index });
}

/** Says the full stop, and writes down what the sentence meant. */
export function* stop(teller: Teller, meaning: SentenceMeaning): Telling<void> {
  yield* say(teller, '.');
  teller.sentences.push({
    ...meaning,
    start: teller.sentenceStart,
    end: teller.position,
  });
  teller.sentenceStart = teller.position;
}
