/** Does this neuron of the last layer, set by hand, change the likeliest word? */

import { lastLogits } from '../kit/last-logits.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import type { Grade, Grader } from './grade.ts';
import { runStory, type StoryRun, trainStory } from './story.ts';

const { id, layers, hidden } = shippedModels['gpt2-toytown'];
const value = 10;

async function likeliest(run: StoryRun): Promise<string> {
  const { vocabulary } = await loadTokenizer(id);
  const logits = lastLogits(await runStory({ ...run, capture: ['logits'] }));
  if (!logits) throw new Error('The model answered without logits.');
  return vocabulary[logits.indexOf(Math.max(...logits))] ?? '';
}

const grade: Grader = async (neuron): Promise<Grade> => {
  if (!Number.isInteger(neuron) || neuron < 1 || neuron > hidden)
    return { right: false, says: `The field takes a neuron from 1 to ${hidden}.` };
  const name = `blocks.${layers - 1}.mlp.post`;
  const before = await likeliest({ text: trainStory });
  const after = await likeliest({
    text: trainStory,
    interventions: [{ kind: 'fill', name, places: [{ axis: 2, index: neuron - 1 }], value }],
  });
  return before === after
    ? { right: false, says: `The likeliest word stays “${before}”.` }
    : { right: true, says: `The likeliest word changes from “${before}” to “${after}”.` };
};

export default grade;
