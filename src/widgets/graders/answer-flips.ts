/** After how many sentences of the story does the model say that the ball is Mia's? */
import { sourceOf, twoStackModels } from '../kit/two-stacks.ts';
import type { Grade, Grader } from './grade.ts';
import { readWords } from './read-words.ts';
import { writeAnswer } from './write.ts';

const model = twoStackModels['t5-toytown'];
const question = 'who has the red ball ?';
const sentences = ['tom has a red ball .', 'mia has nothing .', 'tom gives the red ball to mia .'];
const wanted = 'mia';

const grade: Grader = async (count): Promise<Grade> => {
  if (!Number.isInteger(count) || count < 1 || count > sentences.length) {
    return { right: false, says: `The field takes a number of sentences, from 1 to ${sentences.length}.` };
  }
  const answers: string[] = [];
  for (let length = 1; length <= sentences.length; length++) {
    const text = [question, ...sentences.slice(0, length)].join(' ');
    const { ids, vocabulary } = await readWords(model.id, text, model.context - 2);
    const source = sourceOf(model, vocabulary, [vocabulary.indexOf('answer:'), ...ids]);
    const answer = await writeAnswer(model, vocabulary, source);
    answers.push(answer.ids.map((id) => vocabulary[id] ?? '').join(' '));
  }
  const first = answers.indexOf(wanted) + 1;
  return {
    right: first === count,
    says: `After ${count === 1 ? 'one sentence' : `${count} sentences`} it answers “${answers[count - 1] ?? ''}”.`,
  };
};

export default grade;
