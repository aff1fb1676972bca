/** What ships: every folder is a recipe's, its card is whole, and all together are small. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holds, parseCard } from '../../src/models/checkpoints/card.ts';
import { parseCurve } from '../../src/models/checkpoints/curve.ts';
import { countParameters } from '../../src/models/count.ts';
import { allRecipes } from '../../src/training/recipes/node.ts';

const folder = join(import.meta.dirname, '../../public/checkpoints');
const ids = readdirSync(folder);

/** Bars that a shipped model misses, by model: the book says of each that it is missed. */
const knownToMiss: ReadonlyMap<string, readonly string[]> = new Map([
  ['bert-toytown', ['filled, of 1200 blanks that the rest of the story determines']],
  ['llama-toytown', ['stories of 200 sampled at temperature 1, seeds 0-199, that pass the checker']],
  ['mamba-toytown', ['loss over the entropy floor on held-out stories']],
  ['mistral-toytown', ['stories of 200 sampled at temperature 1, seeds 0-199, that pass the checker']],
  ['mixtral-domains', ['loss on held-out texts, under that of dense-llama-domains']],
]);

const bytesIn = (path: string): number =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
    : statSync(path).size;

it('all together is under 16 MB', () => {
  expect(bytesIn(folder)).toBeLessThan(16e6);
});

describe.each(ids)('%s', (id) => {
  const read = (name: string) => readFileSync(join(folder, id, name));

  it('is made by a recipe, and its card says by which command, and against which bar it was measured', () => {
    const recipe = allRecipes.get(id);
    const card = parseCard(read('card.json'));
    const parameters = recipe && countParameters(recipe.config).total;
    const { what, storage, steps } = recipe ?? {};
    expect(card).toMatchObject({ id, what, storage, steps, parameters });
    expect(card.command).toBe(`npm run train -- ${id} --seed ${card.seed}`);
    expect(card.bars.some(({ atMost, atLeast }) => atMost !== null || atLeast !== null)).toBe(true);
  });

  it('holds its bars, or is one of those of which the book says that they do not', () => {
    const missed = parseCard(read('card.json')).bars.filter((bar) => !holds(bar));
    expect(missed.map(({ what }) => what)).toEqual(knownToMiss.get(id) ?? []);
  });

  it('has a curve to its last step, and at most six saved steps, which are there', () => {
    const { steps, saved } = parseCurve(read('curve.json'));
    expect(steps.at(-1)).toBe(parseCard(read('card.json')).steps);
    expect(saved.length).toBeLessThanOrEqual(6);
    for (const step of saved) expect(read(`steps/${step}.safetensors`).length).toBeGreaterThan(1000);
  });

  it('has weights that a figure may wait for: under 1 MB', () => {
    expect(read('model.safetensors').length).toBeLessThan(1e6);
  });
});
