/** Without which head alone is the loss of the story lowest? */
import { ablationsOf } from '../kit/head-ablation-data.ts';
import { shippedModels } from '../kit/models.ts';
import type { Grade, Grader } from './grade.ts';
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
  const right = losses.every((loss) => loss >= own);
  const says = `Without it the loss is ${own.toFixed(3)} nats a word${right ? ', the lowest of all' : '; without another it is lower'}.`;
  return { right, says };
};

export default grade;
