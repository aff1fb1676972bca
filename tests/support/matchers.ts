/** `expect(numbers).toBeAllClose(wanted, tolerance)`: number by number, within tolerance x (1 + the larger one). */
import { expect } from 'vitest';

interface AllClose<R> {
  toBeAllClose(wanted: ArrayLike<number>, tolerance?: number): R;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: vitest's own declaration has this type parameter.
  interface Matchers<T = any> extends AllClose<T> {}
}

expect.extend({
  toBeAllClose(received: ArrayLike<number>, wanted: ArrayLike<number>, tolerance = 1e-5) {
    if (received.length !== wanted.length) {
      return { pass: false, message: () => `${received.length} numbers, but ${wanted.length} are wanted` };
    }
    let worst = -1;
    let most = -1;
    for (let index = 0; index < wanted.length; index++) {
      const [one, other] = [received[index] ?? Number.NaN, wanted[index] ?? Number.NaN];
      const off = Math.abs(one - other) / (1 + Math.max(Math.abs(one), Math.abs(other)));
      if (!(off <= most)) [worst, most] = [index, off]; // NaN counts as far off.
      if (Number.isNaN(off)) break;
    }
    const pass = wanted.length === 0 || most <= tolerance;
    const where = `number ${worst}: ${received[worst]}, wanted ${wanted[worst]}, off by ${most} (at most ${tolerance})`;
    return { pass, message: () => where };
  },
});
