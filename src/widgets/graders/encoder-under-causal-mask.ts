/** How many words of the story does the encoder still fill in under a causal mask, each hidden alone? */
import { runtime } from '../../runtime/client.ts';
import { frameWords, hideEach, textOf, wordsOf } from '../kit/masked-text.ts';
import { paintedMask } from '../kit/painted-mask.ts';
import { best, rowOf } from '../kit/rows-of.ts';
import { maskPainterMessages } from '../messages/mask-painter.ts';
import { type Grader, gradeMeasured } from './grade.ts';
import { readWords } from './read-words.ts';

const model = 'bert-toytown';
const context = 29;

const grade: Grader = async (answer) => {
  const read = await readWords(model, maskPainterMessages.defaultText, context);
  const ids = wordsOf(read.ids);
  const frame = frameWords(model, ids);
  const [first, ...others] = hideEach(frame).map(textOf);
  if (!first) throw new Error('There is no text to read.');
  const mask = paintedMask(frame.tokens.length, 'causal', []);
  const { tensors } = await runtime().run({ model, ...first, others, mask, capture: ['logits'] });
  const { logits } = tensors;
  if (!logits) throw new Error('The model answered without logits.');
  const found = ids.filter((id, word) => best(rowOf(logits, word, frame.places[word] ?? 0)) === id).length;
  return gradeMeasured({
    answer,
    found,
    tolerance: 0.5,
    says: `It fills in ${found} of ${ids.length}.`,
  });
};

export default grade;
