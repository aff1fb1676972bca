/** With how many beams does the search find a likelier text of eight words than greedy decoding? 0: with none up to six. */
import { runtime } from '../../runtime/client.ts';
import { shippedModels } from '../kit/models.ts';
import { generateMessages } from '../messages/generate.ts';
import { type Grade, type Grader, gradeEdge } from './grade.ts';
import { readWords } from './read-words.ts';

const model = shippedModels['gpt2-toytown'];
const most = 6;
const words = 8;
/** Sums of logarithms that differ by less are the same text, added up in another order. */
const same = 1e-4;

const grade: Grader = async (answer): Promise<Grade> => {
  if (!Number.isInteger(answer) || answer < 0 || answer > most) {
    return { right: false, says: `The field takes a number of beams from 2 to ${most}, or 0 for none.` };
  }
  const { ids: tokens } = await readWords(model.id, generateMessages.defaultText, model.context);
  const sampling = { temperature: 0, topK: null, topP: null, seed: 1 };
  const best: number[] = [];
  for (let width = 1; width <= most; width++) {
    const beams = { width, lengthPenalty: 0 };
    const request = { model: model.id, tokens, sampling, maximum: words, cache: true, beams };
    const { hypotheses } = await runtime().generate(request);
    best.push(hypotheses?.[0]?.logProbability ?? Number.NEGATIVE_INFINITY);
  }
  const [greedy = 0] = best;
  const first = best.findIndex((value) => value > greedy + same) + 1;
  if (answer === 0)
    return { right: first === 0, says: first === 0 ? `None up to ${most} does.` : 'There is such a number.' };
  const [own = 0, before = greedy] = [best[answer - 1], best[answer - 2]];
  return gradeEdge({
    does: own > greedy + same,
    nextDoes: first < answer,
    found: `With ${answer} the sum is ${own.toFixed(3)}`,
    next: first < answer ? 'and fewer beat greedy decoding too' : `with one less ${before.toFixed(3)}`,
    asked: `more than the ${greedy.toFixed(3)} of greedy decoding`,
  });
};

export default grade;
