/** Drives the grammar: tells a new story, or reads one back, with the exact log-probability of every token. */
import type { RandomStream } from '../../random.ts';
import { story } from './grammar.ts';
import {
  type Distribution,
  newTeller,
  type Reference,
  type Rules,
  type Sentence,
  type Step,
  type Teller,
  type World,
} from './telling.ts';

export interface Story {
  readonly tokens: readonly string[];
  /** Natural logarithm of each token's probability, given those before it. */
  readonly logProbabilities: readonly number[];
  readonly sentences: readonly Sentence[];
  readonly references: readonly Reference[];
  readonly world: World;
}

function sample({ words, probabilities }: Distribution, random: RandomStream): number {
  if (words.length === 1) return 0;
  let left = random.next();
  for (let index = 0; index < words.length - 1; index += 1) {
    left -= probabilities[index] ?? 0;
    if (left < 0) return index;
  }
  return words.length - 1;
}

/** A new story. The stream decides; nothing else does. */
export function generateStory(random: RandomStream, rules: Rules): Story {
  const teller = newTeller(rules);
  const telling = story(teller);
  const tokens: string[] = [];
  const logProbabilities: number[] = [];
  let result = telling.next();
  while (result.done !== true) {
    const { distribution } = result.value;
    const index = sample(distribution, random);
    const word = distribution.words[index] ?? '';
    tokens.push(word);
    logProbabilities.push(Math.log(distribution.probabilities[index] ?? 0));
    result = telling.next(word);
  }
  return {
    tokens,
    logProbabilities,
    sentences: teller.sentences,
    references: teller.references,
    world: teller.world,
  };
}

/** Where reading stopped: at the end of the text, at the end of the story, or at a word that cannot stand there. */
export interface Reading {
  readonly story: Story;
  /** Of every token that was read. */
  readonly distributions: readonly Distribution[];
  /** What may come next; null after the story's end. */
  readonly next: Step | null;
  /** The token that cannot stand there. */
  readonly refused: number | null;
  readonly teller: Teller;
}

/** Reads one story, which begins with its mark. */
export function readStory(tokens: readonly string[], rules: Rules): Reading {
  const teller = newTeller(rules);
  const telling = story(teller);
  const read: string[] = [];
  const logProbabilities: number[] = [];
  const distributions: Distribution[] = [];
  let refused: number | null = null;
  let result = telling.next();
  for (const token of tokens) {
    if (result.done === true) break;
    const { words, probabilities } = result.value.distribution;
    const index = words.indexOf(token);
    if (index < 0) {
      refused = read.length;
      break;
    }
    read.push(token);
    distributions.push(result.value.distribution);
    logProbabilities.push(Math.log(probabilities[index] ?? 0));
    result = telling.next(token);
  }
  const { sentences, references, world } = teller;
  const step = result.done === true ? null : result.value;
  return {
    story: { tokens: read, logProbabilities, sentences, references, world },
    distributions,
    next: step,
    refused,
    teller,
  };
}

/** The exact distribution of the next word after the beginning of a story; null where none can follow. */
export function nextDistribution(tokens: readonly string[], rules: Rules): Distribution | null {
  const { next, refused } = readStory(tokens, rules);
  return refused === null && next !== null ? next.distribution : null;
}
