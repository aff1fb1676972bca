/** For which budget is a billion parameters the best size, by the refit of Besiroglu et al.? */
import { besiroglu, optimalAllocation } from '../../models/scaling-laws.ts';
import type { Grader } from './grade.ts';

const target = 1e9;
const step = 0.1;

const grade: Grader = async (power) => {
  if (power < 10 || power > 30)
    return { right: false, says: 'The field takes a power of ten from 10 to 30.' };
  const { parameters, tokens } = optimalAllocation(besiroglu, 10 ** power);
  const missed = (at: number) =>
    Math.abs(Math.log(optimalAllocation(besiroglu, 10 ** at).parameters / target));
  return {
    right: missed(power) <= missed(power - step) && missed(power) <= missed(power + step),
    says: `For 10^${power} it asks for ${(parameters / 1e9).toFixed(2)} billion parameters on ${(tokens / 1e9).toFixed(1)} billion tokens.`,
  };
};

export default grade;
