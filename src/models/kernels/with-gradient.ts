import { customGrad, engine, type Tensor, tidy } from '../tf.ts';

/** What a forward pass answers: the result, and the tensors that its gradient needs. */
export interface Forward {
  readonly value: Tensor;
  readonly saved: readonly Tensor[];
}

/**
 * An op with a gradient of its own. `backward` gets the gradient of the result and the saved tensors and answers
 * with one gradient for each input, in order. What is not among `inputs` gets no gradient. While no gradient is
 * asked for it is its forward pass and nothing else: the engine's bookkeeping costs more than a small kernel.
 */
export function withGradient(
  inputs: readonly Tensor[],
  forward: () => Forward,
  backward: (dValue: Tensor, saved: readonly Tensor[]) => Tensor | Tensor[],
): Tensor {
  if (!engine().isTapeOn()) return tidy(() => forward().value);
  // Inside, TensorFlow.js hands the same inputs over again, and last a function that keeps tensors for the gradient.
  const op = customGrad((...given: unknown[]) => {
    const save = given[given.length - 1] as (tensors: readonly Tensor[]) => void;
    const { value, saved } = forward();
    save(saved);
    return {
      value,
      gradFunc: (dValue: Tensor, kept: Tensor[]) => backward(dValue, kept),
    };
  });
  return op(...inputs);
}

/** The tensor at `index` of those that were saved. */
export function savedAt(saved: readonly Tensor[], index: number): Tensor {
  const found = saved[index];
  if (found === undefined) throw new Error(`The gradient needs saved tensor ${index}, which is missing.`);
  return found;
}
