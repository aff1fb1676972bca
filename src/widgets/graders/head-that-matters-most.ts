/** Which head of the second layer costs the story most when it is switched off? */
import { shippedModels } from '../kit/models.ts';
import { type Grade, type Grader, gradeFirst } from './grade.ts';
import { kiteStory, meanLoss, runStory } from './story.ts';

const { heads } = shippedModels['gpt2-toytown'];

const grade: Grader = async (head): Promise<Grade> => {
  if (!Number.isInteger(head) || head < 1 || head > heads) {
    return { right: false, says: `The field takes a head from 1 to ${heads}.` };
  }
  const losses: number[] = [];
  for (let index = 0; index < heads; index++) {
    const places = [{ axis: 1, index }];
    const interventions = [{ kind: 'ablate', name: 'blocks.1.attn.z', places }] as const;
    losses.push(meanLoss(await runStory({ text: kiteStory, interventions, loss: true })));
  }
  const own = losses[head - 1] ?? 0;
  const found = `Without head ${head} the loss is ${own.toFixed(3)} nats a word`;
  return gradeFirst(losses, head - 1, 'largest first', found);
};

export default grade;
