/** How many words does top-p keep? */
import { candidates } from '../../models/sampling.ts';
import { lastLogits } from '../kit/last-logits.ts';
import type { Grade, Grader } from './grade.ts';
import { runStory } from './story.ts';

const text = 'sam and nina are in the';
const topP = 0.5;

const grade: Grader = async (count): Promise<Grade> => {
  const logits = lastLogits(await runStory({ text, capture: ['logits'] }));
  if (!logits) throw new Error('The model answered without logits.');
  const kept = candidates(logits, { temperature: 1, topK: null, topP }).filter(({ sampled }) => sampled > 0);
  const says =
    count === kept.length
      ? 'That many, and no more.'
      : count < kept.length
        ? 'It keeps more.'
        : 'It keeps fewer.';
  return { right: count === kept.length, says };
};

export default grade;
