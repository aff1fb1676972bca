/**
 * Panels for the matrix product (`matrix-product.ts`): pieces of A and B copied so that its innermost loop reads both
 * straight on. A panel of B is 8 columns wide and as deep as a block, up to 256; one of A is 4 rows high and as deep.
 */
import { type Code, type FunctionBuilder, i32, type Local, v128 } from './assembler.ts';

export const blockDepth = 256;
export const tileColumns = 8;
export const tileRows = 4;
export const panelRow = 4 * tileColumns; // Bytes.
export const tileBytes = tileRows * panelRow;
export const panelColumn = 4 * tileRows; // Bytes, of a panel of A.
/** Up to three steps more than the block are written where four are turned over at a time. */
export const panelBytesOfA = (blockDepth + 4) * panelColumn;

/** The bytes of work space that a product with this many columns needs. */
export function scratchBytes(columns: number): number {
  const panels = Math.ceil(columns / tileColumns);
  return tileBytes + panelBytesOfA + (panels * blockDepth + 4) * panelRow;
}

export interface Matrices {
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
export interface Block {
  readonly start: Local;
  readonly size: Local;
  readonly panelOfA: Local;
  /** Whether B lies in panels at `panels`: not worth it for a few rows of A. */
  readonly packed: Code;
  readonly panels: Local;
}

export const bytesOf = (count: Code): Code => i32.shl(count, 2);
export const smaller = (a: Code, b: Code): Code => i32.choose(i32.lessThan(a, b), a, b);

/** Rows of B as they are -> panels of 8 columns. */
export function packRows(f: FunctionBuilder, { b, strideB, columns }: Matrices, block: Block): void {
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
export function packColumns(f: FunctionBuilder, { b, strideB, columns }: Matrices, block: Block): void {
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

/** Four rows of A, from `from` on -> a panel of as many columns as the block is deep, 4 numbers each. */
export function packFourRows(
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
