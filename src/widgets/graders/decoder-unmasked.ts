/** How many words of the story does the decoder foresee when it may see everything, also what comes after? */
import { runtime } from '../../runtime/client.ts';
import { causalTokens, wordsOf } from '../kit/masked-text.ts';
import { shippedModels } from '../kit/models.ts';
import { paintedMask } from '../kit/painted-mask.ts';
import { best, rowOf } from '../kit/rows-of.ts';
import { maskPainterMessages } from '../messages/mask-painter.ts';
import type { Grade, Grader } from './grade.ts';
import { readWords } from './read-words.ts';

const model = shippedModels['gpt2-toytown'];

const grade: Grader = async (answer): Promise<Grade> => {
  const read = await readWords(model.id, maskPainterMessages.defaultText, model.context);
  const ids = wordsOf(read.ids);
  const tokens = causalTokens(ids);
  const mask = paintedMask(tokens.length, 'full', []);
  const { tensors } = await runtime().run({ model: model.id, tokens, mask, capture: ['logits'] });
  const { logits } = tensors;
  if (!logits) throw new Error('The model answered without logits.');
  const found = ids.filter((id, word) => best(rowOf(logits, 0, word)) === id).length;
  const right = answer === found;
  return {
    right,
    says: right ? `It foresees ${found} of ${ids.length}.` : 'The model foresees another number of words.',
  };
};

export default grade;
