/**
 * C = A B + bias for float32 matrices that lie in rows, with A or B transposed where they lie: no transpose is made
 * beyond the panels that the loop reads anyway. The product is built in tiles of 4 rows and 8 columns, which fit into
 * the registers; B is first copied into panels of 8 columns and up to 256 rows, A into panels of 4 rows and as many
 * columns, so that the innermost loop reads both straight on.
 *
 * Reads may run over the end of a row of A or B or of the bias by up to 7 numbers: they fall on what is dropped, and
 * the heap's own bookkeeping lies behind its last block.
 */
import {
  type Code,
  type FunctionBuilder,
  f32,
  f32x4,
  i32,
  type Local,
  type ModuleBuilder,
  v128,
} from './assembler.ts';

const blockDepth = 256;
const tileColumns = 8;
const tileRows = 4;
const panelRow = 4 * tileColumns; // Bytes.
const tileBytes = tileRows * panelRow;
const panelColumn = 4 * tileRows; // Bytes, of a panel of A.
/** Up to three steps more than the block are written where four are turned over at a time. */
const panelBytesOfA = (blockDepth + 4) * panelColumn;

/** The bytes of work space that a product with this many columns needs. */
export function scratchBytes(columns: number): number {
  const panels = Math.ceil(columns / tileColumns);
  return tileBytes + panelBytesOfA + (panels * blockDepth + 4) * panelRow;
}

interface Matrices {
  readonly a: Local;
  readonly b: Local;
  readonly c: Local;
  /** 0 where there is none. */
  readonly bias: Local;
  readonly rows: Local;
  readonly columns: Local;
  readonly depth: Local;
  /** Bytes from one row to the next of each matrix as it lies in memory. */
  readonly strideA: Local;
  readonly strideB: Local;
  readonly strideC: Local;
  readonly scratch: Local;
}

/** The piece of the depth at hand: from `start`, `size` long. */
interface Block {
  readonly start: Local;
  readonly size: Local;
  readonly panelOfA: Local;
  /** Whether B lies in panels at `panels`: not worth it for a few rows of A. */
  readonly packed: Code;
  readonly panels: Local;
}

interface Variant {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly fused: boolean;
}

const bytesOf = (count: Code): Code => i32.shl(count, 2);
const smaller = (a: Code, b: Code): Code => i32.choose(i32.lessThan(a, b), a, b);

/** Rows of B as they are -> panels of 8 columns. */
function packRows(f: FunctionBuilder, { b, strideB, columns }: Matrices, block: Block): void {
  const to = f.let(block.panels);
  const column = f.let(i32.const(0));
  f.while(
    () => i32.lessThan(column, columns),
    () => {
      const from = f.let(i32.add(i32.add(b, i32.mul(block.start, strideB)), bytesOf(column)));
      const left = f.let(block.size);
      f.while(
        () => left,
        () => {
          f.store(to, v128.load(from));
          f.store(to, v128.load(from, 16), 16);
          f.increase(to, i32.const(panelRow));
          f.increase(from, strideB);
          f.increase(left, i32.const(-1));
        },
      );
      f.increase(column, i32.const(tileColumns));
    },
  );
}

/** Columns 0-3 of four rows -> four columns as vectors. */
function transposeFour(f: FunctionBuilder, rows: readonly [Local, Local, Local, Local]): Code[] {
  const low01 = f.let(v128.shuffle(rows[0], rows[1], [0, 4, 1, 5]));
  const low23 = f.let(v128.shuffle(rows[2], rows[3], [0, 4, 1, 5]));
  const high01 = f.let(v128.shuffle(rows[0], rows[1], [2, 6, 3, 7]));
  const high23 = f.let(v128.shuffle(rows[2], rows[3], [2, 6, 3, 7]));
  return [
    v128.shuffle(low01, low23, [0, 1, 4, 5]),
    v128.shuffle(low01, low23, [2, 3, 6, 7]),
    v128.shuffle(high01, high23, [0, 1, 4, 5]),
    v128.shuffle(high01, high23, [2, 3, 6, 7]),
  ];
}

/** B lies transposed, [columns, depth] -> panels of 8 columns. Up to three rows too many are written and overwritten. */
function packColumns(f: FunctionBuilder, { b, strideB, columns }: Matrices, block: Block): void {
  const column = f.let(i32.const(0));
  const to = f.local('i32');
  const panel = f.let(block.panels);
  f.while(
    () => i32.lessThan(column, columns),
    () => {
      const last = i32.add(columns, i32.const(-1));
      const from = Array.from({ length: tileColumns }, (_, index) => {
        const row = smaller(i32.add(column, i32.const(index)), last);
        return f.let(i32.add(i32.add(b, i32.mul(row, strideB)), bytesOf(block.start)));
      });
      f.set(to, panel);
      const left = f.let(block.size);
      f.while(
        () => i32.lessThan(i32.const(0), left),
        () => {
          [0, 4].forEach((first) => {
            const four = [0, 1, 2, 3].map((index) => f.let(v128.load(from[first + index] ?? b)));
            transposeFour(f, four as [Local, Local, Local, Local]).forEach((value, index) => {
              f.store(to, value, index * panelRow + first * 4);
            });
          });
          for (const pointer of from) f.increase(pointer, i32.const(16));
          f.increase(to, i32.const(4 * panelRow));
          f.increase(left, i32.const(-4));
        },
      );
      f.increase(panel, i32.mul(block.size, i32.const(panelRow)));
      f.increase(column, i32.const(tileColumns));
    },
  );
}

/** Copies the first `columns` numbers of `rows` rows. */
function copyPart(
  f: FunctionBuilder,
  rows: number,
  columns: Code,
  from: { at: Code; stride: Code },
  to: { at: Code; stride: Code },
): void {
  for (let row = 0; row < rows; row++) {
    const source = f.let(i32.add(from.at, i32.mul(from.stride, i32.const(row))));
    const target = f.let(i32.add(to.at, i32.mul(to.stride, i32.const(row))));
    const left = f.let(columns);
    f.while(
      () => left,
      () => {
        f.store(target, f32.load(source));
        f.increase(source, i32.const(4));
        f.increase(target, i32.const(4));
        f.increase(left, i32.const(-1));
      },
    );
  }
}

/** Four rows of A, from `from` on -> a panel of as many columns as the block is deep, 4 numbers each. */
function packFourRows(
  f: FunctionBuilder,
  from: Code,
  { strideA }: Matrices,
  block: Block,
  transposed: boolean,
): void {
  const to = f.let(block.panelOfA);
  const left = f.let(block.size);
  const pointers = Array.from({ length: transposed ? 1 : tileRows }, (_, row) =>
    f.let(i32.add(from, i32.mul(strideA, i32.const(row)))),
  );
  const [first] = pointers as [Local];
  f.while(
    () => i32.lessThan(i32.const(0), left),
    () => {
      if (transposed) {
        f.store(to, v128.load(first));
        f.increase(first, strideA);
        f.increase(to, i32.const(panelColumn));
        f.increase(left, i32.const(-1));
        return;
      }
      const four = pointers.map((pointer) => f.let(v128.load(pointer)));
      transposeFour(f, four as [Local, Local, Local, Local]).forEach((value, index) => {
        f.store(to, value, index * panelColumn);
      });
      for (const pointer of pointers) f.increase(pointer, i32.const(16));
      f.increase(to, i32.const(4 * panelColumn));
      f.increase(left, i32.const(-4));
    },
  );
}

type Accumulators = readonly (readonly [Local, Local])[];

interface Cursor {
  readonly at: Local;
  readonly step: Code;
}

/** acc[row] += A[row] B[0..7] through the whole block. `unrolled` says that both lie in panels. */
function multiplyThrough(
  f: FunctionBuilder,
  accumulators: Accumulators,
  a: Cursor,
  b: Cursor,
  depth: Local,
  { fused, unrolled }: { fused: boolean; unrolled: boolean },
): void {
  const left = f.let(depth);
  for (const steps of unrolled ? [4, 1] : [1]) {
    f.while(
      () => i32.lessThan(i32.const(steps - 1), left),
      () => {
        for (let step = 0; step < steps; step++) {
          const low = f.let(v128.load(b.at, step * panelRow));
          const high = f.let(v128.load(b.at, step * panelRow + 16));
          accumulators.forEach(([left, right], row) => {
            const splat = f.let(v128.loadSplat(a.at, step * panelColumn + row * 4));
            f.set(left, f32x4.multiplyAdd(splat, low, left, fused));
            f.set(right, f32x4.multiplyAdd(splat, high, right, fused));
          });
        }
        f.increase(a.at, steps === 1 ? a.step : i32.const(steps * panelColumn));
        f.increase(b.at, steps === 1 ? b.step : i32.const(steps * panelRow));
        f.increase(left, i32.const(-steps));
      },
    );
  }
}

/** Where the tile begins: with zeros or the bias in the first block, later with what is in C. */
function beginTile(
  f: FunctionBuilder,
  accumulators: Accumulators,
  bias: Code,
  isFirst: Code,
  source: { at: Local; stride: Local; prepare: () => void },
): void {
  f.if(
    isFirst,
    () => {
      for (const half of accumulators.flat()) f.set(half, f32x4.splat(f32.const(0)));
      f.if(bias, () => {
        for (const [left, right] of accumulators) {
          f.set(left, v128.load(bias));
          f.set(right, v128.load(bias, 16));
        }
      });
    },
    () => {
      source.prepare();
      const from = f.let(source.at);
      for (const [left, right] of accumulators) {
        f.set(left, v128.load(from));
        f.set(right, v128.load(from, 16));
        f.increase(from, source.stride);
      }
    },
  );
}

/** `height` rows of C from row `row` on, for one block of the depth. */
function tilesOfRows(
  f: FunctionBuilder,
  height: number,
  row: Local,
  matrices: Matrices,
  block: Block,
  { transposeA, fused }: Variant,
): void {
  const { a, b, c, bias, columns, strideA, strideB, strideC, scratch } = matrices;
  const column = f.let(i32.const(0));
  const panel = f.let(block.panels);
  const rowOfC = f.let(i32.add(c, i32.mul(row, strideC)));
  const startOfA = f.let(
    transposeA
      ? i32.add(i32.add(a, i32.mul(block.start, strideA)), bytesOf(row))
      : i32.add(i32.add(a, i32.mul(row, strideA)), bytesOf(block.start)),
  );
  const stepOfA = transposeA ? strideA : i32.const(4);
  const stepOfB = f.let(i32.choose(block.packed, i32.const(panelRow), strideB));
  const rowOfB = f.let(i32.add(b, i32.mul(block.start, strideB)));
  const accumulators = Array.from({ length: height }, () => [f.local('v128'), f.local('v128')] as const);
  const inPanels = height === tileRows;
  if (inPanels) packFourRows(f, startOfA, matrices, block, transposeA);
  f.while(
    () => i32.lessThan(column, columns),
    () => {
      const width = f.let(i32.sub(columns, column));
      const partial = f.let(i32.lessThan(width, i32.const(tileColumns)));
      const place = f.let(i32.add(rowOfC, bytesOf(column)));
      const target = f.let(i32.choose(partial, scratch, place));
      const stride = f.let(i32.choose(partial, i32.const(panelRow), strideC));
      const inC = { at: place, stride: strideC };
      const inScratch = { at: scratch, stride: i32.const(panelRow) };
      const biasHere = f.let(i32.choose(bias, i32.add(bias, bytesOf(column)), i32.const(0)));
      beginTile(f, accumulators, biasHere, i32.isZero(block.start), {
        at: target,
        stride,
        prepare: () => f.if(partial, () => copyPart(f, height, width, inC, inScratch)),
      });
      const fromA = {
        at: f.let(inPanels ? block.panelOfA : startOfA),
        step: inPanels ? i32.const(panelColumn) : stepOfA,
      };
      const fromB = {
        at: f.let(i32.choose(block.packed, panel, i32.add(rowOfB, bytesOf(column)))),
        step: stepOfB,
      };
      multiplyThrough(f, accumulators, fromA, fromB, block.size, { fused, unrolled: inPanels });
      const to = f.let(target);
      for (const [left, right] of accumulators) {
        f.store(to, left);
        f.store(to, right, 16);
        f.increase(to, stride);
      }
      f.if(partial, () => copyPart(f, height, width, inScratch, inC));
      f.increase(panel, i32.mul(block.size, i32.const(panelRow)));
      f.increase(column, i32.const(tileColumns));
    },
  );
}

export type ProductName =
  | 'product'
  | 'productOfTransposedB'
  | 'productOfTransposedA'
  | 'productOfBothTransposed';

export const productName = (transposeA: boolean, transposeB: boolean): ProductName =>
  transposeA
    ? transposeB
      ? 'productOfBothTransposed'
      : 'productOfTransposedA'
    : transposeB
      ? 'productOfTransposedB'
      : 'product';

/** (a, b, c, bias, rows, columns, depth, strideA, strideB, strideC, scratch) */
export function emitMatrixProducts(module: ModuleBuilder, fused: boolean): void {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) emitProduct(module, { transposeA, transposeB, fused });
  }
}

function emitProduct(module: ModuleBuilder, variant: Variant): void {
  const name = productName(variant.transposeA, variant.transposeB);
  module.function(
    name,
    Array.from({ length: 11 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [a, b, c, bias, rows, columns, depth, strideA, strideB, strideC, scratch] = parameters as [
        ...[Local, Local, Local, Local, Local, Local],
        ...[Local, Local, Local, Local, Local],
      ];
      const matrices = { a, b, c, bias, rows, columns, depth, strideA, strideB, strideC, scratch };
      const packed = f.let(variant.transposeB ? i32.const(1) : i32.lessThan(i32.const(tileRows - 1), rows));
      const panelOfA = f.let(i32.add(scratch, i32.const(tileBytes)));
      const panels = f.let(i32.add(panelOfA, i32.const(panelBytesOfA)));
      const start = f.let(i32.const(0));
      f.while(
        () => i32.lessThan(start, depth),
        () => {
          const size = f.let(smaller(i32.sub(depth, start), i32.const(blockDepth)));
          const block = { start, size, panelOfA, packed, panels };
          f.if(packed, () => (variant.transposeB ? packColumns : packRows)(f, matrices, block));
          const row = f.let(i32.const(0));
          for (const height of [tileRows, 1]) {
            f.while(
              () => i32.lessThan(i32.add(row, i32.const(height - 1)), rows),
              () => {
                tilesOfRows(f, height, row, matrices, block, variant);
                f.increase(row, i32.const(height));
              },
            );
          }
          f.increase(start, size);
        },
      );
    },
  );
}
