/** Every row and every custom kernel on WebGL, and every shipped model on each backend, in a real browser. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArchitectureId } from '../../src/models/architectures.ts';
import { rowIds } from '../models/small-rows.ts';
import { bars, gradientBar, summarize } from '../reference/compare.ts';
import { type ModelsPage, openModelsPage } from './support/models-page.ts';

const checkpoints = join(import.meta.dirname, '../../public/checkpoints');
const values = join(import.meta.dirname, '../reference/values');

/** On every intermediate and gradient, relative above 1. */
const bar = 1e-3;

describe('models on WebGL', () => {
  let models: ModelsPage;

  beforeAll(async () => {
    models = await openModelsPage();
  });

  afterAll(async () => {
    expect(await models.close()).toEqual([]);
  });

  const worse = (differences: Readonly<Record<string, number>>, most: number): [string, number][] =>
    Object.entries(differences).filter(([, difference]) => !(difference <= most));

  test('the scan of a linear recurrence, and its gradient', async () => {
    const differences = await models.page.evaluate(() => globalThis.modelTests.scan());
    expect(worse(differences, 1e-4)).toEqual([]);
  });

  test.each(rowIds)('%s: every intermediate and every gradient', async (id) => {
    const differences = await models.page.evaluate(
      (own: ArchitectureId) => globalThis.modelTests.row(own),
      id,
    );
    expect(Object.keys(differences).length).toBeGreaterThan(20);
    expect(worse(differences, bar)).toEqual([]);
  });

  test.each(rowIds)('%s: every intermediate ablated, and patched into its own run', async (id) => {
    const differences = await models.page.evaluate(
      (own: ArchitectureId) => globalThis.modelTests.intervened(own),
      id,
    );
    // Each of a row's probes twice: a GRU, the smallest row, has thirteen.
    expect(Object.keys(differences).length).toBeGreaterThan(20);
    expect(worse(differences, bar)).toEqual([]);
  });

  test.each(readdirSync(checkpoints))('%s ships: it loads and answers alike on each backend', async (id) => {
    const { spread, differences } = await models.answers(join(checkpoints, id));
    expect(spread).toBeGreaterThan(1);
    expect(Object.keys(differences).sort()).toEqual(['cpu', 'wasm', 'webgl']);
    expect(worse(differences, bar * spread)).toEqual([]);
  });

  test.each(readdirSync(values))('%s: the reference implementation', async (row) => {
    const differences = await models.compareWithReference(join(values, row));
    const summary = summarize(differences, bars.webgl);
    expect(summary.gradients).toBeLessThan(gradientBar);
    expect(summary).toMatchObject({ holds: true });
  });
});
