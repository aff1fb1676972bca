/** At how many positions does attention of layer 1 answer otherwise when the word at position 12 is changed? */

import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { changeOne } from '../kit/position-wise-data.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { positionWiseMessages } from '../messages/position-wise.ts';
import { type Grader, gradeMeasured } from './grade.ts';

const model = shippedModels['gpt2-toytown'];
const position = 12;
const by = 'blue';
const rounding = 1e-4;

const grade: Grader = async (count) => {
  const tokenizer = await loadTokenizer(model.id);
  const { tokens } = readText(tokenizer, positionWiseMessages.defaultText, model.context);
  const question = { model, tokens, layer: 0 };
  const { values } = await changeOne(question, position, tokenizer.vocabulary.indexOf(by), {});
  const moved = values[2]?.filter((value) => value > rounding).length ?? 0;
  return gradeMeasured({
    answer: count,
    found: moved,
    tolerance: 0.5,
    says: `It moves at ${moved} of ${tokens.length} positions, that of the mark included.`,
  });
};

export default grade;
