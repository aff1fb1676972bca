/**
 * C = A B + bias for float32 matrices that lie in rows, with A or B transposed where they lie: no transpose is made
 * beyond the panels that the loop reads anyway. The product is built in tiles of 4 rows and 8 columns, which fit into
 * the registers, from pieces of A and B that are first copied into panels (`panels.ts`).
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

import {
  type Block,
  blockDepth,
  bytesOf,
  type Matrices,
  packColumns,
  packFourRows,
  packRows,
  panelBytesOfA,
  panelColumn,
  panelRow,
  smaller,
  tileBytes,
  tileColumns,
  tileRows,
} from './panels.ts';
import { times } from './vector-loops.ts';

interface Variant {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly fused: boolean;
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

type Accumulators = readonly (readonly [Local, Local])[];

interface Cursor {
  readonly at: Local;
  readonly step: Code;
}

/**
 * acc[row] += A[row] B[0..7] through the whole block. One step a turn: a longer body was measured to run slower, by a
 * quarter with four steps.
 */
function multiplyThrough(
  f: FunctionBuilder,
  accumulators: Accumulators,
  a: Cursor,
  b: Cursor,
  depth: Local,
  fused: boolean,
): void {
  times(f, depth, () => {
    const low = f.let(v128.load(b.at));
    const high = f.let(v128.load(b.at, 16));
    accumulators.forEach(([left, right], row) => {
      const splat = f.let(v128.loadSplat(a.at, row * 4));
      f.set(left, f32x4.multiplyAdd(splat, low, left, fused));
      f.set(right, f32x4.multiplyAdd(splat, high, right, fused));
    });
    f.increase(a.at, a.step);
    f.increase(b.at, b.step);
  });
}

/** Given as the address of a bias: the product is added to what is in C. */
export const ontoC = 1;

/** Where the tile begins: with zeros or the bias in the first block, later with what is in C. */
function beginTile(
  f: FunctionBuilder,
  accumulators: Accumulators,
  bias: Code,
  isFresh: Code,
  source: { at: Local; stride: Local; prepare: () => void },
): void {
  f.if(
    isFresh,
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
      const isFresh = i32.and(i32.isZero(block.start), i32.isZero(i32.equal(bias, i32.const(ontoC))));
      beginTile(f, accumulators, biasHere, isFresh, {
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
      multiplyThrough(f, accumulators, fromA, fromB, block.size, fused);
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

/** (a, b, c, bias or 0 or `ontoC`, rows, columns, depth, strideA, strideB, strideC, scratch) */
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
