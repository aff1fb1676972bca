/** By how much must the scores of a head be multiplied until the last word gives nine tenths of its weight to one word? */
import { type Grade, type Grader, gradeEdge } from './grade.ts';
import { kiteStory, runStory } from './story.ts';

const step = 0.1;
const highest = 40;
const share = 0.9;

/** The largest weight in the last row of layer 1, head 1. */
async function sharpest(factor: number): Promise<number> {
  const name = 'blocks.0.attn';
  const places = [{ axis: 1, index: 0 }];
  const { tensors } = await runStory({
    text: kiteStory,
    capture: [`${name}.pattern`],
    interventions: [{ kind: 'scale', name: `${name}.attn_scores`, places, factor }],
  });
  const pattern = tensors[`${name}.pattern`]; // [batch, heads, query, key]
  const keys = pattern?.shape.at(-1) ?? 0;
  if (!pattern || keys === 0) throw new Error('The model answered without a pattern.');
  return Math.max(...pattern.data.subarray((keys - 1) * keys, keys * keys));
}

const grade: Grader = async (factor): Promise<Grade> => {
  if (factor < 0 || factor > highest)
    return { right: false, says: `The field takes a number from 0 to ${highest}.` };
  const at = await sharpest(factor);
  const before = await sharpest(Math.max(0, factor - step));
  return gradeEdge({
    does: at > share,
    nextDoes: before > share,
    found: `At ${factor} the largest weight is ${at.toFixed(3)}`,
    next: `a tenth below it is ${before.toFixed(3)}`,
    asked: `more than ${share}`,
  });
};

export default grade;
