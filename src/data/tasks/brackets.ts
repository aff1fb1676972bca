/**
 * Brackets of three kinds that close in the order in which they were opened: a Dyck language of bounded depth, after
 * Hewitt et al. 2020, RNNs can generate bounded hierarchical languages with optimal memory,
 * https://arxiv.org/abs/2010.07515.
 *
 *   ( [ ] { ( ) } ) [ ]
 *
 * At each step a bracket is opened or the last one closed, as likely as not; at depth 0 one must be opened, at the
 * greatest depth closed. Which kind is opened is drawn; which is closed is known: a model that forgets what is open loses
 * there.
 */
import type { RandomStream } from '../../random.ts';
import type { MeasuredText } from './measured-text.ts';
import { ours } from './task-dataset.ts';

export const bracketsSource = ours('Brackets');

const kinds = ['()', '[]', '{}'] as const;
export const bracketWords: readonly string[] = kinds.flatMap((kind) => [...kind]);
export const greatestDepth = 10;

/** `length` brackets; those still open at the end stay so. */
export function drawBrackets(random: RandomStream, length: number): MeasuredText {
  const open: string[] = [];
  const words: string[] = [];
  const logProbabilities: number[] = [];
  while (words.length < length) {
    const free = open.length > 0 && open.length < greatestDepth;
    const opens = free ? random.next() < 0.5 : open.length === 0;
    const either = free ? Math.log(0.5) : 0;
    if (opens) {
      const [left = '', right = ''] = random.choose(kinds);
      words.push(left);
      open.push(right);
      logProbabilities.push(either - Math.log(kinds.length));
    } else {
      words.push(open.pop() ?? '');
      logProbabilities.push(either);
    }
  }
  return { words, logProbabilities };
}
