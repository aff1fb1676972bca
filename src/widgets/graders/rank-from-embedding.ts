/** How far down the list is the final word, read straight from the embedding? */

import { lensOf, stagesOf, topOf } from '../kit/lens-data.ts';
import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import type { Grade, Grader } from './grade.ts';
import { trainStory } from './story.ts';

const model = shippedModels['gpt2-toytown'];

const grade: Grader = async (rank): Promise<Grade> => {
  const { tokens } = readText(await loadTokenizer(model.id), trainStory, model.context);
  const stages = stagesOf(model, false);
  const lens = await lensOf(model, tokens, stages, {});
  const last = tokens.length - 1;
  const final = topOf(lens, stages.length - 1, last, 1)[0]?.id;
  const own = topOf(lens, 0, last, lens.vocabulary).findIndex(({ id }) => id === final) + 1;
  if (rank === own) return { right: true, says: `${own - 1} words stand before it.` };
  return { right: false, says: rank < own ? 'It stands further down.' : 'It stands further up.' };
};

export default grade;
