/** From which power of two of tokens on does the cache of LLaMA-7B take more room than its weights, both in 16 bits? */
import { countParameters, stateBytes } from '../../models/count.ts';
import { presetOf } from '../kit/calculator-data.ts';
import { type Grader, gradeEdge } from './grade.ts';

const bytes = 2;

const grade: Grader = async (power) => {
  if (!Number.isInteger(power) || power < 0 || power > 30)
    return { right: false, says: 'The field takes a whole number from 0 to 30.' };
  const config = presetOf('llama-7b')?.config;
  if (!config) throw new Error('LLaMA-7B is not among the published models.');
  const weights = bytes * countParameters(config).total;
  const cache = (at: number) => stateBytes(config, 2 ** at, 0, bytes);
  const gigabytes = (value: number) => (value / 1e9).toFixed(1);
  return gradeEdge({
    does: cache(power) > weights,
    nextDoes: cache(power - 1) > weights,
    found: `2^${power} tokens keep ${gigabytes(cache(power))} GB`,
    next: `half as many ${gigabytes(cache(power - 1))} GB`,
    asked: `more than the ${gigabytes(weights)} GB of the weights`,
  });
};

export default grade;
