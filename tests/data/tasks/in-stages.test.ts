import { describe, expect, it } from 'vitest';
import { inStages, stepsOf } from '../../../src/data/tasks/in-stages.ts';
import { keyValueDataset, keyValueLength } from '../../../src/data/tasks/key-value-recall.ts';
import { keyValueStages } from '../../../src/data/tasks/key-value-stages.ts';

const kinds = { keys: 8, values: 8 };
const task = (drawn: number, pairs: number) => ({
  dataset: keyValueDataset({ ...kinds, drawn, pairs: [pairs] }),
  length: keyValueLength(pairs),
});
const stages = [
  { steps: 3, tasks: [task(2, 2)] },
  { steps: 4, tasks: [task(4, 2), task(8, 4)] },
];
const asked = keyValueDataset({ ...kinds, pairs: [8] });
const staged = inStages(asked, stages, 48);
/** Keys are 1 to 8, values 9 to 16. */
const keysOf = (tokens: Int32Array) => Math.max(...tokens.filter((id) => id <= 8));

describe('a task in stages', () => {
  it('begins with few kinds in short texts, has each text of a stage in turn, and stays at the last', () => {
    const lengths = Array.from({ length: 10 }, (_, index) => staged.training(1, index, 6, 24).length);
    expect(lengths).toEqual([6, 6, 6, 12, 6, 12, 6, 12, 6, 12]);
    for (let index = 0; index < 3; index++)
      expect(keysOf(staged.training(1, index, 6, 24).tokens)).toBeLessThanOrEqual(2);
    const later = Array.from({ length: 10 }, (_, index) =>
      keysOf(staged.training(1, 3 + 2 * index, 6, 24).tokens),
    );
    expect(Math.max(...later)).toBeGreaterThan(4);
  });

  it('has as many rows as were asked for, or as fit', () => {
    expect(staged.training(1, 0, 6, 24).rows).toBe(6);
    expect(staged.training(1, 0, 600, 24).rows).toBe(8);
    expect(staged.training(1, 3, 600, 24).rows).toBe(4);
  });

  it('is asked what was to be learned in the end', () => {
    expect(staged.heldOut(2, 3, 24)).toEqual(asked.heldOut(2, 3, 24));
  });

  it('of key-value recall ends with the pairs that were asked for', () => {
    for (const most of [4, 8, 16, 32, 64])
      expect(Math.max(...(keyValueStages(most).at(-1)?.pairs ?? []))).toBe(most);
    expect(stepsOf(keyValueStages(8))).toBeLessThan(stepsOf(keyValueStages(64)));
    expect(keyValueStages(2)).toEqual([]);
  });

  it('needs a stage', () => {
    expect(() => inStages(asked, [], 48)).toThrow(RangeError);
  });
});
