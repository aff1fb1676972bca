/**
 * Sums, differences and products, digit by digit: `3 8 + 5 7 = 9 5 ;`. The digits of the answer are asked for, which the
 * question determines. A tenth of the questions is held out by a hash, so that no answer of the test was ever seen.
 */
import type { RandomStream } from '../../random.ts';
import { type Part, partOfKey } from '../parts.ts';
import type { MeasuredText } from './measured-text.ts';
import { ours } from './task-dataset.ts';

export const arithmeticSource = ours('Arithmetic');

interface Operation {
  readonly sign: string;
  /** The second number is below this. */
  readonly below: number;
  answer(a: number, b: number): number;
}

const below = 100;
const operations: readonly Operation[] = [
  { sign: '+', below, answer: (a, b) => a + b },
  { sign: '-', below, answer: (a, b) => a - b },
  { sign: '×', below: 10, answer: (a, b) => a * b },
];

const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
export const arithmeticWords: readonly string[] = [
  ...digits,
  ...operations.map(({ sign }) => sign),
  '=',
  ';',
];

const shares = { validation: 0.05, test: 0.1 };
export const partOfQuestion = (question: string): Part => partOfKey(question, shares);

/** One question of this part, with its answer. */
export function drawQuestion(random: RandomStream, part: Part): { question: string; answer: number } {
  for (;;) {
    const operation = random.choose(operations);
    const drawn: [number, number] = [random.integer(below), random.integer(operation.below)];
    // No answer is below 0.
    const [a, b] = operation.sign === '-' && drawn[0] < drawn[1] ? [drawn[1], drawn[0]] : drawn;
    const question = `${a}${operation.sign}${b}`;
    if (partOfQuestion(question) === part) return { question, answer: operation.answer(a, b) };
  }
}

/** Questions and answers, one after another, as far as `length` goes. */
export function drawArithmetic(random: RandomStream, length: number, part: Part): MeasuredText {
  const words: string[] = [];
  const logProbabilities: (number | null)[] = [];
  while (words.length < length) {
    const { question, answer } = drawQuestion(random, part);
    const asked = [...question, '='];
    const told = [...String(answer), ';'];
    words.push(...asked, ...told);
    logProbabilities.push(...asked.map(() => null), ...told.map(() => 0));
  }
  return { words: words.slice(0, length), logProbabilities: logProbabilities.slice(0, length) };
}
