/** Tensors on their way out of the worker. */
import type { Tensor } from '../../models/tf.ts';
import type { NamedTensors, TensorData } from '../protocol.ts';
import { checkFinite } from './check.ts';

/** `*` stands for one part of a name. */
export function matcher(names: readonly string[]): (name: string) => boolean {
  const exact = new Set(names.filter((name) => !name.includes('*')));
  const patterns = names
    .filter((name) => name.includes('*'))
    .map((name) => name.split('.'))
    .map((parts) => (given: readonly string[]) => {
      return given.length === parts.length && parts.every((part, at) => part === '*' || part === given[at]);
    });
  return (name) => exact.has(name) || patterns.some((fits) => fits(name.split('.')));
}

export async function read(one: Tensor): Promise<TensorData> {
  // A copy of exactly this tensor: some backends answer with a view of what they go on using.
  return { shape: [...one.shape], data: Float32Array.from(await one.data()) };
}

/** All of them, in their order; refused where one is not a number. */
export async function readAll(captured: ReadonlyMap<string, Tensor>): Promise<NamedTensors> {
  const tensors: { [name: string]: TensorData } = {};
  for (const [name, one] of captured) {
    const data = await read(one);
    checkFinite(name, data);
    tensors[name] = data;
  }
  return tensors;
}
