/** How large may a third score be so that the first of 2, 1 and it has half of the whole? */
import { softmax } from '../../models/sampling.ts';
import type { Grader } from './grade.ts';

const tolerance = 0.003;

const grade: Grader = async (third) => {
  if (Math.abs(third) > 50) return { right: false, says: 'The field takes a score from -50 to 50.' };
  const [first = 0] = softmax([2, 1, third]);
  return {
    right: Math.abs(first - 0.5) <= tolerance,
    says: `With scores 2, 1 and ${third} the first has ${first.toFixed(3)}.`,
  };
};

export default grade;
