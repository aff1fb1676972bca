/** Without which head is the right name least likely? */
import { ablationsOf } from '../kit/head-ablation-data.ts';
import { shippedModels } from '../kit/models.ts';
import { type Grade, type Grader, gradeFirst } from './grade.ts';
import { headField, headNumbered, probabilityAfter, trainReceiver, trainStory } from './story.ts';

const model = shippedModels['gpt2-toytown'];

const grade: Grader = async (answer): Promise<Grade> => {
  const head = headNumbered(answer);
  if (head === null) return { right: false, says: headField };
  const left: number[] = [];
  for (let index = 0; index < model.layers * model.heads; index++)
    left.push(
      await probabilityAfter({ text: trainStory, interventions: ablationsOf([index], model) }, trainReceiver),
    );
  const own = left[head] ?? 1;
  const found = `Without it “${trainReceiver}” has ${own.toFixed(3)}`;
  return gradeFirst(left, head, 'smallest first', found);
};

export default grade;
