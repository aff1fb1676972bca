import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  gelu,
  geluTanh,
  plainGelu,
  plainGeluTanh,
  plainSilu,
  silu,
} from '../../../src/models/kernels/gelu.ts';
import { layerNorm, plainLayerNorm, plainRmsNorm, rmsNorm } from '../../../src/models/kernels/norm.ts';
import { dispose, type Tensor, type Tensor1D, tensor, tidy } from '../../../src/models/tf.ts';
import { nodeBackends, randomTensor, start } from '../../support/backends.ts';
import '../../support/matchers.ts';
import { expectGradient, expectSame } from './gradient-check.ts';

const activations = {
  gelu: [gelu, plainGelu],
  geluTanh: [geluTanh, plainGeluTanh],
  silu: [silu, plainSilu],
} as const;

describe.each(nodeBackends)('on %s', (backend) => {
  beforeAll(() => start(backend));

  describe.each(Object.entries(activations))('%s', (_name, [ours, plain]) => {
    test.each([1, 3, 4, 1001])('of %i numbers is its plain version', async (count) => {
      const x = randomTensor([count], count, 3);
      await expectSame(ours, plain, [x]);
      x.dispose();
    });

    test('has the gradient of its differences', async () => {
      const x = randomTensor([7], 5);
      await expectGradient(ours, [x]);
      x.dispose();
    });

    test('stays finite far out', async () => {
      const x = tensor([-1e4, -200, -90, -20, 20, 90, 200, 1e4]);
      const y = ours(x);
      expect(await y.data()).toBeAllClose([0, 0, 0, 0, 20, 90, 200, 1e4], 1e-6);
      dispose([x, y]);
    });
  });

  describe.each([1, 2, 6, 64])('norms of width %i', (width) => {
    let inputs: [Tensor, Tensor1D, Tensor1D];
    beforeAll(() => {
      const x = tidy(() => randomTensor([2, 5, width], 1, 2).add(0.7));
      inputs = [x, randomTensor([width], 2) as Tensor1D, randomTensor([width], 3) as Tensor1D];
    });
    afterAll(() => dispose(inputs));

    test('layerNorm is its plain version', async () => {
      const epsilon = width === 1 ? 1 : 1e-5;
      await expectSame(
        (x, gain, bias) => layerNorm(x as Tensor, gain as Tensor1D, bias as Tensor1D, epsilon),
        (x, gain, bias) => plainLayerNorm(x as Tensor, gain as Tensor1D, bias as Tensor1D, epsilon),
        inputs,
        1e-4,
      );
    });

    test('rmsNorm is its plain version', async () => {
      await expectSame(
        (x, gain) => rmsNorm(x as Tensor, gain as Tensor1D, 1e-5),
        (x, gain) => plainRmsNorm(x as Tensor, gain as Tensor1D, 1e-5),
        inputs.slice(0, 2),
        1e-4,
      );
    });
  });

  test('norms have the gradient of their differences', async () => {
    const inputs = [randomTensor([3, 6], 1), randomTensor([6], 2), randomTensor([6], 3)];
    await expectGradient((x, g, b) => layerNorm(x as Tensor, g as Tensor1D, b as Tensor1D, 1e-5), inputs);
    await expectGradient((x, g) => rmsNorm(x as Tensor, g as Tensor1D, 1e-5), inputs.slice(0, 2));
    dispose(inputs);
  });

  test('layerNorm gives rows of mean 0 and variance 1', async () => {
    const inputs = [
      randomTensor([4, 64], 1, 5),
      tensor(new Float32Array(64).fill(1)),
      tensor(new Float32Array(64)),
    ];
    const [x, gain, bias] = inputs as [Tensor, Tensor1D, Tensor1D];
    const y = layerNorm(x, gain, bias, 1e-5);
    const numbers = Array.from(await y.data());
    for (let row = 0; row < 4; row++) {
      const own = numbers.slice(row * 64, row * 64 + 64);
      const mean = own.reduce((sum, one) => sum + one, 0) / 64;
      expect(mean).toBeCloseTo(0, 5);
      expect(own.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 64).toBeCloseTo(1, 4);
    }
    dispose([...inputs, y]);
  });
});
