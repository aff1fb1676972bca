/** The backends that run in Node, and tensors of random numbers from a seed for tests. */

import { type BackendName, memory, startBackend, type Tensor, tensor } from '../../src/models/tf.ts';
import { randomStream } from '../../src/random.ts';

export const nodeBackends = ['cpu', 'wasm'] as const satisfies readonly BackendName[];

export const start = (backend: BackendName): Promise<BackendName> => startBackend(backend);

/** Normal draws. */
export function randomTensor(shape: readonly number[], seed: number, scale = 1): Tensor {
  const random = randomStream(seed);
  const size = shape.reduce((product, one) => product * one, 1);
  return tensor(
    Float32Array.from({ length: size }, () => random.normal() * scale),
    [...shape],
  );
}

export function randomIds(shape: readonly number[], below: number, seed: number): Tensor {
  const random = randomStream(seed);
  const size = shape.reduce((product, one) => product * one, 1);
  return tensor(
    Int32Array.from({ length: size }, () => random.integer(below)),
    [...shape],
    'int32',
  );
}

/** How many tensors `run` leaves behind. */
export async function leftBehind(run: () => Promise<void> | void): Promise<number> {
  const before = memory().numTensors;
  await run();
  return memory().numTensors - before;
}
