/**
 * The induction heads task of Mamba, Gu and Dao 2023, section 4.1.2, https://arxiv.org/abs/2312.00752: random letters,
 * among them once a special one, and what follows it is to be told when it comes again, at the end.
 *
 *   c a ! d b b a c !  ->  d
 */
import { ours, type TaskDataset, taskDataset } from './task-dataset.ts';

export const triggerSource = ours('Induction heads after Gu and Dao');

export const trigger = 0;

/** `! a b c ...` */
export const triggerWords = (letters: number): string[] => [
  '!',
  ...Array.from({ length: letters }, (_, letter) => String.fromCharCode(97 + letter)),
];

export function triggerDataset(letters: number): TaskDataset {
  return taskDataset({
    vocabulary: letters + 1,
    write(random, { tokens, targets, weights }) {
      const last = tokens.length - 1;
      if (last < 2)
        throw new RangeError('The task needs three tokens: the special one twice, and what follows.');
      for (let at = 0; at < last; at++) tokens[at] = 1 + random.integer(letters);
      // What follows it is a letter, so that it cannot be the one before the end.
      const first = random.integer(last - 1);
      tokens[first] = trigger;
      tokens[last] = trigger;
      targets[last] = tokens[first + 1] ?? 0;
      weights[last] = 1;
      return 0;
    },
  });
}
