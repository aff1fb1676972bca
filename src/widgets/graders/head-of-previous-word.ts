/** Which head gives the largest share of its weight to the word before? */
import { sharesOf } from '../kit/head-kinds.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { type Grade, type Grader, gradeFirst } from './grade.ts';
import { headField, headNumbered, runStory, wholeTrainStory } from './story.ts';

const { id, layers, heads } = shippedModels['gpt2-toytown'];

const grade: Grader = async (answer): Promise<Grade> => {
  const head = headNumbered(answer);
  if (head === null) return { right: false, says: headField };
  const { vocabulary } = await loadTokenizer(id);
  const { tokens, tensors } = await runStory({ text: wholeTrainStory, capture: ['blocks.*.attn.pattern'] });
  const words = tokens.map((token) => vocabulary[token] ?? '');
  const size = words.length ** 2;
  const shares = Array.from({ length: layers * heads }, (_, index) => {
    const pattern = tensors[`blocks.${Math.floor(index / heads)}.attn.pattern`]; // [1, heads, query, key]
    const start = (index % heads) * size;
    return sharesOf(words, pattern?.data.subarray(start, start + size) ?? []).previous;
  });
  const own = shares[head] ?? 0;
  const found = `It gives ${(100 * own).toFixed(0)} % of its weight to the word before`;
  return gradeFirst(shares, head, 'largest first', found);
};

export default grade;
