import { beforeAll, describe, expect, test } from 'vitest';
import '../../../src/models/kernels/index.ts';
import { dispose, matMul, type Tensor, tidy } from '../../../src/models/tf.ts';
import { leftBehind, nodeBackends, randomTensor, start } from '../../support/backends.ts';
import '../../support/matchers.ts';
import { expectGradient } from './gradient-check.ts';

/** rows, depth, columns: one number, whole tiles, edges of tiles, and depths of more than one block. */
const sizes = [
  [1, 1, 1],
  [4, 4, 8],
  [5, 7, 9],
  [3, 300, 17],
  [13, 513, 8],
  [1, 33, 20],
  [40, 258, 7],
] as const;

const transposes = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

interface Product {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

type Numbers = ArrayLike<number>;

/** By the definition, in float64. a: [rows, depth] or transposed, b: [depth, columns] or transposed. */
function byLoop(a: Numbers, b: Numbers, { rows, depth, columns, transposeA, transposeB }: Product): number[] {
  const c: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let total = 0;
      for (let k = 0; k < depth; k++) {
        const left = a[transposeA ? k * rows + row : row * depth + k] ?? Number.NaN;
        const right = b[transposeB ? column * depth + k : k * columns + column] ?? Number.NaN;
        total += left * right;
      }
      c.push(total);
    }
  }
  return c;
}

/** Shapes of batches, and which matrices of each make the ones of the result. */
const batches = [
  { a: [3], b: [3], pairs: ['00', '11', '22'] },
  { a: [3], b: [1], pairs: ['00', '10', '20'] },
  { a: [1], b: [3], pairs: ['00', '01', '02'] },
  { a: [2, 2], b: [2, 2], pairs: ['00', '11', '22', '33'] },
];

/** One axis shared and one not: TensorFlow.js' own kernels answer wrongly here. */
const crossed = { a: [2, 1], b: [2, 2], pairs: ['00', '01', '12', '13'] };

describe.each(nodeBackends)('matMul on %s', (backend) => {
  beforeAll(() => start(backend));

  test.each(transposes)('is the product, transposed: %s, %s', async (transposeA, transposeB) => {
    const left = await leftBehind(async () => {
      for (const [rows, depth, columns] of sizes) {
        const product = { rows, depth, columns, transposeA, transposeB };
        const a = randomTensor(transposeA ? [depth, rows] : [rows, depth], 1);
        const b = randomTensor(transposeB ? [columns, depth] : [depth, columns], 2);
        const c = matMul(a, b, transposeA, transposeB);
        expect(c.shape).toEqual([rows, columns]);
        expect(await c.data()).toBeAllClose(byLoop(await a.data(), await b.data(), product), 2e-5);
        dispose([a, b, c]);
      }
    });
    expect(left).toBe(0);
  });

  test.each(transposes)(
    'of batches is that of each pair, transposed: %s, %s',
    async (transposeA, transposeB) => {
      const product = { rows: 5, depth: 6, columns: 9, transposeA, transposeB };
      for (const batch of backend === 'wasm' ? [...batches, crossed] : batches) {
        const a = randomTensor([...batch.a, ...(transposeA ? [6, 5] : [5, 6])], 3);
        const b = randomTensor([...batch.b, ...(transposeB ? [9, 6] : [6, 9])], 4);
        const c = matMul(a, b, transposeA, transposeB);
        const [numbersA, numbersB] = [await a.data(), await b.data()];
        const wanted = batch.pairs.flatMap((pair) => {
          const [ofA = 0, ofB = 0] = [...pair].map(Number);
          return byLoop(
            numbersA.slice(ofA * 30, ofA * 30 + 30),
            numbersB.slice(ofB * 54, ofB * 54 + 54),
            product,
          );
        });
        expect(await c.data()).toBeAllClose(wanted);
        dispose([a, b, c]);
      }
    },
  );

  test.each(transposes)(
    'has the gradient of its differences, transposed: %s, %s',
    async (transposeA, transposeB) => {
      for (const [batchA, batchB] of [
        [[], []],
        [[2], [2]],
        [[2], [1]],
        [[1], [2]],
      ] as const) {
        const a = randomTensor([...batchA, ...(transposeA ? [4, 3] : [3, 4])], 5);
        const b = randomTensor([...batchB, ...(transposeB ? [5, 4] : [4, 5])], 6);
        await expectGradient((x, y) => matMul(x as Tensor, y as Tensor, transposeA, transposeB), [a, b]);
        dispose([a, b]);
      }
    },
  );

  test('refuses matrices that do not fit', () => {
    expect(() => tidy(() => matMul(randomTensor([2, 3], 1), randomTensor([4, 5], 2)))).toThrow();
  });
});
