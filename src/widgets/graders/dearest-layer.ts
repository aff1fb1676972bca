/** Which layer costs the story most when these parts of it write nothing? */
import { shippedModels } from '../kit/models.ts';
import { type Grader, gradeFirst } from './grade.ts';
import { dearestLayer, trainStory } from './story.ts';

const { layers } = shippedModels['gpt2-toytown'];

export const dearestOf =
  (...parts: readonly string[]): Grader =>
  async (layer) => {
    if (!Number.isInteger(layer) || layer < 1 || layer > layers)
      return { right: false, says: `The field takes a layer from 1 to ${layers}.` };
    const losses = await dearestLayer(trainStory, parts);
    const own = losses[layer - 1] ?? 0;
    const found = `Without it the loss is ${own.toFixed(3)} nats a word`;
    return gradeFirst(losses, layer - 1, 'largest first', found);
  };
