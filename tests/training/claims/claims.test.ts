/** Every claim's experiment runs, in a form so short that its numbers say nothing; every record is of a claim. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { parseClaimRecord } from '../../../src/models/checkpoints/claim-record.ts';
import { fitLine, standardDeviation } from '../../../src/models/statistics.ts';
import { memory, startBackend } from '../../../src/models/tf.ts';
import { claims } from '../../../src/training/claims/index.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 }); // Only against standing still.

const folder = join(import.meta.dirname, '../../../public/claims');

beforeAll(() => startBackend('wasm'));

describe('experiments', () => {
  it.each([...claims.values()])('$id: $claim', async (claim) => {
    const before = memory().numTensors;
    const told: string[] = [];
    const { bars, series } = await claim.run({ seed: 1, short: true, tell: (line) => told.push(line) });
    expect(bars.some(({ atMost, atLeast }) => atMost !== null || atLeast !== null)).toBe(true);
    for (const { measured } of bars) expect(Number.isFinite(measured)).toBe(true);
    for (const { x, y } of series) expect(x.length).toBe(y.length);
    expect(memory().numTensors).toBe(before);
  });
});

it('every record is of a claim, as it stands in the table, and says how to run it again', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const record = parseClaimRecord(readFileSync(join(folder, file)), file);
    expect(file).toBe(`${record.id}.json`);
    const { claim, source } = claims.get(record.id) ?? {};
    expect(record).toMatchObject({ claim, source });
    expect(record.command).toBe(`npm run claims -- ${record.id} --seed ${record.seed}`);
  }
});

describe('statistics', () => {
  it('fits the line that the points lie on, and says how far they are from it', () => {
    const x = [1, 2, 3, 4, 5];
    const exact = fitLine(x, [5, 3, 1, -1, -3]);
    expect(exact).toMatchObject({ slope: -2, intercept: 7, determined: 1 });
    const noisy = fitLine(x, [5.2, 2.9, 1.1, -1.3, -2.9]);
    expect(noisy.determined).toBeGreaterThan(0.99);
    expect(noisy.slopeError).toBeGreaterThan(0.01);
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.138, 3);
  });
});
