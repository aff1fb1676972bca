/** Which token has the largest entry in the last row of the matrix of layer 1, channel 69. */
import { impliedMatrix } from '../../models/scan-forms.ts';
import { runtime } from '../../runtime/client.ts';
import { channelOf } from '../kit/scan-data.ts';
import { drawTexts, scanModel } from '../kit/scan-models.ts';
import { type Grader, gradeFirst } from './grade.ts';

const model = scanModel('mamba-copying');
const channel = 68;

const grade: Grader = async (token) => {
  if (!Number.isInteger(token) || token < 1 || token > model.length)
    return { right: false, says: `The field takes a token from 1 to ${model.length}.` };
  const [tokens = []] = drawTexts(model, 1, 1, model.length);
  const capture = ['x', 'delta', 'A', 'B', 'C'].map((part) => `blocks.0.ssm.${part}`);
  const own = channelOf(await runtime().run({ model: model.id, tokens, capture }), 0, channel);
  if (!own) return { right: false, says: 'The model answered without its maps.' };
  const sizes = Array.from(impliedMatrix(own).slice(-model.length), Math.abs);
  const value = sizes[token - 1] ?? 0;
  const found = `The entry of token ${token} has the size ${value.toPrecision(3)}`;
  return gradeFirst(sizes, token - 1, 'largest first', found);
};

export default grade;
