/** Which of the ten parts pushes the logit of the likeliest word up most? */

import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { readStream } from '../kit/stream-data.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { type Grade, type Grader, gradeFirst } from './grade.ts';
import { trainStory } from './story.ts';

const model = shippedModels['gpt2-toytown'];

const grade: Grader = async (row): Promise<Grade> => {
  const { tokens } = readText(await loadTokenizer(model.id), trainStory, model.context);
  const { shares, logits } = await readStream(model, tokens, tokens.length - 1, {});
  if (!Number.isInteger(row) || row < 1 || row > shares.length)
    return { right: false, says: `The field takes a row from 1 to ${shares.length}.` };
  const word = logits.indexOf(Math.max(...logits));
  const pushes = shares.map((share) => share[word] ?? 0);
  const own = pushes[row - 1] ?? 0;
  return gradeFirst(pushes, row - 1, 'largest first', `It pushes by ${own.toFixed(2)}`);
};

export default grade;
