/** Averages and merged adapters as plain numbers, against the model with its adapters beside the weights. */
import { beforeAll, expect, it } from 'vitest';
import { buildParams } from '../../../src/models/checkpoints/build.ts';
import { readParams } from '../../../src/models/checkpoints/save.ts';
import {
  averaged,
  type Floats,
  foldedIn,
  withoutAdapters,
} from '../../../src/models/checkpoints/weight-arithmetic.ts';
import { forward, init, type Params } from '../../../src/models/model.ts';
import { startBackend } from '../../../src/models/tf.ts';
import { randomStream } from '../../../src/random.ts';
import { drawnInputs, largestDifference, smallConfig } from '../small-rows.ts';

beforeAll(() => startBackend('cpu'));

const config = smallConfig('gpt2');
const said = async (params: Params, own = config) =>
  Float32Array.from(await forward(params, own, drawnInputs(config, 2, 7, 4)).logits.data());

it('adapters multiplied out into the weights say the same to 1e-4, with another number of parameters', async () => {
  const adapted = { ...config, adapters: { rank: 2 } };
  const random = randomStream(5);
  // B begins at 0: here both sides are anything.
  const floats: Floats = new Map(
    Array.from(await readParams(init(adapted, 3)), ([name, { shape, data }]) => [
      name,
      { shape, data: name.includes('.adapter.') ? data.map(() => 0.3 * random.normal()) : data },
    ]),
  );
  const folded = foldedIn(floats);
  expect(folded.size).toBeLessThan(floats.size);
  const own = withoutAdapters(adapted);
  expect(own).toEqual(config);
  const apart = await said(buildParams(floats, adapted, 'beside'), adapted);
  const plain = await said(init(config, 3));
  expect(largestDifference(await said(buildParams(folded, own, 'folded'), own), apart)).toBeLessThan(1e-4);
  expect(largestDifference(plain, apart)).toBeGreaterThan(0.01);
});

it('an average is each number between the two, at its ends the models themselves', async () => {
  const [one, other] = [await readParams(init(config, 1)), await readParams(init(config, 2))];
  expect(averaged(one, other, 0)).toEqual(one);
  expect(averaged(one, other, 1)).toEqual(other);
  const [name = ''] = one.keys();
  const half = averaged(one, other, 0.5).get(name)?.data[3] ?? 0;
  expect(half).toBeCloseTo(((one.get(name)?.data[3] ?? 0) + (other.get(name)?.data[3] ?? 0)) / 2, 6);
  expect(() => averaged(one, new Map(), 0.5)).toThrow(RangeError);
});
