/**
 * Weights rounded to few bits: each group of neighbours shares one scale, its largest magnitude over the largest integer. What a model
 * computes with is the integer times the scale, so the loss of rounding can be measured with the floats that are left.
 * The plainest scheme of Gholami et al. 2021, A Survey of Quantization Methods, section III: https://arxiv.org/abs/2103.13630
 */
export interface Rounding {
  /** 2 to 8; 16 and 32 leave the weights as they are. */
  readonly bits: number;
  /** How many neighbours share a scale. */
  readonly group: number;
}

const scaleBits = 16;

/** As far as integers of so many bits go to both sides: 127 for 8 bits, 7 for 4. */
export const largestInteger = (bits: number): number => 2 ** (bits - 1) - 1;

export function rounded(weights: Float32Array, { bits, group }: Rounding): Float32Array {
  if (bits >= 16) return weights;
  const most = largestInteger(bits);
  const result = new Float32Array(weights.length);
  for (let from = 0; from < weights.length; from += group) {
    const to = Math.min(weights.length, from + group);
    let largest = 0;
    for (let index = from; index < to; index++) largest = Math.max(largest, Math.abs(weights[index] ?? 0));
    const scale = largest / most;
    if (scale === 0) continue;
    for (let index = from; index < to; index++)
      result[index] = scale * Math.max(-most, Math.min(most, Math.round((weights[index] ?? 0) / scale)));
  }
  return result;
}

/** Bits that a weight takes, its share of the scale included. */
export const bitsEach = ({ bits, group }: Rounding): number => (bits >= 16 ? bits : bits + scaleBits / group);
