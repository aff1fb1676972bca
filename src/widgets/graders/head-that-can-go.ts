/** Without which head alone is the loss of the story lowest? */
import { ablationsOf } from '../kit/head-ablation-data.ts';
import { shippedModels } from '../kit/models.ts';
import { type Grade, type Grader, gradeFirst } from './grade.ts';
import { headField, headNumbered, meanLoss, runStory, wholeTrainStory } from './story.ts';

const model = shippedModels['gpt2-toytown'];

const grade: Grader = async (answer): Promise<Grade> => {
  const head = headNumbered(answer);
  if (head === null) return { right: false, says: headField };
  const losses: number[] = [];
  for (let index = 0; index < model.layers * model.heads; index++) {
    const interventions = ablationsOf([index], model);
    losses.push(meanLoss(await runStory({ text: wholeTrainStory, interventions, loss: true })));
  }
  const own = losses[head] ?? 0;
  const found = `Without it the loss is ${own.toFixed(3)} nats a word`;
  return gradeFirst(losses, head, 'smallest first', found);
};

export default grade;
