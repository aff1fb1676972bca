/** Loops over rows of float32, four numbers at a time and the last one to three alone, and arithmetic for them. */
import { type Code, type FunctionBuilder, f32, f32x4, i32, i32x4, type Local, v128 } from './assembler.ts';

/** How the body of a loop reads and writes: four numbers, or one of the last (copied into all lanes). */
export interface Lanes {
  load(pointer: Local): Local;
  store(pointer: Local, value: Code): void;
  /** The value with zeros in the lanes that stand for nothing, so that a sum may take it in. */
  counted(value: Code): Code;
}

const onlyFirst = v128.const([-1, 0, 0, 0]);

/** Runs `body` over `count` numbers; every pointer is moved along. The body is written twice, once for each width. */
export function overNumbers(
  f: FunctionBuilder,
  count: Code,
  pointers: readonly Local[],
  body: (lanes: Lanes) => void,
): void {
  const left = f.let(count);
  const wide: Lanes = {
    load: (pointer) => f.let(v128.load(pointer)),
    store: (pointer, value) => f.store(pointer, value),
    counted: (value) => value,
  };
  const single: Lanes = {
    load: (pointer) => f.let(v128.loadSplat(pointer)),
    store: (pointer, value) => f.storeLane(pointer, value),
    counted: (value) => v128.and(value, onlyFirst),
  };
  for (const [lanes, width] of [[wide, 4] as const, [single, 1] as const]) {
    f.while(
      () => i32.lessThan(i32.const(width - 1), left),
      () => {
        body(lanes);
        for (const pointer of pointers) f.increase(pointer, i32.const(4 * width));
        f.increase(left, i32.const(-width));
      },
    );
  }
}

/** Runs `body` `count` times. */
export function times(f: FunctionBuilder, count: Local, body: () => void): void {
  const left = f.let(count);
  f.while(
    () => left,
    () => {
      body();
      f.increase(left, i32.const(-1));
    },
  );
}

export const zeroVector = (): Code => f32x4.splat(f32.const(0));

/** All four lanes added up, as a vector of four copies. */
export function sumOfLanes(f: FunctionBuilder, value: Code): Local {
  const all = f.let(value);
  const pairs = f.let(f32x4.add(all, v128.shuffle(all, all, [2, 3, 0, 1])));
  return f.let(f32x4.add(pairs, v128.shuffle(pairs, pairs, [1, 0, 3, 2])));
}

export function maximumOfLanes(f: FunctionBuilder, value: Code): Local {
  const all = f.let(value);
  const pairs = f.let(f32x4.max(all, v128.shuffle(all, all, [2, 3, 0, 1])));
  return f.let(f32x4.max(pairs, v128.shuffle(pairs, pairs, [1, 0, 3, 2])));
}

/** A function of a vector whose constants were loaded beforehand. */
export type VectorFunction = (x: Code) => Local;

/**
 * exp(x) to 2e-7 of itself: x = n ln 2 + r, and a polynomial for exp(r) (Cephes' expf, Moshier 1989). Below -87 it
 * stays at 1e-38 and above 88 at 1e38.
 */
export function exponential(f: FunctionBuilder): VectorFunction {
  const lowest = f.constant(-87.3);
  const highest = f.constant(88.3);
  const perLog2 = f.constant(Math.LOG2E);
  // Adding 1.5 x 2^23 rounds to a whole number and leaves that number in the low bits.
  const rounder = f.constant(12582912);
  const log2High = f.constant(0.693359375);
  const log2Low = f.constant(-2.1219444e-4);
  const one = f.constant(1);
  const coefficients = [
    1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  ].map((coefficient) => f.constant(coefficient));
  return (x) => {
    const bounded = f.let(f32x4.max(f32x4.min(x, highest), lowest));
    const shifted = f.let(f32x4.add(f32x4.mul(bounded, perLog2), rounder));
    const whole = f.let(f32x4.sub(shifted, rounder));
    const rest = f.let(f32x4.sub(f32x4.sub(bounded, f32x4.mul(whole, log2High)), f32x4.mul(whole, log2Low)));
    const [first = one, ...others] = coefficients;
    const polynomial = others.reduce<Code>(
      (value, coefficient) => f32x4.add(f32x4.mul(value, rest), coefficient),
      first,
    );
    const value = f32x4.add(f32x4.add(f32x4.mul(polynomial, f32x4.mul(rest, rest)), rest), one);
    const power = i32x4.add(i32x4.shl(shifted, 23), one); // The bits of 2^n.
    return f.let(f32x4.mul(value, power));
  };
}

/** 1 / (1 + exp(-x)) */
export function logistic(f: FunctionBuilder): VectorFunction {
  const exp = exponential(f);
  const one = f.constant(1);
  return (x) => f.let(f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x)))));
}
