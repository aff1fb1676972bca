/** A word that the encoder fills in wrongly when it alone is hidden. */
import { runtime } from '../../runtime/client.ts';
import { frameWords, hideWords, textOf, wordsOf } from '../kit/masked-text.ts';
import { best, rowOf } from '../kit/rows-of.ts';
import { fillMaskMessages } from '../messages/fill-mask.ts';
import type { Grade, Grader } from './grade.ts';
import { readWords } from './read-words.ts';

const model = 'roberta-toytown';
const context = 73;

const grade: Grader = async (place): Promise<Grade> => {
  const { ids: read, vocabulary } = await readWords(model, fillMaskMessages.defaultText, context);
  const ids = wordsOf(read);
  if (!Number.isInteger(place) || place < 1 || place > ids.length) {
    return { right: false, says: `The field takes the place of a word, from 1 to ${ids.length}.` };
  }
  const frame = frameWords(model, ids);
  const hidden = hideWords(frame, [place - 1]);
  const { tensors } = await runtime().run({ model, ...textOf(hidden), capture: ['logits'] });
  const { logits } = tensors;
  if (!logits) throw new Error('The model answered without logits.');
  const guess = best(rowOf(logits, 0, frame.places[place - 1] ?? 0));
  const [own = '', said = ''] = [vocabulary[ids[place - 1] ?? -1], vocabulary[guess]];
  const right = said !== own;
  return { right, says: right ? `In place of “${own}” it says “${said}”.` : `It finds “${own}”.` };
};

export default grade;
