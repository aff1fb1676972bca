/** The cosine of two sentences of the same words that say the opposite. */
import { runtime } from '../../runtime/client.ts';
import {
  cosine,
  sentenceModel,
  sentenceRequest,
  sentencesIn,
  sentenceVectors,
} from '../kit/sentence-vectors.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { type Grader, gradeMeasured } from './grade.ts';

const pair = 'mia gives the red ball to tom .\ntom gives the red ball to mia .';
const tolerance = 0.01;

const grade: Grader = async (answer) => {
  const sentences = sentencesIn(await loadTokenizer(sentenceModel.id), pair, 2);
  const request = sentenceRequest(sentences);
  const vectors = request ? sentenceVectors(await runtime().run(request), sentences) : null;
  const [one, other] = vectors ?? [];
  if (!one || !other) throw new Error('The model answered without vectors.');
  const found = cosine(one, other);
  return gradeMeasured({ answer, found, tolerance, says: `It is ${found.toFixed(3)}.` });
};

export default grade;
