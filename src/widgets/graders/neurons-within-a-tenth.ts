/** The largest n such that one neuron in n, and not one in 2n, tells the story at no more than a tenth of a nat more. */
import { keptShares, readLazily } from '../kit/lazy-data.ts';
import { shippedModels } from '../kit/models.ts';
import { lazyNeuronsMessages } from '../messages/lazy-neurons.ts';
import { type Grader, gradeEdge } from './grade.ts';
import { readWords } from './read-words.ts';

const model = shippedModels['gpt2-toytown'];
const more = 0.1;

const grade: Grader = async (n) => {
  const at = keptShares.findIndex((share) => share === 1 / n);
  if (at < 0) return { right: false, says: 'The field takes a power of two from 1 to 64.' };
  const { ids } = await readWords(model.id, lazyNeuronsMessages.defaultText, model.context);
  const { losses } = await readLazily(model.id, model.layers, ids, {});
  const [full = 0] = losses;
  const [own, fewer] = [(losses[at] ?? 0) - full, (losses[at + 1] ?? Number.POSITIVE_INFINITY) - full];
  return gradeEdge({
    does: own <= more,
    nextDoes: fewer <= more,
    found: `With one in ${n} a token costs ${own.toFixed(3)} nats more`,
    next: `with one in ${2 * n} it is ${fewer.toFixed(3)}`,
    asked: `${more.toFixed(3)} at most`,
  });
};

export default grade;
