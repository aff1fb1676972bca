/** The narrowest window with which the decoder still finds at least as many words of the story as without one. */
import { runtime } from '../../runtime/client.ts';
import { causalTokens, wordsOf } from '../kit/masked-text.ts';
import { shippedModels } from '../kit/models.ts';
import { best, rowOf } from '../kit/rows-of.ts';
import { maskPainterMessages } from '../messages/mask-painter.ts';
import { type Grade, type Grader, gradeEdge } from './grade.ts';
import { readWords } from './read-words.ts';

const model = shippedModels['gpt2-toytown'];

const grade: Grader = async (window): Promise<Grade> => {
  const read = await readWords(model.id, maskPainterMessages.defaultText, model.context);
  const ids = wordsOf(read.ids);
  if (!Number.isInteger(window) || window < 1 || window > ids.length) {
    return { right: false, says: `The field takes a window from 1 to ${ids.length}.` };
  }
  const rightWords = async (width: number | null): Promise<number> => {
    const request = { model: model.id, tokens: causalTokens(ids), capture: ['logits'] };
    const { tensors } = await runtime().run({ ...request, choices: { window: width } });
    const { logits } = tensors;
    if (!logits) throw new Error('The model answered without logits.');
    return ids.filter((id, word) => best(rowOf(logits, 0, word)) === id).length;
  };
  const all = await rightWords(null);
  const own = await rightWords(window);
  const narrower = window === 1 ? -1 : await rightWords(window - 1);
  return gradeEdge({
    does: own >= all,
    nextDoes: narrower >= all,
    found: `With a window of ${window} it finds ${own} words`,
    next: `with one less ${Math.max(0, narrower)}`,
    asked: `the ${all} that it finds without a window`,
  });
};

export default grade;
