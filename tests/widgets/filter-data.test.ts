import { beforeEach, expect, test, vi } from 'vitest';

interface Patched {
  readonly name: string;
  readonly values: Float32Array;
}
const asked: { readonly interventions?: readonly Patched[] }[] = [];
/** A filter of two lags and two channels that is written as 1, 2 and 0.5, 0.25; what is patched in costs twice as much. */
const filter = { shape: [1, 2, 2], data: Float32Array.of(1, 2, 0.5, 0.25) };
const run = vi.fn(async (request: (typeof asked)[number]) => {
  asked.push(request);
  const changed = request.interventions !== undefined;
  return {
    tensors: {
      'blocks.1.hyena.filter': filter,
      'blocks.1.hyena.v': { shape: [1, 2, 2], data: Float32Array.of(3, 4, 5, 6) },
      logits: { shape: [1, 2, 2], data: changed ? Float32Array.of(0, 0, 0, 3) : Float32Array.of(0, 0, 1, 0) },
    },
    losses: Float32Array.of(changed ? 4 : 2),
    milliseconds: 1,
  };
});
vi.mock('../../src/runtime/client.ts', () => ({ runtime: () => ({ run }) }));
const { changedFilter, isChanged, ownHyena, readFilter, untrainedHyena, withTap } = await import(
  '../../src/widgets/kit/filter-data.ts'
);

beforeEach(() => {
  asked.length = 0;
});

const whole = { channel: 0, decay: 0, cut: 2, edits: [] };

test('a filter is changed by a fade, by a cut and by a moved point, and by nothing else', () => {
  expect(isChanged(whole, 2)).toBe(false);
  expect(isChanged({ ...whole, decay: 0.05 }, 2)).toBe(true);
  expect(isChanged({ ...whole, cut: 1 }, 2)).toBe(true);
  expect(isChanged({ ...whole, edits: [0, 1] }, 2)).toBe(true);
});

test('without a change it is the same numbers in other memory', () => {
  const made = changedFilter(filter, whole);
  expect(made).toEqual(filter.data);
  expect(made).not.toBe(filter.data);
});

test('it fades with the lag and is cut in every channel, but a point is moved in one', () => {
  const half = Math.log(2);
  expect([...changedFilter(filter, { ...whole, decay: half })]).toEqual([1, 2, 0.25, 0.125]);
  expect([...changedFilter(filter, { ...whole, cut: 1 })]).toEqual([1, 2, 0, 0]);
  expect([...changedFilter(filter, { ...whole, channel: 1, edits: [1, 7] })]).toEqual([1, 2, 0.5, 7]);
  // What was moved by hand stands, also where the filter is cut.
  expect([...changedFilter(filter, { ...whole, cut: 1, edits: [1, 7] })]).toEqual([1, 2, 7, 0]);
});

test('the second filter of a layer stays as it was', () => {
  const two = { shape: [2, 1, 2], data: Float32Array.of(1, 2, 3, 4) };
  expect([...changedFilter(two, { ...whole, cut: 0 })]).toEqual([0, 0, 3, 4]);
});

test('a point that the filter does not have is left out', () => {
  for (const lag of [-1, 0.5, 2])
    expect([...changedFilter(filter, { ...whole, edits: [lag, 9] })]).toEqual([...filter.data]);
});

test('a point that is moved again stands once, with its newest value', () => {
  const once = withTap([], 3, 1);
  expect(withTap(withTap(once, 5, 2), 3, 4)).toEqual([5, 2, 3, 4]);
});

test('the untrained model is what the experiment starts from', () => {
  const { sizes } = ownHyena(7);
  expect(untrainedHyena(7)).toMatchObject({
    seed: 7,
    fresh: { width: sizes.width, layers: { length: sizes.layers } },
  });
});

const options = { channel: 'any' };

test('a filter as it was written is read in one pass', async () => {
  const read = await readFilter('any', 1, [0, 1], whole, options);
  expect(asked).toHaveLength(1);
  expect([...read.learned]).toEqual([1, 0.5]);
  expect([...read.filter]).toEqual([1, 0.5]);
  expect([...read.input]).toEqual([3, 5]);
  expect(read).toMatchObject({ loss: 2, changedLoss: 2, says: 0, changedSays: 0, moved: 0 });
});

test('a changed one is set in a second pass, and both are told', async () => {
  const read = await readFilter('any', 1, [0, 1], { ...whole, channel: 1, cut: 1 }, options);
  expect(asked[1]?.interventions).toEqual([
    {
      kind: 'patch',
      name: 'blocks.1.hyena.filter',
      places: [],
      values: Float32Array.of(1, 2, 0, 0),
      shape: [1, 2, 2],
    },
  ]);
  expect([...read.learned]).toEqual([2, 0.25]);
  expect([...read.filter]).toEqual([2, 0]);
  expect(read).toMatchObject({ loss: 2, changedLoss: 4, says: 0, changedSays: 1, moved: 3 });
});

test('a layer without a filter says so', async () => {
  await expect(readFilter('any', 0, [0, 1], whole, options)).rejects.toThrow('no filter');
});
