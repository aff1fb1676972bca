/** All recipes by id: those of the tab, and those whose corpora lie in npm packages, which only Node can read. */
import type { Recipe } from '../recipe.ts';
import { bertWordnet } from './bert-wordnet.ts';
import { gptMoby } from './gpt-moby.ts';
import { gptSotu } from './gpt-sotu.ts';
import { recipes } from './index.ts';
import { t5Cmudict } from './t5-cmudict.ts';

export const allRecipes: ReadonlyMap<string, Recipe> = new Map([
  ...recipes,
  ...[gptMoby, gptSotu, bertWordnet, t5Cmudict].map((recipe): [string, Recipe] => [recipe.id, recipe]),
]);
