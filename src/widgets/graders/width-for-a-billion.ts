/** Which width brings a GPT of 24 layers closest to a billion parameters? */
import { architectures } from '../../models/architectures.ts';
import { countParameters } from '../../models/count.ts';
import type { Grader } from './grade.ts';

const step = 64;
const target = 1e9;

function parameters(width: number): number {
  const sizes = { vocabulary: 50257, context: 1024, width, layers: 24, heads: width / step };
  return countParameters(architectures.gpt2.config(sizes)).total;
}

const grade: Grader = async (width) => {
  if (!Number.isInteger(width / step) || width < step || width > 20480)
    return { right: false, says: `The field takes a multiple of ${step} up to 20480.` };
  const off = (at: number) => (at < step ? Number.POSITIVE_INFINITY : Math.abs(parameters(at) - target));
  return {
    right: off(width) <= off(width - step) && off(width) <= off(width + step),
    says: `At a width of ${width} it has ${(parameters(width) / 1e6).toFixed(0)} million parameters.`,
  };
};

export default grade;
