/** The logarithm of the probability of the eight words that the model finds likeliest, one after the other. */
import { softmax } from '../../models/sampling.ts';
import { runtime } from '../../runtime/client.ts';
import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { generateMessages } from '../messages/generate.ts';
import { type Grader, gradeMeasured } from './grade.ts';

const model = shippedModels['gpt2-toytown'];
const count = 8;
const tolerance = 0.02;

const grade: Grader = async (answer) => {
  const { tokens } = readText(await loadTokenizer(model.id), generateMessages.defaultText, model.context);
  let sum = 0;
  const sampling = { temperature: 0, topK: null, topP: null, seed: 1 };
  await runtime().generate(
    { model: model.id, tokens, sampling, maximum: count, cache: true },
    {
      onToken: ({ logits, token }) => {
        sum += Math.log(softmax(logits)[token] ?? 0);
      },
    },
  );
  return gradeMeasured({ answer, found: sum, tolerance, says: `The model says ${sum.toFixed(3)}.` });
};

export default grade;
