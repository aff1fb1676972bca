/** After which layer does the final word of the story lead for good? */

import { leadsSince, lensOf, stagesOf } from '../kit/lens-data.ts';
import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import type { Grade, Grader } from './grade.ts';
import { sadStory } from './story.ts';

const model = shippedModels['gpt2-toytown'];

const grade: Grader = async (layer): Promise<Grade> => {
  if (!Number.isInteger(layer) || layer < 0 || layer > model.layers)
    return { right: false, says: `The field takes a layer from 0, the embedding, to ${model.layers}.` };
  const { tokens } = readText(await loadTokenizer(model.id), sadStory, model.context);
  const lens = await lensOf(model, tokens, stagesOf(model, false), {});
  const since = leadsSince(lens, tokens.length - 1);
  if (layer === since) return { right: true, says: 'From there on the final word leads.' };
  return {
    right: false,
    says: layer < since ? 'Another word still leads after it.' : 'The final word leads earlier than that.',
  };
};

export default grade;
