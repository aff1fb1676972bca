/** Every architecture through `run` and `generate`, untrained: what figures ask, and what they change. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { axesOf } from '../../src/models/names.ts';
import { startBackend } from '../../src/models/tf.ts';
import type { Intervention, NamedTensors, RunResult } from '../../src/runtime/client.ts';
import { largestDifference, rowIds, smallConfig } from '../models/small-rows.ts';
import { inProcess } from './support/in-process.ts';

// No claim about time: a machine that runs much else needs longer than the default.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

const tokens = [1, 4, 2, 8, 5, 3];
const sampling = { temperature: 0, topK: null, topP: null, seed: 3 };

type RowId = (typeof rowIds)[number];
const configOf = (id: RowId) => smallConfig(id, { layers: 1, context: 10 });
const askOf = (id: RowId) => {
  const config = configOf(id);
  return {
    model: { fresh: config, seed: 7 },
    tokens,
    ...(config.encoder ? { source: [3, 9, 1, 7, 2] } : {}),
  };
};
const writers = rowIds.filter((id) => configOf(id).stack !== 'encoder');

function dataOf(tensors: NamedTensors | undefined, name: string): Float32Array {
  const found = tensors?.[name];
  if (found === undefined) throw new Error(`${name} was not captured`);
  return found.data;
}

const lastRow = ({ tensors }: RunResult): Float32Array => dataOf(tensors, 'logits').slice(-11);
/** All that leaves the model. */
const said = ({ tensors }: RunResult): number[] => Object.values(tensors).flatMap(({ data }) => [...data]);

beforeAll(async () => {
  await startBackend('cpu');
});

/** What stands above and below the same fraction: a factor cancels. */
const scaleFree = /linear_attn\.phi_[qk]$/;

/** Nobody reads a choice as numbers: it says which experts work, so that another number is another question. */
const notNumbers = /expert_index|dropped/;

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  it.each(rowIds)('%s: every tensor can be switched off, and what the model says changes', async (id) => {
    const { runtime } = inProcess({ forced: backend });
    const ask = askOf(id);
    const capture = ['logits', 'next_sentence', 'classification'];
    const all = await runtime.run({
      ...ask,
      capture: ['*', '*.*', '*.*.*', '*.*.*.*', '*.*.*.*.*', '*.*.*.*.*.*'],
    });
    const plain = await runtime.run({ ...ask, capture });
    const before = (await runtime.memory()).numTensors;
    const names = Object.keys(all.tensors).filter((name) => !notNumbers.test(name));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const rank = all.tensors[name]?.shape.length;
      expect([name, axesOf(name, rank)?.length]).toEqual([name, rank]);
      const off: Intervention = scaleFree.test(name)
        ? { kind: 'fill', name, value: 0.25, places: [] }
        : { kind: 'scale', name, factor: -0.5, places: [] };
      const changed = await runtime.run({ ...ask, capture, interventions: [off] });
      // An expert of whom no token thinks first has nothing to say.
      if (!/experts/.test(name)) expect([name, said(changed)]).not.toEqual([name, said(plain)]);
    }
    expect((await runtime.memory()).numTensors).toBe(before);
  });

  it.each(writers)('%s: a changed model writes what it says when it reads', async (id) => {
    const { runtime } = inProcess({ forced: backend });
    const ask = askOf(id);
    const capture = ['*', '*.*', '*.*.*', '*.*.*.*'];
    const names = Object.keys((await runtime.run({ ...ask, capture })).tensors);
    for (const name of names.filter((one) => !notNumbers.test(one))) {
      const interventions: Intervention[] = [{ kind: 'scale', name, factor: 0.5, places: [] }];
      const write = { ...ask, interventions, sampling, maximum: 3, capture: ['logits'] };
      const told: Float32Array[] = [];
      const cached = await runtime.generate(
        { ...write, cache: true },
        { onToken: ({ tensors }) => told.push(dataOf(tensors, 'logits').slice(-11)) },
      );
      const read = await runtime.run({
        // Who writes lets no expert turn a token away.
        choices: { capacityFactor: null },
        ...ask,
        tokens: cached.tokens.slice(0, -1),
        interventions,
        capture: ['logits'],
      });
      expect([name, largestDifference(told.at(-1) ?? [], lastRow(read))]).toEqual([
        name,
        expect.closeTo(0, 3),
      ]);
    }
  });
});
