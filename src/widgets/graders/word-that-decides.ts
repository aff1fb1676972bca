/** Which token of the definition lowers the probability of its category most when it is hidden? */
import { runtime } from '../../runtime/client.ts';
import { classQuestion, classRequest, evidenceOf } from '../kit/class-evidence.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { classifyMessages } from '../messages/classify.ts';
import { type Grade, type Grader, gradeFirst } from './grade.ts';

const grade: Grader = async (token): Promise<Grade> => {
  const tokenizer = await loadTokenizer('bert-wordnet');
  const question = classQuestion(tokenizer, classifyMessages.examples[0]);
  const count = question.others.length;
  if (!Number.isInteger(token) || token < 1 || token > count) {
    return { right: false, says: `The field takes the number of a token, from 1 to ${count}.` };
  }
  const evidence = evidenceOf(await runtime().run(classRequest(question)));
  const fall = evidence?.falls[token - 1];
  if (!evidence || fall === undefined) throw new Error('The model answered without a class.');
  const found = `Without it the probability falls by ${fall.toFixed(3)}`;
  return gradeFirst(evidence.falls, token - 1, 'largest first', found);
};

export default grade;
