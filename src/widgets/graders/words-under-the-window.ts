/** How many words of the text can the model read before a window that saves a little costs anything? */
import { meanOf } from '../../models/statistics.ts';
import { runtime } from '../../runtime/client.ts';
import { amounts, savingsModel } from '../kit/savings-data.ts';
import { sameFunctionMessages } from '../messages/same-function.ts';
import { type Grader, gradeEdge } from './grade.ts';
import { readWords } from './read-words.ts';

/** What single precision leaves. */
const same = 1e-4;

const grade: Grader = async (count) => {
  const { ids } = await readWords(savingsModel.id, sameFunctionMessages.defaultText, savingsModel.context);
  // Before the words stands the mark; one word more must be left to go on to.
  const most = ids.length - 2;
  if (!Number.isInteger(count) || count < 1 || count > most)
    return { right: false, says: `The field takes a whole number from 1 to ${most}.` };
  const more = async (words: number): Promise<number> => {
    const request = { model: savingsModel.id, tokens: ids.slice(0, words + 1), capture: [], loss: true };
    const lossWith = async (window: number | null) =>
      meanOf((await runtime().run({ ...request, choices: { window } })).losses ?? []);
    return (await lossWith(amounts.window.mild)) - (await lossWith(null));
  };
  const [own, next] = [await more(count), await more(count + 1)];
  const nats = (value: number) => `${value.toFixed(4)} nats a token`;
  return gradeEdge({
    does: Math.abs(own) < same,
    nextDoes: Math.abs(next) < same,
    found: `With ${count} words the window changes the loss by ${nats(own)}`,
    next: `with one word more by ${nats(next)}`,
    asked: 'not at all',
  });
};

export default grade;
