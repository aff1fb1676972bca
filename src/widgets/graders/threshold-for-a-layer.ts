/** The largest threshold, in steps of 0.05, at which a quarter of the blocks is saved. */
import { exitsOf } from '../kit/exit-data.ts';
import { lensOf, stagesOf } from '../kit/lens-data.ts';
import { shippedModels } from '../kit/models.ts';
import { earlyExitMessages } from '../messages/early-exit.ts';
import { type Grader, gradeEdge } from './grade.ts';
import { readWords } from './read-words.ts';

const model = shippedModels['gpt2-toytown'];
const [step, quarter] = [0.05, 0.25];

const grade: Grader = async (threshold) => {
  const steps = Math.round(threshold / step);
  if (Math.abs(steps * step - threshold) > 1e-6 || steps < 0 || steps > 20)
    return { right: false, says: 'The field takes a threshold from 0 to 1 in steps of 0.05.' };
  const { ids } = await readWords(model.id, earlyExitMessages.defaultText, model.context);
  const lens = await lensOf(model, ids, stagesOf(model, false), {});
  const saved = (own: number) => 1 - exitsOf(lens, own).meanLayers / model.layers;
  const [own, next] = [saved(threshold), steps === 20 ? 0 : saved(threshold + step)];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return gradeEdge({
    does: own >= quarter,
    nextDoes: next >= quarter,
    found: `A gap of ${threshold.toFixed(2)} saves ${percent(own)} of the blocks`,
    next: `one step above it is ${percent(next)}`,
    asked: `at least ${percent(quarter)}`,
  });
};

export default grade;
