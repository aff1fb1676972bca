/** Which of BART's five noises leaves the model with the most words wrong? */
import { damages, damageText, differing } from '../kit/damage.ts';
import { wordsOf } from '../kit/masked-text.ts';
import { sourceOf, twoStackModels } from '../kit/two-stacks.ts';
import { denoiseMessages } from '../messages/denoise.ts';
import { type Grade, type Grader, gradeFirst } from './grade.ts';
import { readWords } from './read-words.ts';
import { writeAnswer } from './write.ts';

const model = twoStackModels['bart-toytown'];
const noises = damages.slice(0, 5);
const seed = 1;

const grade: Grader = async (number): Promise<Grade> => {
  if (!Number.isInteger(number) || number < 1 || number > noises.length) {
    return { right: false, says: `The field takes the number of a noise, from 1 to ${noises.length}.` };
  }
  const read = await readWords(model.id, denoiseMessages.defaultText, model.context - 4);
  const ids = wordsOf(read.ids);
  const wrong: number[] = [];
  for (const noise of noises) {
    const damaged = damageText(noise, ids, seed, read.vocabulary);
    const answer = await writeAnswer(model, read.vocabulary, sourceOf(model, read.vocabulary, damaged.read));
    wrong.push(differing(answer.ids, damaged.wanted));
  }
  const own = wrong[number - 1] ?? 0;
  const found = `After this noise ${own} ${own === 1 ? 'place differs' : 'places differ'}`;
  return gradeFirst(wrong, number - 1, 'largest first', found);
};

export default grade;
