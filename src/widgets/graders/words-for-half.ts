/** How many words does the last row of layer 1, head 2 need to gather half of its weight? */
import type { Grade, Grader } from './grade.ts';
import { kiteStory, runStory } from './story.ts';

const grade: Grader = async (count): Promise<Grade> => {
  const name = 'blocks.0.attn.pattern';
  const { tensors } = await runStory({ text: kiteStory, capture: [name] });
  const pattern = tensors[name]; // [1, heads, query, key]
  const keys = pattern?.shape.at(-1) ?? 0;
  if (!pattern || keys === 0) throw new Error('The model answered without a pattern.');
  const head = pattern.data.subarray(keys * keys, 2 * keys * keys); // [query, key]
  const row = [...head.subarray((keys - 1) * keys)].sort((a, b) => b - a);
  let [sum, needed] = [0, 0];
  while (sum < 0.5 && needed < row.length) {
    sum += row[needed] ?? 0;
    needed += 1;
  }
  const says =
    count === needed
      ? `They have ${sum.toFixed(2)} together.`
      : count < needed
        ? 'That is not half yet.'
        : 'Fewer will do.';
  return { right: count === needed, says };
};

export default grade;
