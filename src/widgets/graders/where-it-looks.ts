/** At which English word does the last layer look most while the model writes the first French noun? */
import { sourceOf, twoStackModels } from '../kit/two-stacks.ts';
import { translateMessages } from '../messages/translate.ts';
import type { Grade, Grader } from './grade.ts';
import { readWords } from './read-words.ts';
import { writeAnswer } from './write.ts';

const model = twoStackModels['t5-toytown'];
const noun = 'ballon';
const pattern = `decoder.${model.layers - 1}.cross_attn.pattern`;

const grade: Grader = async (place): Promise<Grade> => {
  const { ids, vocabulary } = await readWords(model.id, translateMessages.defaultSentence, model.context - 2);
  if (!Number.isInteger(place) || place < 1 || place > ids.length) {
    return { right: false, says: `The field takes the place of a word, from 1 to ${ids.length}.` };
  }
  const source = sourceOf(model, vocabulary, [vocabulary.indexOf('translate:'), ...ids]);
  const answer = await writeAnswer(model, vocabulary, source, [pattern]);
  const row = answer.ids.findIndex((id) => vocabulary[id] === noun);
  const weights = answer.tensors[pattern]; // [1, heads, written, source]
  if (!weights || row < 0) throw new Error(`The model did not write “${noun}”.`);
  const [, heads = 1, rows = 0, keys = 0] = weights.shape;
  const mean = Array.from({ length: keys }, (_, key) => {
    let sum = 0;
    for (let head = 0; head < heads; head++) sum += weights.data[(head * rows + row) * keys + key] ?? 0;
    return sum / heads;
  });
  // The prefix stands before the sentence, its end sign after it: where heads rest that look at no word.
  const most = mean.indexOf(Math.max(...mean.slice(1, 1 + ids.length)), 1);
  const looked = vocabulary[source[most] ?? -1] ?? '';
  const right = most === place;
  return {
    right,
    says: right
      ? `For “${noun}” it looks most at “${looked}”, with a weight of ${(mean[most] ?? 0).toFixed(2)}.`
      : `That word gets ${(mean[place] ?? 0).toFixed(2)}; another gets more.`,
  };
};

export default grade;
