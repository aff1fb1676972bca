import { beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../../src/models/generate.ts';
import { init } from '../../src/models/model.ts';
import { disposeParams } from '../../src/models/params.ts';
import { plainSampling } from '../../src/models/sampling.ts';
import { memory, startBackend } from '../../src/models/tf.ts';
import { smallConfig } from './small-rows.ts';

describe('writing an answer to a source', () => {
  beforeAll(() => startBackend('cpu'));

  it.each(['t5', 't5-v1.1', 'bart', 'switch'] as const)(
    '%s writes the same with a state as without',
    async (id) => {
      const config = smallConfig(id, { capacityFactor: 0.5 });
      const params = init(config, 31);
      const before = memory().numTensors;
      const write = async (source: number[], cache: boolean): Promise<number[]> => {
        const ids: number[] = [];
        const options = { sampling: plainSampling, seed: 4, maximum: 9, cache, source };
        for await (const token of generate(params, config, [0], options)) ids.push(token.id);
        return ids;
      };
      const cached = await write([5, 6, 7], true);
      expect(cached).toHaveLength(9);
      expect(await write([5, 6, 7], false)).toEqual(cached);
      expect(await write([1, 2], true)).not.toEqual(cached);
      expect(memory().numTensors).toBe(before);
      disposeParams(params);
    },
  );
});
