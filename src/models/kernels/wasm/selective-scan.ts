/**
 * One step of the selective scan, and of its gradient, for all channels and states of one text; `kernels/selective-scan.ts`
 * says what they mean. The states lie side by side, so four of them are worked on at a time.
 */
import { f32x4, i32, type Local, type ModuleBuilder, v128 } from './assembler.ts';
import { exponential, overNumbers, sumOfLanes, times, zeroVector } from './vector-loops.ts';

const addresses = (count: number) => Array.from({ length: count }, () => 'i32' as const);

/**
 * h = exp(delta A) past + delta x B, y = C h:
 * (x, delta, A, B, C, past, h, y, channels, states). `past` may be `h` itself.
 */
function emitStep(module: ModuleBuilder): void {
  module.function('selectiveScanStep', addresses(10), null, (f, parameters) => {
    const [x, delta, A, B, C, past, h, y, channels, states] = parameters as [
      ...[Local, Local, Local, Local, Local],
      ...[Local, Local, Local, Local, Local],
    ];
    const exp = exponential(f);
    times(f, channels, () => {
      const width = f.let(v128.loadSplat(delta));
      const driven = f.let(f32x4.mul(width, v128.loadSplat(x)));
      const [b, c] = [f.let(B), f.let(C)];
      const total = f.let(zeroVector());
      overNumbers(f, states, [A, past, h, b, c], (lanes) => {
        const factor = exp(f32x4.mul(width, lanes.load(A)));
        const kept = f32x4.mul(factor, lanes.load(past));
        const now = f.let(f32x4.add(kept, f32x4.mul(driven, lanes.load(b))));
        lanes.store(h, now);
        f.set(total, f32x4.add(total, lanes.counted(f32x4.mul(lanes.load(c), now))));
      });
      f.storeLane(y, sumOfLanes(f, total));
      for (const pointer of [x, delta, y]) f.increase(pointer, i32.const(4));
    });
  });
}

/**
 * With g the gradient of h that later steps have left, g' = g + dy C:
 * dx = delta sum(g' B), dDelta = sum(g' (A exp(delta A) past + B x)), and to dA, dB, dC is added what this step gives;
 * what is left for the step before is exp(delta A) g'.
 * (x, delta, A, B, C, past, h, dY, g, dX, dDelta, dA, dB, dC, channels, states)
 */
function emitGradientStep(module: ModuleBuilder): void {
  module.function('selectiveScanGradientStep', addresses(16), null, (f, parameters) => {
    const [x, delta, A, B, C, past, h, dY] = parameters.slice(0, 8) as [
      ...[Local, Local, Local, Local],
      ...[Local, Local, Local, Local],
    ];
    const [g, dX, dDelta, dA, dB, dC, channels, states] = parameters.slice(8) as [
      ...[Local, Local, Local, Local],
      ...[Local, Local, Local, Local],
    ];
    const exp = exponential(f);
    times(f, channels, () => {
      const width = f.let(v128.loadSplat(delta));
      const value = f.let(v128.loadSplat(x));
      const slope = f.let(v128.loadSplat(dY));
      const driven = f.let(f32x4.mul(width, value));
      const [b, c, db, dc] = [f.let(B), f.let(C), f.let(dB), f.let(dC)];
      const [toX, toDelta] = [f.let(zeroVector()), f.let(zeroVector())];
      overNumbers(f, states, [A, past, h, g, dA, b, c, db, dc], (lanes) => {
        const decay = lanes.load(A);
        const factor = exp(f32x4.mul(width, decay));
        const own = f.let(f32x4.add(lanes.load(g), f32x4.mul(slope, lanes.load(c))));
        const left = f.let(f32x4.mul(own, factor));
        const through = f.let(f32x4.mul(left, lanes.load(past)));
        const written = f.let(f32x4.mul(own, lanes.load(b)));
        lanes.store(dc, f32x4.add(lanes.load(dc), f32x4.mul(slope, lanes.load(h))));
        lanes.store(db, f32x4.add(lanes.load(db), f32x4.mul(own, driven)));
        lanes.store(dA, f32x4.add(lanes.load(dA), f32x4.mul(through, width)));
        lanes.store(g, left);
        f.set(toX, f32x4.add(toX, lanes.counted(written)));
        const both = f32x4.add(f32x4.mul(through, decay), f32x4.mul(written, value));
        f.set(toDelta, f32x4.add(toDelta, lanes.counted(both)));
      });
      f.storeLane(dX, f32x4.mul(sumOfLanes(f, toX), width));
      f.storeLane(dDelta, sumOfLanes(f, toDelta));
      for (const pointer of [x, delta, dY, dX, dDelta]) f.increase(pointer, i32.const(4));
    });
  });
}

export function emitSelectiveScan(module: ModuleBuilder): void {
  emitStep(module);
  emitGradientStep(module);
}
