/**
 * Activation functions, by the names that the papers and Hugging Face use.
 *
 * gelu:      Gaussian Error Linear Units, Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415; x Phi(x)
 * gelu-tanh: the same paper's approximation by tanh, which GPT-2 uses ("gelu_new")
 * silu:      x sigmoid(x), the gate of SwiGLU, Shazeer 2020, https://arxiv.org/abs/2002.05202
 */
import type { Activation } from '../config.ts';
import { gelu, geluTanh, silu } from '../kernels/index.ts';
import { relu, type Tensor } from '../tf.ts';

const activations: Record<Activation, <T extends Tensor>(x: T) => T> = {
  identity: (x) => x,
  relu: (x) => relu(x),
  gelu: (x) => gelu(x),
  'gelu-tanh': (x) => geluTanh(x),
  silu: (x) => silu(x),
};

export function activate<T extends Tensor>(x: T, activation: Activation): T {
  return activations[activation](x);
}
