/** The arithmetic of AdamW in one walk over the heap; `kernels/adamw.ts` says what it means. */
import { f32, f32x4, type Local, type ModuleBuilder } from './assembler.ts';
import { overNumbers, sumOfLanes } from './vector-loops.ts';

/**
 * (parameter, gradient, mean, square, updated parameter, count, gradient's factor, beta1, beta2, step size, factor of
 * the root of the square, epsilon, decay): mean and square are written in place.
 */
export function emitOptimizer(module: ModuleBuilder): void {
  const types = [
    ...Array.from({ length: 6 }, () => 'i32' as const),
    ...Array.from({ length: 7 }, () => 'f32' as const),
  ];
  module.function('adamw', types, null, (f, parameters) => {
    const [parameter, gradient, mean, square, updated, count] = parameters as [
      Local,
      Local,
      Local,
      Local,
      Local,
      Local,
    ];
    const [factor, beta1, beta2, stepSize, correction, epsilon, decay] = parameters
      .slice(6)
      .map((value) => f.let(f32x4.splat(value))) as [Local, Local, Local, Local, Local, Local, Local];
    const one = f.constant(1);
    const rest1 = f.let(f32x4.sub(one, beta1));
    const rest2 = f.let(f32x4.sub(one, beta2));
    const kept = f.let(f32x4.sub(one, decay));
    overNumbers(f, count, [parameter, gradient, mean, square, updated], (lanes) => {
      const g = f.let(f32x4.mul(lanes.load(gradient), factor));
      const m = f.let(f32x4.add(f32x4.mul(lanes.load(mean), beta1), f32x4.mul(g, rest1)));
      const v = f.let(f32x4.add(f32x4.mul(lanes.load(square), beta2), f32x4.mul(f32x4.mul(g, g), rest2)));
      const divisor = f32x4.add(f32x4.mul(f32x4.sqrt(v), correction), epsilon);
      const step = f32x4.div(f32x4.mul(m, stepSize), divisor);
      lanes.store(updated, f32x4.sub(f32x4.mul(lanes.load(parameter), kept), step));
      lanes.store(mean, m);
      lanes.store(square, v);
    });
  });
  module.function('sumOfSquares', ['i32', 'i32'], 'f32', (f, parameters) => {
    const [x, count] = parameters as [Local, Local];
    const total = f.let(f32x4.splat(f32.const(0)));
    overNumbers(f, count, [x], (lanes) => {
      const value = lanes.load(x);
      f.set(total, f32x4.add(total, lanes.counted(f32x4.mul(value, value))));
    });
    f.result(f32x4.lane(sumOfLanes(f, total), 0));
  });
}
