/**
 * How tensors of Hugging Face's checkpoints and ours correspond: by name, and by the way their numbers lie.
 * A rule is a row of a name map; its layout is looked up here and works both ways.
 */
import type { FloatTensor } from '../int8.ts';

export interface Rule {
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
  readonly layout: Layout;
}

interface LayoutPair {
  readonly toOurs: (tensors: readonly FloatTensor[], ours: number) => FloatTensor[];
  readonly toTheirs: (tensors: readonly FloatTensor[], theirs: number) => FloatTensor[];
}

export class LayoutError extends Error {}

/** [rows, columns] -> [columns, rows] */
function transposed({ shape, data }: FloatTensor): FloatTensor {
  const [rows, columns] = matrixShape(shape);
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      turned[column * rows + row] = data[row * columns + column] ?? 0;
    }
  }
  return { shape: [columns, rows], data: turned }; // [columns, rows]
}

/** [..., columns] -> `parts` x [..., columns / parts] */
function splitColumns({ shape, data }: FloatTensor, parts: number): FloatTensor[] {
  const columns = shape.at(-1) ?? 0;
  if (columns % parts !== 0) throw new LayoutError(`is ${columns} wide, which is not ${parts} equal parts`);
  const width = columns / parts;
  const rows = columns === 0 ? 0 : data.length / columns;
  return Array.from({ length: parts }, (_, part) => {
    const own = new Float32Array(rows * width);
    for (let row = 0; row < rows; row += 1) {
      const start = row * columns + part * width;
      own.set(data.subarray(start, start + width), row * width);
    }
    return { shape: [...shape.slice(0, -1), width], data: own };
  });
}

/** `parts` x [..., width] -> [..., parts x width] */
function joinColumns(tensors: readonly FloatTensor[]): FloatTensor {
  const [first] = tensors;
  if (first === undefined) throw new LayoutError('is empty');
  const width = first.shape.at(-1) ?? 0;
  const rows = width === 0 ? 0 : first.data.length / width;
  const columns = width * tensors.length;
  const data = new Float32Array(rows * columns);
  tensors.forEach((tensor, part) => {
    for (let row = 0; row < rows; row += 1) {
      data.set(tensor.data.subarray(row * width, (row + 1) * width), row * columns + part * width);
    }
  });
  return { shape: [...first.shape.slice(0, -1), columns], data };
}

function matrixShape(shape: readonly number[]): [number, number] {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2) {
    throw new LayoutError(`has the shape [${shape.join(', ')}], which is no matrix`);
  }
  return [rows, columns];
}

const one = (change: (tensor: FloatTensor) => FloatTensor): LayoutPair => ({
  toOurs: (tensors) => tensors.map(change),
  toTheirs: (tensors) => tensors.map(change),
});

const layouts = {
  /** One to one: embeddings, norms, biases, and GPT-2's Conv1D, whose weight is [inputs, outputs] as ours is. */
  same: one((tensor) => tensor),
  /** One to one: PyTorch's nn.Linear, whose weight is [outputs, inputs]. */
  transposed: one(transposed),
  /** One to one: theirs has an axis of size 1 in front, [1, columns]. */
  row: {
    toOurs: (tensors) => tensors.map(({ shape, data }) => ({ shape: [matrixShape(shape)[1]], data })),
    toTheirs: (tensors) => tensors.map(({ shape, data }) => ({ shape: [1, ...shape], data })),
  },
  /** One to one: PyTorch's nn.Conv1d of one channel a group, whose weight is [channels, 1, taps]. */
  taps: {
    toOurs: (tensors) =>
      tensors.map(({ shape, data }) => {
        const [channels = 0, group, taps = 0] = shape;
        if (shape.length !== 3 || group !== 1) {
          throw new LayoutError(
            `has the shape [${shape.join(', ')}], which is no convolution channel by channel`,
          );
        }
        return transposed({ shape: [channels, taps], data });
      }),
    toTheirs: (tensors) =>
      tensors.map((tensor) => {
        const { shape, data } = transposed(tensor);
        const [channels, taps] = matrixShape(shape);
        return { shape: [channels, 1, taps], data };
      }),
  },
  /** Theirs is ours side by side: GPT-2's query, key and value. */
  columns: {
    toOurs: (tensors, ours) => tensors.flatMap((tensor) => splitColumns(tensor, ours)),
    toTheirs: (tensors) => [joinColumns(tensors)],
  },
} as const satisfies Record<string, LayoutPair>;

export type Layout = keyof typeof layouts;

export const toOurs = ({ layout, ours }: Rule, tensors: readonly FloatTensor[]): FloatTensor[] =>
  layouts[layout].toOurs(tensors, ours.length);

export const toTheirs = ({ layout, theirs }: Rule, tensors: readonly FloatTensor[]): FloatTensor[] =>
  layouts[layout].toTheirs(tensors, theirs.length);

/** Rules of one tensor each. */
export const rules = (layout: Layout, pairs: Readonly<Record<string, string>>): Rule[] =>
  Object.entries(pairs).map(([theirs, ours]) => ({ theirs: [theirs], ours: [ours], layout }));
