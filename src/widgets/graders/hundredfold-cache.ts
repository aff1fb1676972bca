/** From which power of two of tokens on does attention keep more than a hundred times what Mamba keeps? */
import { dense, keptOf, mamba } from '../kit/economies-data.ts';
import { type Grader, gradeEdge } from './grade.ts';

const wanted = 100;

const grade: Grader = async (power) => {
  if (!Number.isInteger(power) || power < 4 || power > 17)
    return { right: false, says: 'The field takes a whole number from 4 to 17.' };
  const times = (at: number) => keptOf(dense, 2 ** at) / keptOf(mamba, 2 ** at);
  return gradeEdge({
    does: times(power) > wanted,
    nextDoes: times(power - 1) > wanted,
    found: `After 2^${power} tokens attention keeps ${times(power).toFixed(1)} times as much`,
    next: `after half as many ${times(power - 1).toFixed(1)} times`,
    asked: `more than ${wanted} times`,
  });
};

export default grade;
