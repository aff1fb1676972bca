/**
 * Bytes that a model takes by what they are for and by the precision of its numbers. Plain arithmetic on `count.ts`.
 *
 * Mixed precision as Rajbhandari et al. 2020 (ZeRO), section 3.1: weights and gradients of 16 bits, and of 32 bits a copy of the
 * weights and AdamW's two moments: 2 + 2 + 12 bytes a parameter.
 */
import type { ModelConfig } from './config.ts';
import { countParameters, stateBytes, trainingMemory } from './count.ts';

/** Bytes a number of each kind; 0: there is none of that kind. */
interface Precision {
  readonly weights: number;
  readonly gradients: number;
  readonly optimizer: number;
  readonly activations: number;
  readonly cache: number;
}

export const precisions = {
  float32: { weights: 4, gradients: 4, optimizer: 8, activations: 4, cache: 0 },
  mixed: { weights: 2, gradients: 2, optimizer: 12, activations: 2, cache: 0 },
  half: { weights: 2, gradients: 0, optimizer: 0, activations: 0, cache: 2 },
  byte: { weights: 1, gradients: 0, optimizer: 0, activations: 0, cache: 2 },
  nibble: { weights: 0.5, gradients: 0, optimizer: 0, activations: 0, cache: 2 },
} as const satisfies Readonly<Record<string, Precision>>;

export type PrecisionId = keyof typeof precisions;

/** `rows` texts of `tokens` tokens each. */
export function memoryOf(config: ModelConfig, id: PrecisionId, rows: number, tokens: number): Precision {
  const bytes = precisions[id];
  const parameters = countParameters(config).total;
  return {
    weights: parameters * bytes.weights,
    gradients: parameters * bytes.gradients,
    optimizer: parameters * bytes.optimizer,
    activations: trainingMemory(config, rows, tokens, 0, bytes.activations).activations,
    cache: rows * stateBytes(config, tokens, 0, bytes.cache),
  };
}
