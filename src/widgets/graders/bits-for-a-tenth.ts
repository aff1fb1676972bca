/** The fewest bits at which the story costs at most a tenth of a nat more: all that are fewer cost more, though not evenly. */
import { runtime } from '../../runtime/client.ts';
import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { precisionMessages } from '../messages/precision.ts';
import { type Grader, gradeEdge } from './grade.ts';

const model = shippedModels['gpt2-toytown'];
const group = 64;
const more = 0.1;

const grade: Grader = async (bits) => {
  if (!Number.isInteger(bits) || bits < 3 || bits > 8)
    return { right: false, says: 'The field takes a whole number from 3 to 8.' };
  const { tokens } = readText(await loadTokenizer(model.id), precisionMessages.defaultText, model.context);
  const { rows } = await runtime().round({
    model: model.id,
    texts: [tokens],
    bits: [32, ...Array.from({ length: bits - 1 }, (_, at) => bits - at)],
    group,
  });
  const [full = 0, ...losses] = rows.map(({ loss }) => loss);
  const [own = 0, ...fewer] = losses.map((loss) => loss - full);
  const least = Math.min(...fewer);
  return gradeEdge({
    does: own <= more,
    nextDoes: least <= more,
    found: `At ${bits} bits a token costs ${own.toFixed(3)} nats more`,
    // Which of them would be the answer.
    next:
      least <= more
        ? 'at some that are fewer no more than a tenth'
        : `at all that are fewer ${least.toFixed(3)} and more`,
    asked: `${more.toFixed(3)} at most`,
  });
};

export default grade;
