/** Every recipe can take its steps: data, tokenizer, config and objectives fit together. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { memory, startBackend } from '../../src/models/tf.ts';
import { recipes } from '../../src/training/recipes/index.ts';
import { allRecipes } from '../../src/training/recipes/node.ts';
import { TrainingSession } from '../../src/training/session.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 }); // Only against standing still.

beforeAll(() => startBackend('wasm'));

it('the recipes of the tab are among those of the command line, each under its own id', () => {
  for (const [id, recipe] of allRecipes) expect(recipe.id).toBe(id);
  for (const [id, recipe] of recipes) expect(allRecipes.get(id)).toBe(recipe);
});

describe.each([...allRecipes.values()])('$id', (recipe) => {
  it('has a tokenizer and texts of its vocabulary, and training texts that are not those it is measured on', () => {
    const { vocabulary } = recipe.config;
    expect(recipe.tokenizer().vocabulary.length).toBe(vocabulary);
    expect(recipe.dataset.vocabulary).toBe(vocabulary);
    const training = recipe.dataset.training(1, 0, 4, recipe.length);
    const [heldOut] = recipe.dataset.heldOut(1, 4, recipe.length);
    for (const batch of [training, heldOut]) {
      expect(batch?.length).toBeLessThanOrEqual(recipe.length);
      // Of a shorter text a batch has more rows, not more tokens.
      expect(batch?.rows).toBeGreaterThanOrEqual(4);
      expect((batch?.rows ?? 0) * (batch?.length ?? 0)).toBeLessThanOrEqual(4 * recipe.length);
      for (const list of [batch?.tokens, batch?.targets, batch?.source?.tokens]) {
        for (const id of list ?? []) if (!(id >= 0 && id < vocabulary)) throw new Error(`Token ${id}.`);
      }
    }
    expect([...training.tokens]).not.toEqual([...(heldOut?.tokens ?? [])]);
    expect(recipe.dataset.training(1, 0, 4, recipe.length)).toEqual(training);
  });

  it('takes two steps, and leaves no tensor behind', async () => {
    const before = memory().numTensors;
    const session = new TrainingSession({ ...recipe, rows: 2 }, 1);
    for (const step of [1, 2]) {
      const report = await session.advance();
      expect(report.step).toBe(step);
      expect(report.loss).toBeGreaterThan(0);
      expect(report.gradientNorm).toBeGreaterThan(0);
    }
    session.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
