import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ModelConfig } from '../../src/models/config.ts';
import { interventionProbe } from '../../src/models/interventions.ts';
import { forward, init, type ModelInputs, type ModelOutput, type Params } from '../../src/models/model.ts';
import { disposeParams } from '../../src/models/params.ts';
import { capture, chain, type Probe } from '../../src/models/probe.ts';
import { dispose, memory, startBackend, type Tensor, tidy } from '../../src/models/tf.ts';
import { denseIds, drawnInputs, largestDifference, rowIds, smallConfig } from './small-rows.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

/** All that a model answers with, as one list of numbers. */
async function answers(
  params: Params,
  config: ModelConfig,
  inputs: ModelInputs,
  probe: Probe,
): Promise<number[]> {
  const outputs = tidy(() => {
    const { logits, heads }: ModelOutput = forward(params, config, inputs, { probe });
    return [logits, ...Object.values(heads ?? {})] as Tensor[];
  });
  const values: number[] = [];
  for (const output of outputs) values.push(...(await output.data()));
  dispose(outputs);
  return values;
}

interface Case {
  readonly params: Params;
  readonly config: ModelConfig;
  readonly inputs: ModelInputs;
}

function caseOf(id: (typeof rowIds)[number]): Case {
  const config = smallConfig(id, { layers: 1 });
  return { config, params: init(config, 7), inputs: drawnInputs(config, 2, 6, 8) };
}

const throwAway = ({ params, inputs }: Case): void => {
  disposeParams(params);
  dispose(Object.values(inputs));
};

async function captured({ params, config, inputs }: Case): Promise<Map<string, Tensor>> {
  const { probe, tensors } = capture(() => true);
  await answers(params, config, inputs, probe);
  return tensors;
}

describe('the names of intermediates are API', () => {
  beforeAll(() => startBackend('cpu'));

  it.each(rowIds)('%s', async (id) => {
    const config = smallConfig(id);
    const own = { config, params: init(config, 7), inputs: drawnInputs(config, 2, 6, 8) };
    const tensors = await captured(own);
    const lines = [...tensors].map(([name, { shape }]) => `${name} [${shape.join(', ')}]`);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, `probe-names/${id}.txt`),
    );
    dispose([...tensors.values()]);
    throwAway(own);
  });
});

describe.each(['cpu', 'wasm'] as const)('every intermediate, on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it.each(denseIds)('of %s, patched into its own run, changes nothing', async (id) => {
    const before = memory().numTensors;
    const own = caseOf(id);
    const tensors = await captured(own);
    const plain = await answers(own.params, own.config, own.inputs, capture(() => false).probe);
    for (const [name, tensor] of tensors) {
      const values = Float32Array.from(await tensor.data());
      const patch = interventionProbe([{ kind: 'patch', name, places: [], values, shape: tensor.shape }]);
      const patched = await answers(own.params, own.config, own.inputs, patch);
      expect(largestDifference(patched, plain), name).toBeLessThan(1e-5);
    }
    dispose([...tensors.values()]);
    throwAway(own);
    expect(memory().numTensors).toBe(before);
  });

  it.each(denseIds)('of %s, ablated, is 0 and changes the answer', async (id) => {
    const own = caseOf(id);
    const tensors = await captured(own);
    const plain = await answers(own.params, own.config, own.inputs, capture(() => false).probe);
    for (const name of tensors.keys()) {
      const after = capture((other) => other === name);
      const ablate = chain(interventionProbe([{ kind: 'ablate', name, places: [] }]), after.probe);
      const changed = await answers(own.params, own.config, own.inputs, ablate);
      expect(largestDifference(changed, plain), name).toBeGreaterThan(1e-6);
      for (const tensor of after.tensors.values()) {
        expect(Math.max(...(await tensor.data()).map(Math.abs)), name).toBe(0);
        tensor.dispose();
      }
    }
    dispose([...tensors.values()]);
    throwAway(own);
  });
});
