import { beforeAll, describe, expect, it } from 'vitest';
import { forward, init } from '../../src/models/model.ts';
import { disposeParams } from '../../src/models/params.ts';
import { capture } from '../../src/models/probe.ts';
import { dispose, startBackend, tidy } from '../../src/models/tf.ts';
import { stagesOf } from '../../src/widgets/kit/lens-data.ts';
import { addsUp, partsOf, writersOf } from '../../src/widgets/kit/writers.ts';
import { drawnInputs, largestDifference, rowIds, smallConfig } from '../models/small-rows.ts';

beforeAll(() => startBackend('cpu'));

const rows = rowIds
  .map((id) => [id, smallConfig(id)] as const)
  .filter(([, config]) => config.stack === 'decoder' && addsUp(config));

describe('what the parts of a decoder write adds up to its stream', () => {
  it('is so of most rows', () => expect(rows.length).toBeGreaterThan(8));

  it.each(rows)('%s', async (_, config) => {
    const layers = config.layers.length;
    const last = `blocks.${layers - 1}.resid_post`;
    const names = writersOf({ layers, config }).map(({ probe }) => probe);
    const wanted = capture((name) => name === last || names.includes(name));
    const params = init(config, 3);
    tidy(() => {
      forward(params, config, drawnInputs(config, 1, 6, 5), { probe: wanted.probe });
    });
    const stream = (await wanted.tensors.get(last)?.data()) ?? [];
    const sum = new Float32Array(stream.length);
    for (const name of names) {
      const written = await wanted.tensors.get(name)?.data();
      expect(written?.length, name).toBe(sum.length);
      written?.forEach((value, at) => {
        sum[at] = (sum[at] ?? 0) + value;
      });
    }
    expect(largestDifference(sum, stream)).toBeLessThan(1e-5);
    dispose([...wanted.tensors.values()]);
    disposeParams(params);

    const stages = stagesOf({ layers, config }, false);
    expect(stages.length).toBe(layers + 1);
    expect(stages.at(-1)?.parts).toBe(partsOf({ layers, config }).length);
  });

  it('but not where a norm stands after the sum, or nothing is added', () => {
    const config = smallConfig('gpt2');
    expect(addsUp({ ...config, norm: { ...config.norm, place: 'post' } })).toBe(false);
    expect(addsUp({ ...config, residual: false })).toBe(false);
  });
});
