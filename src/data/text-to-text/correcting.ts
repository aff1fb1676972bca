/** A sentence with one word that does not agree with the others, to be put right. One in five is right already. */
import type { RandomStream } from '../../random.ts';
import type { Story } from '../toytown/index.ts';
import { nounOf } from '../toytown/lexicon.ts';
import type { Example } from './example.ts';
import { drawPassage, type Extent, english, type Passage } from './passages.ts';

/** Words of which one is right where another would not agree. */
const swapped: Readonly<Record<string, string>> = {
  he: 'she',
  she: 'he',
  him: 'her',
  her: 'him',
  is: 'are',
  are: 'is',
  has: 'have',
};

/** `two red ball` for `two red balls`: of new things, whose number stands before them. */
function otherNumber(words: readonly string[], at: number): string | undefined {
  const noun = nounOf(words[at] ?? '');
  const count = words[at - 2] ?? '';
  if (noun === undefined || !['a', 'two', 'three'].includes(count)) return undefined;
  return words[at] === noun.singular ? noun.plural : noun.singular;
}

/** Every place that can be spoilt so that only one word can stand there instead, and what spoils it. */
export function mistakes(passage: Passage): { readonly at: number; readonly word: string }[] {
  const words = english(passage);
  return words.flatMap((own, at) => {
    const word = swapped[own] ?? otherNumber(words, at);
    return word === undefined ? [] : [{ at, word }];
  });
}

/** `correct: mia has two red ball .  ->  mia has two red balls .` */
export function correcting(random: RandomStream, story: Story, extent: Extent): Example {
  const passage = drawPassage(random, story, extent);
  const target = english(passage);
  const possible = mistakes(passage);
  const spoilt = [...target];
  if (possible.length > 0 && random.next() < 0.8) {
    const { at, word } = random.choose(possible);
    spoilt[at] = word;
  }
  return { task: 'correct', source: ['correct:', ...spoilt], target };
}
