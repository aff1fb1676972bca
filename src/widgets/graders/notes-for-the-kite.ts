/** The fewest notes with which the model gives one next word more than half. */
import { lookUp, notesOf } from '../../data/retrieval.ts';
import { softmax } from '../../models/sampling.ts';
import { runtime } from '../../runtime/client.ts';
import { lastLogits } from '../kit/last-logits.ts';
import { shippedModels } from '../kit/models.ts';
import { adaptersAndToolsMessages as words } from '../messages/adapters-and-tools.ts';
import { type Grader, gradeEdge } from './grade.ts';
import { readWords } from './read-words.ts';

const model = shippedModels['gpt2-toytown'];
const half = 0.5;

async function surest(count: number): Promise<number> {
  const found = lookUp(notesOf(words.defaultNotes), words.defaultText, count).map(({ note }) => note);
  const text = [...found.reverse(), words.defaultText].join(' ');
  const { ids } = await readWords(model.id, text, model.context);
  const logits = lastLogits(await runtime().run({ model: model.id, tokens: ids, capture: ['logits'] }));
  if (!logits) throw new Error('The model answered without logits.');
  return Math.max(...softmax(logits));
}

const grade: Grader = async (count) => {
  if (!Number.isInteger(count) || count < 0 || count > 4)
    return { right: false, says: 'The field takes a whole number from 0 to 4.' };
  const [own, fewer] = [await surest(count), count === 0 ? 0 : await surest(count - 1)];
  return gradeEdge({
    does: own > half,
    nextDoes: fewer > half,
    found: `With ${count} looked up the likeliest word has ${own.toFixed(2)}`,
    next: `with one less ${fewer.toFixed(2)}`,
    asked: `more than ${half}`,
  });
};

export default grade;
