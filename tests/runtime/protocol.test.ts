import { expect, it } from 'vitest';
import { CheckpointError, type CheckpointProblem } from '../../src/models/checkpoints/errors.ts';
import { InterventionError } from '../../src/models/interventions.ts';
import { BackendError } from '../../src/models/tf.ts';
import { explain } from '../../src/runtime/explain.ts';
import { RuntimeError } from '../../src/runtime/problem.ts';
import { transferables, unreachable } from '../../src/runtime/protocol.ts';
import { DivergenceError, ExperimentError } from '../../src/training/errors.ts';

it('moves each array of a result once', () => {
  const shared = new Float32Array(6);
  const tensors = {
    a: { shape: [3], data: shared.subarray(0, 3) },
    b: { shape: [3], data: shared.subarray(3) },
    c: { shape: [1], data: new Float32Array(1) },
  };
  const losses = new Float32Array(2);
  const result = {
    model: 'm',
    step: null,
    tokens: [1, 2, 3],
    tensors,
    losses,
    milliseconds: 1,
    backend: 'cpu',
  } as const;
  const event = { kind: 'ran', id: 1, result } as const;
  expect(transferables(event)).toEqual([shared.buffer, tensors.c.data.buffer, losses.buffer]);
  const arrived = structuredClone(event, { transfer: transferables(event) });
  expect(arrived.result.tensors.b.data).toHaveLength(3);
  expect(losses).toHaveLength(0);
});

it('moves nothing where there is nothing to move', () => {
  expect(transferables({ kind: 'pong' })).toEqual([]);
});

it('throws on what the types forbid', () => {
  expect(() => unreachable('surprise' as never)).toThrow(/surprise/);
});

it.each([
  [RuntimeError.of('too-long', 'Too long.'), 'too-long'],
  [new CheckpointError('missing-file', 'gone', 'config.json'), 'model-missing'],
  [new CheckpointError('unreachable', 'gone', 'config.json'), 'offline'],
  [new CheckpointError('truncated' satisfies CheckpointProblem, 'cut', 'model.safetensors'), 'model-corrupt'],
  [new InterventionError('does not fit'), 'bad-request'],
  [new DivergenceError('not a number'), 'not-finite'],
  [new ExperimentError('cannot be made'), 'bad-request'],
  [new BackendError('wasm', 'does not start'), 'no-backend'],
  [new RangeError('Invalid typed array length: -12'), 'out-of-memory'],
  [new Error('Unable to create WebGLTexture.'), 'context-lost'],
  [new Error('anything else'), 'internal'],
  ['not even an error', 'internal'],
])('explains %s as %s, in whole sentences with advice', (error, code) => {
  const problem = explain(error);
  expect(problem.code).toBe(code);
  expect(problem.message).not.toBe('');
  expect(problem.advice).toMatch(/[.!]$/);
});
