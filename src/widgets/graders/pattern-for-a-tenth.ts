/** The smallest local window at which the story costs at most a tenth of a nat a token more than with all pairs. */
import { runtime } from '../../runtime/client.ts';
import { shippedModels } from '../kit/models.ts';
import { sparsePatternsMessages } from '../messages/sparse-patterns.ts';
import { type Grader, gradeEdge } from './grade.ts';
import { readWords } from './read-words.ts';

const model = shippedModels['gpt2-toytown'];
const more = 0.1;

const grade: Grader = async (size) => {
  const { ids } = await readWords(model.id, sparsePatternsMessages.defaultText, model.context);
  if (!Number.isInteger(size) || size < 2 || size > ids.length)
    return { right: false, says: `The field takes a whole number from 2 to ${ids.length}.` };
  const lossWith = async (window: number | null): Promise<number> => {
    const request = { model: model.id, tokens: ids, capture: [], loss: true, choices: { window } };
    const { losses } = await runtime().run(request);
    if (!losses) throw new Error('The model answered without its losses.');
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  };
  const full = await lossWith(null);
  const [own, fewer] = [(await lossWith(size)) - full, (await lossWith(size - 1)) - full];
  return gradeEdge({
    does: own <= more,
    nextDoes: fewer <= more,
    found: `At size ${size} a token costs ${own.toFixed(3)} nats more`,
    next: `at ${size - 1} it is ${fewer.toFixed(3)}`,
    asked: `${more.toFixed(3)} at most`,
  });
};

export default grade;
