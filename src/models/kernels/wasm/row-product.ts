/**
 * One row times a matrix, as in every map of a step that reads one token. Nothing is copied into panels, since each
 * number of the matrix is read once. Of a narrow matrix eight sums run side by side, so that none waits for the one before
 * it; a wide one is read row after row as it lies, four at a time, since it comes from far away in memory.
 */
import { type FunctionBuilder, f32, f32x4, i32, type Local, type ModuleBuilder, v128 } from './assembler.ts';
import { overNumbers, sumOfLanes, times, zeroVector } from './vector-loops.ts';

interface Operands {
  readonly x: Local;
  readonly matrix: Local;
  readonly y: Local;
  /** 0 where there is none. */
  readonly bias: Local;
  readonly columns: Local;
  readonly depth: Local;
  /** Bytes from one row of the matrix to the next. */
  readonly stride: Local;
}

/** A matrix with more columns is read along its rows; its sums lie in y meanwhile. */
const narrow = 64;

/** y = bias, or zeros. */
function beginRow(f: FunctionBuilder, { y, bias, columns }: Operands): void {
  const to = f.let(y);
  f.if(
    bias,
    () => {
      const from = f.let(bias);
      overNumbers(f, columns, [from, to], (lanes) => lanes.store(to, lanes.load(from)));
    },
    () => overNumbers(f, columns, [to], (lanes) => lanes.store(to, zeroVector())),
  );
}

/** y += x M by as many rows of M as there are groups of `count`; moves x and M along. The order of the sums is that of the strips. */
function addRows(
  f: FunctionBuilder,
  { x, matrix, y, columns, depth, stride }: Operands,
  count: number,
  fused: boolean,
): void {
  f.while(
    () => i32.lessThan(i32.const(count - 1), depth),
    () => {
      const factors = Array.from({ length: count }, (_, row) => f.let(v128.loadSplat(x, 4 * row)));
      const rows = factors.map((_, row) => f.let(i32.add(matrix, i32.mul(stride, i32.const(row)))));
      const to = f.let(y);
      overNumbers(f, columns, [to, ...rows], (lanes) => {
        const sum = f.let(lanes.load(to));
        factors.forEach((factor, row) => {
          f.set(sum, f32x4.multiplyAdd(factor, lanes.load(rows[row] ?? matrix), sum, fused));
        });
        lanes.store(to, sum);
      });
      f.increase(x, i32.const(4 * count));
      f.increase(matrix, i32.mul(stride, i32.const(count)));
      f.increase(depth, i32.const(-count));
    },
  );
}

/** As many strips of `vectors` x 4 columns as there are; moves the operands along. */
function strips(f: FunctionBuilder, operands: Operands, vectors: number, fused: boolean): void {
  const { x, matrix, y, bias, columns, depth, stride } = operands;
  const width = 4 * vectors;
  f.while(
    () => i32.lessThan(i32.const(width - 1), columns),
    () => {
      const sums = Array.from({ length: vectors }, () => f.let(zeroVector()));
      f.if(bias, () => {
        for (const [index, sum] of sums.entries()) f.set(sum, v128.load(bias, 16 * index));
        f.increase(bias, i32.const(4 * width));
      });
      const [from, row] = [f.let(x), f.let(matrix)];
      times(f, depth, () => {
        const factor = f.let(v128.loadSplat(from));
        for (const [index, sum] of sums.entries())
          f.set(sum, f32x4.multiplyAdd(factor, v128.load(row, 16 * index), sum, fused));
        f.increase(from, i32.const(4));
        f.increase(row, stride);
      });
      for (const [index, sum] of sums.entries()) f.store(y, sum, 16 * index);
      f.increase(y, i32.const(4 * width));
      f.increase(matrix, i32.const(4 * width));
      f.increase(columns, i32.const(-width));
    },
  );
}

/** The last one to three columns. */
function rest(f: FunctionBuilder, { x, matrix, y, bias, columns, depth, stride }: Operands): void {
  times(f, columns, () => {
    const sum = f.let(f32.const(0));
    f.if(bias, () => {
      f.set(sum, f32.load(bias));
      f.increase(bias, i32.const(4));
    });
    const [from, row] = [f.let(x), f.let(matrix)];
    times(f, depth, () => {
      f.set(sum, f32.add(sum, f32.mul(f32.load(from), f32.load(row))));
      f.increase(from, i32.const(4));
      f.increase(row, stride);
    });
    f.store(y, sum);
    f.increase(y, i32.const(4));
    f.increase(matrix, i32.const(4));
  });
}

const addresses = Array.from({ length: 7 }, () => 'i32' as const);
const operandsOf = (parameters: readonly Local[]): Operands => {
  const [x, matrix, y, bias, columns, depth, stride] = parameters as [
    ...[Local, Local, Local, Local],
    ...[Local, Local, Local],
  ];
  return { x, matrix, y, bias, columns, depth, stride };
};

/** y = x M + bias: (x, M, y, bias or 0, columns, depth, bytes from one row of M to the next). */
function emitRowProduct(module: ModuleBuilder, fused: boolean): void {
  module.function('rowProduct', addresses, null, (f, parameters) => {
    const operands = operandsOf(parameters);
    f.if(
      i32.lessThan(i32.const(narrow), operands.columns),
      () => {
        beginRow(f, operands);
        for (const count of [4, 1]) addRows(f, operands, count, fused);
      },
      () => {
        for (const vectors of [8, 2, 1]) strips(f, operands, vectors, fused);
        rest(f, operands);
      },
    );
  });
}

/** y = x M^T + bias, of which each number is a row of M times x: the same parameters, `columns` being M's rows. */
function emitRowDots(module: ModuleBuilder): void {
  module.function('rowDots', addresses, null, (f, parameters) => {
    const { x, matrix, y, bias, columns, depth, stride } = operandsOf(parameters);
    for (const rows of [4, 1]) {
      f.while(
        () => i32.lessThan(i32.const(rows - 1), columns),
        () => {
          const pointers = Array.from({ length: rows }, (_, row) =>
            f.let(i32.add(matrix, i32.mul(stride, i32.const(row)))),
          );
          const sums = pointers.map(() => f.let(zeroVector()));
          const from = f.let(x);
          overNumbers(f, depth, [from, ...pointers], (lanes) => {
            const own = f.let(lanes.counted(lanes.load(from)));
            pointers.forEach((pointer, row) => {
              const sum = sums[row] ?? own;
              f.set(sum, f32x4.add(sum, f32x4.mul(own, lanes.load(pointer))));
            });
          });
          for (const sum of sums) {
            const total = f.let(f32x4.lane(sumOfLanes(f, sum), 0));
            f.if(bias, () => {
              f.set(total, f32.add(total, f32.load(bias)));
              f.increase(bias, i32.const(4));
            });
            f.store(y, total);
            f.increase(y, i32.const(4));
          }
          f.increase(matrix, i32.mul(stride, i32.const(rows)));
          f.increase(columns, i32.const(-rows));
        },
      );
    }
  });
}

export function emitRowProducts(module: ModuleBuilder, fused: boolean): void {
  emitRowProduct(module, fused);
  emitRowDots(module);
}
