/** Rows that lie apart in memory, as those of one head do: copied with a factor, and turned by their position. */
import { f32x4, i32, type Local, type ModuleBuilder } from './assembler.ts';
import { overNumbers, times } from './vector-loops.ts';

/** to = factor x from: (from, to, rows, width, bytes between rows of each, factor). */
function emitScaleRows(module: ModuleBuilder): void {
  const types = [...Array.from({ length: 6 }, () => 'i32' as const), 'f32' as const];
  module.function('scaleRows', types, null, (f, parameters) => {
    const [from, to, rows, width, fromStride, toStride, given] = parameters as [
      ...[Local, Local, Local, Local],
      ...[Local, Local, Local],
    ];
    const factor = f.let(f32x4.splat(given));
    times(f, rows, () => {
      const [source, target] = [f.let(from), f.let(to)];
      overNumbers(f, width, [source, target], (lanes) => {
        lanes.store(target, f32x4.mul(lanes.load(source), factor));
      });
      f.increase(from, fromStride);
      f.increase(to, toStride);
    });
  });
}

/**
 * (a, b) -> (a cos - b sin, b cos + a sin) for the two halves of each head:
 * (x, y, cosines, sines, rows, heads, half a head), one row of cosines and sines for each row; `way` is 1 there and -1 back.
 */
function emitRotateRows(module: ModuleBuilder): void {
  const types = [...Array.from({ length: 7 }, () => 'i32' as const), 'f32' as const];
  module.function('rotateRows', types, null, (f, parameters) => {
    const [x, y, cosines, sines, rows, heads, half, way] = parameters as [
      ...[Local, Local, Local, Local],
      ...[Local, Local, Local, Local],
    ];
    const bytes = f.let(i32.shl(half, 2));
    const sign = f.let(f32x4.splat(way));
    times(f, rows, () => {
      times(f, heads, () => {
        const [first, second] = [f.let(x), f.let(i32.add(x, bytes))];
        const [toFirst, toSecond] = [f.let(y), f.let(i32.add(y, bytes))];
        const [c, s] = [f.let(cosines), f.let(sines)];
        overNumbers(f, half, [first, second, toFirst, toSecond, c, s], (lanes) => {
          const [a, b] = [lanes.load(first), lanes.load(second)];
          const [cosine, sine] = [lanes.load(c), f.let(f32x4.mul(lanes.load(s), sign))];
          lanes.store(toFirst, f32x4.sub(f32x4.mul(a, cosine), f32x4.mul(b, sine)));
          lanes.store(toSecond, f32x4.add(f32x4.mul(b, cosine), f32x4.mul(a, sine)));
        });
        f.increase(x, i32.shl(bytes, 1));
        f.increase(y, i32.shl(bytes, 1));
      });
      f.increase(cosines, bytes);
      f.increase(sines, bytes);
    });
  });
}

export function emitAttention(module: ModuleBuilder): void {
  emitScaleRows(module);
  emitRotateRows(module);
}
