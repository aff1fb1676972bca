/** At which temperature is the best word as likely as all others together? */
import { softmax } from '../../models/sampling.ts';
import { lastLogits } from '../kit/last-logits.ts';
import type { Grade, Grader } from './grade.ts';
import { runStory, wantStory } from './story.ts';

const tolerance = 0.02;
const lowest = 0.1;
const highest = 20;

const grade: Grader = async (temperature): Promise<Grade> => {
  if (temperature < lowest || temperature > highest) {
    return { right: false, says: `The field takes a temperature from ${lowest} to ${highest}.` };
  }
  const logits = lastLogits(await runStory({ text: wantStory, capture: ['logits'] }));
  if (!logits) throw new Error('The model answered without logits.');
  const best = Math.max(...softmax(logits, temperature));
  return {
    right: Math.abs(best - 0.5) <= tolerance,
    says: `At temperature ${temperature} the best word has ${best.toFixed(3)}.`,
  };
};

export default grade;
