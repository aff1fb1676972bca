import { randomStream } from '../../random.ts';

/** The draw, in [0, 1), for word number `written`: the same seed writes the same words, also after an undo. */
export function drawOf(seed: number, written: number): number {
  const random = randomStream(seed);
  for (let index = 0; index < written; index++) random.next();
  return random.next();
}
