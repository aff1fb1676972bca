/** With how many beams does the search find a likelier text of eight words than greedy decoding? 0: with none up to six. */
import { runtime } from '../../runtime/client.ts';
import { shippedModels } from '../kit/models.ts';
import { generateMessages } from '../messages/generate.ts';
import type { Grade, Grader } from './grade.ts';
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
  const right = answer === first;
  const found =
    first === 0 ? `none up to ${most} does` : `${first} beams come to ${best[first - 1]?.toFixed(3)}`;
  return {
    right,
    says: right
      ? `Greedy decoding comes to ${greedy.toFixed(3)}; ${found}.`
      : `Greedy decoding comes to ${greedy.toFixed(3)}.`,
  };
};

export default grade;
