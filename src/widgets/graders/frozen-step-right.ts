/** How many percent of the letters are copied right with the step frozen at its mean. */
import { rightOn } from '../kit/scan-data.ts';
import { scanModel } from '../kit/scan-models.ts';
import { type Grader, gradeMeasured } from './grade.ts';

const model = scanModel('mamba-copying');

const grade: Grader = async (percent) => {
  if (percent < 0 || percent > 100) return { right: false, says: 'The field takes percent from 0 to 100.' };
  const found = 100 * (await rightOn(model, model.shipped.layers, ['delta']));
  return gradeMeasured({
    answer: percent,
    found,
    tolerance: 2,
    says: `With the step frozen ${found.toFixed(1)} % of the letters are right.`,
  });
};

export default grade;
