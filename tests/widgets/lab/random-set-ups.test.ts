import { beforeAll, expect, test, vi } from 'vitest';
import { memory, startBackend } from '../../../src/models/tf.ts';
import { tryRandomSetUps } from '../../support/random-set-ups.ts';

/** Whatever the controls can be set to either trains a step or is refused with a sentence; the machine's own worker never breaks. */

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });
beforeAll(async () => {
  await startBackend('wasm');
});

const runs = 200;

test(`${runs} set-ups at random`, async () => {
  const before = memory().numTensors;
  const counts = await tryRandomSetUps(runs, 8);
  // A test in which nothing trains, or nothing is refused, would prove little.
  expect(counts.trained).toBeGreaterThan(runs / 20);
  expect(counts.refused).toBeGreaterThan(runs / 20);
  expect(memory().numTensors).toBe(before);
});
