/** How many steps of size 1 from four equal scores until the word that came has more than nine tenths? */
import { crossEntropyOf } from '../../models/primer.ts';
import { type Grader, gradeEdge } from './grade.ts';

const most = 1000;
const share = 0.9;

function after(steps: number): number {
  let scores: readonly number[] = [0, 0, 0, 0];
  for (let step = 0; step < steps; step++) {
    const { gradient } = crossEntropyOf(scores, 0);
    scores = scores.map((score, index) => score - (gradient[index] ?? 0));
  }
  return crossEntropyOf(scores, 0).probabilities[0] ?? 0;
}

const grade: Grader = async (steps) => {
  if (!Number.isInteger(steps) || steps < 1 || steps > most)
    return { right: false, says: `The field takes a whole number from 1 to ${most}.` };
  const [before, now] = [after(steps - 1), after(steps)];
  return gradeEdge({
    does: now > share,
    nextDoes: before > share,
    found: `After ${steps} steps it has ${now.toFixed(3)}`,
    next: `one step earlier ${before.toFixed(3)}`,
    asked: `more than ${share}`,
  });
};

export default grade;
