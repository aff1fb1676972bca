/** A recipe that is started again gives the curve that was recorded, and a run that is broken off goes on exactly. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { parseCard } from '../../src/models/checkpoints/card.ts';
import { parseCurve } from '../../src/models/checkpoints/curve.ts';
import { memoryFiles } from '../../src/models/checkpoints/files.ts';
import { startBackend } from '../../src/models/tf.ts';
import type { NodeFolder } from '../../src/training/node-files.ts';
import { induction2l } from '../../src/training/recipes/induction-2l.ts';
import { rerunStart } from '../../src/training/rerun.ts';
import { train } from '../../src/training/train.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 }); // Only against standing still.

const shipped = (file: string) =>
  readFileSync(join(import.meta.dirname, '../../public/checkpoints/induction-2l', file));

beforeAll(() => startBackend('wasm'));

it('trains the first hundred steps of induction-2l along its recorded curve, and of another seed beside it', async () => {
  const curve = parseCurve(shipped('curve.json'));
  const { seed } = parseCard(shipped('card.json'));
  const again = await rerunStart(induction2l, seed, curve);
  expect(again.compared).toBe(11);
  expect(again.largestDifference).toBeLessThan(0.01);
  const other = await rerunStart(induction2l, seed + 1, curve, 20);
  expect(other.largestDifference).toBeGreaterThan(0.02);
});

it('goes on from what it saved as if it had never stopped, and ends with the same weights', async () => {
  const folder = (): NodeFolder => {
    const files = new Map<string, Uint8Array>();
    const write = async (name: string, bytes: Uint8Array) => {
      files.set(name, bytes);
    };
    return { ...memoryFiles(files), write };
  };
  const options = { seed: 3, onProgress: () => {} };
  const whole = await train(induction2l, { ...options, steps: 30, resume: false, work: folder() });
  const work = folder();
  const half = await train(induction2l, { ...options, steps: 17, resume: false, work });
  const rest = await train(induction2l, { ...options, steps: 30, resume: true, work });
  expect(rest.curve.loss).toEqual(whole.curve.loss);
  expect(rest.tokens).toBe(whole.tokens);
  expect((await rest.session.state()).params).toEqual((await whole.session.state()).params);
  for (const { session } of [whole, half, rest]) session.dispose();
});
