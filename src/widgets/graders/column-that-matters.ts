/** Which word, hidden from all others, raises the decoder's loss of the story most? */
import { softmax } from '../../models/sampling.ts';
import { runtime } from '../../runtime/client.ts';
import { causalTokens, wordsOf } from '../kit/masked-text.ts';
import { shippedModels } from '../kit/models.ts';
import { rowOf } from '../kit/rows-of.ts';
import { maskPainterMessages } from '../messages/mask-painter.ts';
import { type Grade, type Grader, gradeFirst } from './grade.ts';
import { readWords } from './read-words.ts';

const model = shippedModels['gpt2-toytown'];

const grade: Grader = async (place): Promise<Grade> => {
  const read = await readWords(model.id, maskPainterMessages.defaultText, model.context);
  const ids = wordsOf(read.ids);
  if (!Number.isInteger(place) || place < 1 || place > ids.length) {
    return { right: false, says: `The field takes the place of a word, from 1 to ${ids.length}.` };
  }
  const tokens = causalTokens(ids);
  /** The word itself goes on seeing itself: a row without any square has nothing to take a mean of. */
  const lossWithout = async (column: number): Promise<number> => {
    const mask = tokens.map((_, query) =>
      tokens.map((__, key) => (key <= query && (key !== column || query === column) ? 1 : 0)),
    );
    const { tensors } = await runtime().run({ model: model.id, tokens, mask, capture: ['logits'] });
    const { logits } = tensors;
    if (!logits) throw new Error('The model answered without logits.');
    return (
      ids.reduce((sum, id, word) => sum - Math.log(softmax(rowOf(logits, 0, word))[id] ?? 0), 0) / ids.length
    );
  };
  const losses: number[] = [];
  // Column 0 is the mark before the story.
  for (let column = 1; column <= ids.length; column++) losses.push(await lossWithout(column));
  const own = losses[place - 1] ?? 0;
  const word = read.vocabulary[ids[place - 1] ?? -1] ?? '';
  const found = `Where nobody sees “${word}”, the loss is ${own.toFixed(3)} nats a word`;
  return gradeFirst(losses, place - 1, 'largest first', found);
};

export default grade;
