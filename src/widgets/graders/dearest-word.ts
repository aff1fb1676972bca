/** At which word of the story is the model most surprised? */
import { type Grade, type Grader, gradeFirst } from './grade.ts';
import { runStory, wholeTrainStory } from './story.ts';

const words = wholeTrainStory.split(' ');

const grade: Grader = async (place): Promise<Grade> => {
  if (!Number.isInteger(place) || place < 1 || place > words.length)
    return { right: false, says: `The field takes a place from 1 to ${words.length}.` };
  const { losses } = await runStory({ text: wholeTrainStory, loss: true });
  if (!losses) throw new Error('The model answered without a loss.');
  const own = losses[place - 1] ?? 0;
  const found = `“${words[place - 1]}” costs ${own.toFixed(2)} nats`;
  return gradeFirst([...losses], place - 1, 'largest first', found);
};

export default grade;
