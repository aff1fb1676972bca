/** A two-dimensional slice of any tensor, as a heat map shows it. */
export interface AnyTensor {
  readonly shape: readonly number[];
  /** In C order. */
  readonly data: ArrayLike<number>;
}

export interface TensorSlice {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array; // [row, column]
}

/**
 * Rows go along axis `rowAxis` (null: one row), columns along `columnAxis`; the other axes stand at `at[axis]`, by default 0.
 * A vector is one row; a number is one cell.
 */
export function tensorSlice(
  tensor: AnyTensor,
  rowAxis: number | null,
  columnAxis: number | null,
  at: readonly number[] = [],
): TensorSlice {
  const { shape } = tensor;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const strideOf = (axis: number | null) => (axis === null ? 0 : (strides[axis] ?? 0));
  const sizeOf = (axis: number | null) => (axis === null ? 1 : (shape[axis] ?? 1));
  const start = shape.reduce(
    (sum, size, axis) =>
      axis === rowAxis || axis === columnAxis
        ? sum
        : sum + Math.max(0, Math.min(size - 1, at[axis] ?? 0)) * (strides[axis] ?? 0),
    0,
  );
  const [rows, columns] = [sizeOf(rowAxis), sizeOf(columnAxis)];
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      values[row * columns + column] =
        tensor.data[start + row * strideOf(rowAxis) + column * strideOf(columnAxis)] ?? Number.NaN;
  return { rows, columns, values };
}
