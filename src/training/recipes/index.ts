/** The recipes of the shipped models, by id. */
import type { Recipe } from '../recipe.ts';
import { gpt2Toytown } from './gpt2-toytown.ts';

export const recipes: ReadonlyMap<string, Recipe> = new Map(
  [gpt2Toytown].map((recipe) => [recipe.id, recipe]),
);
