/** How many times as long is the stream at its end as it was at its beginning? */

import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { norm, readStream } from '../kit/stream-data.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { type Grader, gradeMeasured } from './grade.ts';
import { trainStory } from './story.ts';

const model = shippedModels['gpt2-toytown'];
const tolerance = 0.1;
/** After the embeddings of the word and of its position. */
const beginning = 1;

const grade: Grader = async (times) => {
  const { tokens } = readText(await loadTokenizer(model.id), trainStory, model.context);
  const { stream } = await readStream(model, tokens, tokens.length - 1, {});
  const first = norm(stream[beginning] ?? []);
  const last = norm(stream.at(-1) ?? []);
  const found = last / first;
  return gradeMeasured({
    answer: times,
    found,
    tolerance: tolerance * found,
    says: `From a length of ${first.toFixed(2)} it grows to ${last.toFixed(2)}, ${found.toFixed(1)} times as long.`,
  });
};

export default grade;
