import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  crossEntropy,
  plainCrossEntropy,
  plainTokenLosses,
  tokenLosses,
} from '../../../src/models/kernels/cross-entropy.ts';
import { embed, plainEmbed } from '../../../src/models/kernels/embed.ts';
import { linearMap, plainLinearMap } from '../../../src/models/kernels/linear-map.ts';
import { maskedSoftmax, plainMaskedSoftmax } from '../../../src/models/kernels/masked-softmax.ts';
import {
  dispose,
  div,
  exp,
  maximum,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
  tidy,
  zeros,
} from '../../../src/models/tf.ts';
import { leftBehind, nodeBackends, randomIds, randomTensor, start } from '../../support/backends.ts';
import '../../support/matchers.ts';
import { expectGradient, expectSame } from './gradient-check.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

/** The plain version, in ops that have gradients of their own: comparisons have none. */
const plainWithGradient = (scores: Tensor, mask: Tensor): Tensor => {
  const weights = mul(exp(scores), mask);
  return div(weights, maximum(sum(weights, -1, true), 1e-20));
};

/** 1 where the key is not later than the query: [1, 1, queries, keys]. */
const causalMask = (queries: number, keys: number): Tensor =>
  tensor(
    Float32Array.from({ length: queries * keys }, (_, index) =>
      index % keys <= Math.floor(index / keys) ? 1 : 0,
    ),
    [1, 1, queries, keys],
  );

describe.each(nodeBackends)('on %s', (backend) => {
  beforeAll(() => start(backend));

  describe('maskedSoftmax', () => {
    test.each([1, 3, 8, 21])(
      'with a causal mask of %i keys: rows of sum 1, nothing of the future',
      async (keys) => {
        const [scores, mask] = [randomTensor([2, 3, keys, keys], 1, 4), causalMask(keys, keys)];
        const pattern = maskedSoftmax(scores, mask);
        const numbers = Array.from(await pattern.data());
        for (let row = 0; row < 2 * 3 * keys; row++) {
          const own = numbers.slice(row * keys, (row + 1) * keys);
          expect(own.reduce((total, one) => total + one, 0)).toBeCloseTo(1, 5);
          expect(own.slice((row % keys) + 1)).toEqual(new Array(keys - (row % keys) - 1).fill(0));
        }
        dispose([scores, mask, pattern]);
      },
    );

    test('is its plain version for every shape of mask, and for none', async () => {
      const scores = randomTensor([2, 3, 5, 7], 1, 4);
      const shapes = [
        [1, 1, 5, 7],
        [2, 1, 5, 7],
        [2, 1, 1, 7],
        [1, 3, 5, 7],
        [2, 3, 5, 7],
        [2, 3, 1, 7],
        [1, 1, 5, 1],
      ];
      for (const shape of shapes) {
        const mask = tidy(() => randomTensor(shape, 7).greater(0).cast('float32'));
        await expectSame(
          (x) => maskedSoftmax(x as Tensor, mask),
          (x) => plainWithGradient(x as Tensor, mask),
          [scores],
        );
        mask.dispose();
      }
      await expectSame(
        (x) => maskedSoftmax(x as Tensor, null),
        (x) => plainMaskedSoftmax(x as Tensor, null),
        [scores],
      );
      scores.dispose();
    });

    test('has the gradient of its differences', async () => {
      const [scores, mask] = [randomTensor([1, 2, 3, 3], 1), causalMask(3, 3)];
      await expectGradient((x) => maskedSoftmax(x as Tensor, mask), [scores]);
      dispose([scores, mask]);
    });

    test('a row with nothing to see is all zeros, and a large hidden score does no harm', async () => {
      const scores = tensor([1, 2, 3, 1, 2, 1e30], [1, 1, 2, 3]);
      const mask = tensor([0, 0, 0, 1, 1, 0], [1, 1, 2, 3]);
      const pattern = maskedSoftmax(scores, mask);
      const e = Math.E;
      expect(await pattern.data()).toBeAllClose([0, 0, 0, 1 / (1 + e), e / (1 + e), 0]);
      dispose([scores, mask, pattern]);
    });
  });

  describe('linearMap', () => {
    test('is its plain version, with and without a bias', async () => {
      const inputs = [randomTensor([9, 5], 1), randomTensor([5, 11], 2), randomTensor([11], 3)];
      for (const given of [inputs, inputs.slice(0, 2)]) {
        await expectSame(
          (x, weight, bias) => linearMap(x as Tensor2D, weight as Tensor2D, bias as Tensor1D | undefined),
          (x, weight, bias) =>
            plainLinearMap(x as Tensor2D, weight as Tensor2D, bias as Tensor1D | undefined),
          given,
        );
      }
      await expectGradient((x, w, b) => linearMap(x as Tensor2D, w as Tensor2D, b as Tensor1D), inputs);
      dispose(inputs);
    });

    test('takes rows of any shape, and few of them', async () => {
      for (const shape of [
        [2, 3, 5],
        [1, 1, 5],
        [3, 5],
        [2, 1, 5],
      ]) {
        const inputs = [randomTensor(shape, 1), randomTensor([5, 47], 2), randomTensor([47], 3)];
        await expectSame(
          (x, w, b) => linearMap(x as Tensor, w as Tensor2D, b as Tensor1D),
          (x, w, b) => plainLinearMap(x as Tensor, w as Tensor2D, b as Tensor1D),
          inputs,
        );
        dispose(inputs);
      }
      const inputs = [randomTensor([2, 2, 3], 1), randomTensor([3, 5], 2), randomTensor([5], 3)];
      await expectGradient((x, w, b) => linearMap(x as Tensor, w as Tensor2D, b as Tensor1D), inputs);
      dispose(inputs);
    });
  });

  describe('embed', () => {
    test('is its plain version, also for a token that stands twice', async () => {
      const table = randomTensor([6, 5], 1);
      const ids = tensor(
        [
          [0, 5, 5],
          [2, 0, 5],
        ],
        [2, 3],
        'int32',
      );
      await expectSame(
        (x) => embed(x as Tensor2D, ids),
        (x) => plainEmbed(x as Tensor2D, ids),
        [table],
      );
      dispose([table, ids]);
    });
  });

  describe('crossEntropy', () => {
    test.each([undefined, [1, 0, 1, 0.5, 1, 1]])('is its plain version, with weights %j', async (weights) => {
      const logits = randomTensor([2, 3, 11], 1, 3);
      const targets = randomIds([2, 3], 11, 2);
      const weight = weights && tensor(weights, [2, 3]);
      const ours = (x: Tensor) => crossEntropy(x, targets, weight).loss;
      await expectSame(
        (x) => ours(x as Tensor),
        (x) => plainCrossEntropy(x as Tensor, targets, weight),
        [logits],
      );
      await expectGradient((x) => ours(x as Tensor), [logits]);
      dispose([logits, targets, ...(weight ? [weight] : [])]);
    });

    test('of each token is by the definition, in float64', async () => {
      const logits = randomTensor([4, 9], 1, 5);
      const targets = randomIds([4], 9, 2);
      const [numbers, chosen] = [Array.from(await logits.data()), await targets.data()];
      const wanted = Array.from(chosen, (target, row) => {
        const own = numbers.slice(row * 9, row * 9 + 9);
        return Math.log(own.reduce((total, one) => total + Math.exp(one), 0)) - (own[target] ?? 0);
      });
      const [ours, plain] = [tokenLosses(logits, targets), tidy(() => plainTokenLosses(logits, targets))];
      expect(await ours.data()).toBeAllClose(wanted);
      expect(await plain.data()).toBeAllClose(wanted);
      dispose([logits, targets, ours, plain]);
    });

    test('is 0 where no target counts', async () => {
      const [logits, targets, weights] = [randomTensor([2, 5], 1), randomIds([2], 5, 2), zeros([2])];
      const { loss } = crossEntropy(logits, targets, weights);
      expect(await loss.data()).toBeAllClose([0]);
      dispose([logits, targets, weights, loss]);
    });
  });

  test('ops without a gradient leave nothing behind', async () => {
    const table = randomTensor([6, 8], 1) as Tensor2D;
    const ids = randomIds([1, 4], 6, 2);
    const left = await leftBehind(() => {
      tidy(() => crossEntropy(embed(table, ids), ids).loss).dispose();
    });
    expect(left).toBe(0);
    dispose([table, ids]);
  });
});

describe('ids that the table does not have, on wasm', () => {
  beforeAll(() => start('wasm'));

  test.each([-1, 6])('embed and crossEntropy refuse %i', (id) => {
    const run = (op: (x: Tensor2D, ids: Tensor) => unknown) => () =>
      tidy(() => void op(randomTensor([6, 6], 1) as Tensor2D, tensor([id, 0, 1, 2, 3, 4], [6], 'int32')));
    expect(run((table, ids) => embed(table, ids))).toThrow(/is not one of the 6/);
    expect(run((logits, ids) => crossEntropy(logits, ids))).toThrow(/is not one of the 6/);
  });
});
