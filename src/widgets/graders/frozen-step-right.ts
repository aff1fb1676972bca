/** How many percent of the letters are copied right with the step frozen at its mean. */
import { rightOn } from '../kit/scan-data.ts';
import { scanModel } from '../kit/scan-models.ts';
import type { Grader } from './grade.ts';

const model = scanModel('mamba-copying');

const grade: Grader = async (percent) => {
  if (percent < 0 || percent > 100) return { right: false, says: 'The field takes percent from 0 to 100.' };
  const right = 100 * (await rightOn(model, model.shipped.layers, ['delta']));
  return {
    right: Math.abs(percent - right) <= 2,
    says: `With the step frozen the model says ${right.toFixed(1)} % of the letters right.`,
  };
};

export default grade;
