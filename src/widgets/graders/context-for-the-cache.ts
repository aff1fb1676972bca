/** From which power of two of tokens on does the cache of LLaMA-7B take more room than its weights, both in 16 bits? */
import { countParameters, stateBytes } from '../../models/count.ts';
import { presetOf } from '../kit/calculator-data.ts';
import type { Grader } from './grade.ts';

const bytes = 2;

const grade: Grader = async (power) => {
  if (!Number.isInteger(power) || power < 0 || power > 30)
    return { right: false, says: 'The field takes a whole number from 0 to 30.' };
  const config = presetOf('llama-7b')?.config;
  if (!config) throw new Error('LLaMA-7B is not among the published models.');
  const weights = bytes * countParameters(config).total;
  const cache = (at: number) => stateBytes(config, 2 ** at, 0, bytes);
  const gigabytes = (value: number) => (value / 1e9).toFixed(1);
  return {
    right: cache(power) > weights && cache(power - 1) <= weights,
    says: `2^${power} tokens keep ${gigabytes(cache(power))} GB; the weights take ${gigabytes(weights)} GB.`,
  };
};

export default grade;
