/** How many words of the story does the decoder foresee when it may see everything, also what comes after? */
import { runtime } from '../../runtime/client.ts';
import { causalTokens, wordsOf } from '../kit/masked-text.ts';
import { shippedModels } from '../kit/models.ts';
import { paintedMask } from '../kit/painted-mask.ts';
import { best, rowOf } from '../kit/rows-of.ts';
import { maskPainterMessages } from '../messages/mask-painter.ts';
import { type Grader, gradeMeasured } from './grade.ts';
import { readWords } from './read-words.ts';

const model = shippedModels['gpt2-toytown'];

const grade: Grader = async (answer) => {
  const read = await readWords(model.id, maskPainterMessages.defaultText, model.context);
  const ids = wordsOf(read.ids);
  const tokens = causalTokens(ids);
  const mask = paintedMask(tokens.length, 'full', []);
  const { tensors } = await runtime().run({ model: model.id, tokens, mask, capture: ['logits'] });
  const { logits } = tensors;
  if (!logits) throw new Error('The model answered without logits.');
  const found = ids.filter((id, word) => best(rowOf(logits, 0, word)) === id).length;
  return gradeMeasured({
    answer,
    found,
    tolerance: 0.5,
    says: `It foresees ${found} of ${ids.length}.`,
  });
};

export default grade;
