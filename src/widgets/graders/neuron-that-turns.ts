/** Does this neuron of layer 3, set by hand, change the likeliest word? */

import { lastLogits } from '../kit/last-logits.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import type { Grade, Grader } from './grade.ts';
import { runStory, type StoryRun, trainStory } from './story.ts';

const { id, hidden } = shippedModels['gpt2-toytown'];
const name = 'blocks.2.mlp.post';
/** Where the model is as sure as on this story, 10 turns hardly any; the figure's slider ends at 30. */
const value = 30;

async function likeliest(run: StoryRun): Promise<string> {
  const { vocabulary } = await loadTokenizer(id);
  const logits = lastLogits(await runStory({ ...run, capture: ['logits'] }));
  if (!logits) throw new Error('The model answered without logits.');
  return vocabulary[logits.indexOf(Math.max(...logits))] ?? '';
}

const grade: Grader = async (neuron): Promise<Grade> => {
  if (!Number.isInteger(neuron) || neuron < 1 || neuron > hidden)
    return { right: false, says: `The field takes a neuron from 1 to ${hidden}.` };
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
