/**
 * Weights in 8 bits: tensor `x` as int8 beside `x.scale` as float32, either one scale for the whole tensor or one
 * for each row of its first axis; the weight is their product. Scales are symmetric, largest magnitude / 127.
 * (The plainest scheme of A Survey of Quantization Methods, Gholami et al. 2021, https://arxiv.org/abs/2103.13630,
 * section III; the first axis of an embedding is the token, so a rare token's small row keeps its detail.)
 */
import { CheckpointError } from './errors.ts';
import type { StoredTensor } from './safetensors.ts';

export const scaleName = (name: string) => `${name}.scale`;

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export function quantise({ shape, data }: FloatTensor): { values: StoredTensor; scale: StoredTensor } {
  const rows = shape.length > 1 ? (shape[0] ?? 1) : 1;
  const rowLength = rows === 0 ? 0 : data.length / rows;
  const scales = new Float32Array(rows); // [rows]
  const values = new Int8Array(data.length);
  for (let row = 0; row < rows; row += 1) {
    const numbers = data.subarray(row * rowLength, (row + 1) * rowLength);
    const scale = Math.fround(
      numbers.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 127,
    );
    scales[row] = scale;
    if (scale > 0) {
      numbers.forEach((value, column) => {
        // A scale so small that it is itself rounded may carry the quotient over the end.
        values[row * rowLength + column] = Math.max(-127, Math.min(127, Math.round(value / scale)));
      });
    }
  }
  return { values: { type: 'I8', shape, data: values }, scale: { type: 'F32', shape: [rows], data: scales } };
}

/** Every tensor as float32: floats as they are, int8 times its scale. Integer tensors are no weights: an error. */
export function floatTensors(
  stored: ReadonlyMap<string, StoredTensor>,
  file: string | null = null,
): Map<string, FloatTensor> {
  const floats = new Map<string, FloatTensor>();
  const scales = new Set<string>();
  for (const [name, { type, data }] of stored) {
    if (type === 'I8' && data instanceof Int8Array) scales.add(scaleName(name));
  }
  for (const [name, tensor] of stored) {
    if (scales.has(name)) continue;
    if (tensor.data instanceof Float32Array) {
      floats.set(name, { shape: tensor.shape, data: tensor.data });
    } else if (tensor.data instanceof Int8Array) {
      floats.set(name, dequantise(name, tensor, tensor.data, stored.get(scaleName(name)), file));
    } else {
      throw new CheckpointError(
        'data-type',
        `tensor ${name} is of type ${tensor.type}, not weights.`,
        file,
        name,
      );
    }
  }
  return floats;
}

function dequantise(
  name: string,
  { shape }: StoredTensor,
  values: Int8Array,
  scale: StoredTensor | undefined,
  file: string | null,
): FloatTensor {
  const scaleTensor = scaleName(name);
  if (scale === undefined) {
    const sentence = `tensor ${name} is int8, but its scales, ${scaleTensor}, are missing.`;
    throw new CheckpointError('missing-tensor', sentence, file, scaleTensor);
  }
  const scales = scale.data;
  if (!(scales instanceof Float32Array)) {
    const sentence = `tensor ${scaleTensor} is of type ${scale.type}; scales are floats.`;
    throw new CheckpointError('data-type', sentence, file, scaleTensor);
  }
  const rows = shape[0] ?? 1;
  if (scale.shape.length > 1 || (scales.length !== 1 && scales.length !== rows)) {
    const sentence = `tensor ${scaleTensor} has the shape [${scale.shape.join(', ')}], not one scale or one for each of ${rows} rows.`;
    throw new CheckpointError('shape', sentence, file, scaleTensor);
  }
  const rowLength = scales.length === 1 ? values.length : values.length / rows;
  const data = new Float32Array(values.length);
  values.forEach((value, index) => {
    data[index] = value * (scales[Math.floor(index / rowLength)] ?? 0);
  });
  return { shape, data };
}
