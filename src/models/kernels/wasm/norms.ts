/** Layer norm and RMS norm over rows, and their gradients. Gains' and biases' gradients are added to what is there. */
import { type Code, type FunctionBuilder, f32, f32x4, type Local, type ModuleBuilder } from './assembler.ts';
import { overNumbers, sumOfLanes, times, zeroVector } from './vector-loops.ts';

interface Statistics {
  /** Zero for RMS norm. */
  readonly mean: Local;
  /** 1 / sqrt(variance + epsilon), or of the mean square. */
  readonly inverse: Local;
}

const average = (f: FunctionBuilder, sum: Code, width: Local): Local =>
  f.let(f32x4.div(sumOfLanes(f, sum), f32x4.splat(f32.fromInt(width))));

function statistics(
  f: FunctionBuilder,
  row: Local,
  width: Local,
  epsilon: Local,
  centred: boolean,
): Statistics {
  const total = f.let(zeroVector());
  const mean = f.let(zeroVector());
  if (centred) {
    const pointer = f.let(row);
    overNumbers(f, width, [pointer], (lanes) => {
      f.set(total, f32x4.add(total, lanes.counted(lanes.load(pointer))));
    });
    f.set(mean, average(f, total, width));
    f.set(total, zeroVector());
  }
  const pointer = f.let(row);
  overNumbers(f, width, [pointer], (lanes) => {
    const distance = f.let(f32x4.sub(lanes.load(pointer), mean));
    f.set(total, f32x4.add(total, lanes.counted(f32x4.mul(distance, distance))));
  });
  const variance = average(f, total, width);
  const one = f32x4.splat(f32.const(1));
  const inverse = f.let(f32x4.div(one, f32x4.sqrt(f32x4.add(variance, f32x4.splat(epsilon)))));
  return { mean, inverse };
}

/** y = (x - mean) inverse gain + bias: (x, gain, bias, y, rows, width, epsilon); the bias is not read for RMS norm. */
function emitForward(module: ModuleBuilder, name: string, centred: boolean): void {
  module.function(
    name,
    [...Array.from({ length: 6 }, () => 'i32' as const), 'f32'],
    null,
    (f, parameters) => {
      const [x, gain, bias, y, rows, width, epsilon] = parameters as [
        ...[Local, Local, Local, Local],
        ...[Local, Local, Local],
      ];
      times(f, rows, () => {
        const { mean, inverse } = statistics(f, x, width, epsilon, centred);
        const g = f.let(gain);
        const b = f.let(bias);
        overNumbers(f, width, [x, y, g, b], (lanes) => {
          const scaled = f32x4.mul(f32x4.mul(f32x4.sub(lanes.load(x), mean), inverse), lanes.load(g));
          lanes.store(y, centred ? f32x4.add(scaled, lanes.load(b)) : scaled);
        });
      });
    },
  );
}

/**
 * With n = (x - mean) inverse and h = dy gain: dx = inverse (h - mean(h) - n mean(h n)), dGain = sum of dy n,
 * dBias = sum of dy; RMS norm has no mean(h). (x, gain, dy, dx, dGain, dBias, rows, width, epsilon)
 */
function emitBackward(module: ModuleBuilder, name: string, centred: boolean): void {
  module.function(
    name,
    [...Array.from({ length: 8 }, () => 'i32' as const), 'f32'],
    null,
    (f, parameters) => {
      const [x, gain, dy, dx, dGain, dBias, rows, width, epsilon] = parameters as [
        ...[Local, Local, Local, Local, Local],
        ...[Local, Local, Local, Local],
      ];
      times(f, rows, () => {
        const { mean, inverse } = statistics(f, x, width, epsilon, centred);
        const sumOfH = f.let(zeroVector());
        const sumOfHN = f.let(zeroVector());
        const [xAt, dyAt, gAt, dGainAt, dBiasAt] = [
          f.let(x),
          f.let(dy),
          f.let(gain),
          f.let(dGain),
          f.let(dBias),
        ];
        overNumbers(f, width, [xAt, dyAt, gAt, dGainAt, dBiasAt], (lanes) => {
          const n = f.let(f32x4.mul(f32x4.sub(lanes.load(xAt), mean), inverse));
          const d = lanes.load(dyAt);
          const h = f.let(f32x4.mul(d, lanes.load(gAt)));
          f.set(sumOfH, f32x4.add(sumOfH, lanes.counted(h)));
          f.set(sumOfHN, f32x4.add(sumOfHN, lanes.counted(f32x4.mul(h, n))));
          lanes.store(dGainAt, f32x4.add(lanes.load(dGainAt), f32x4.mul(d, n)));
          if (centred) lanes.store(dBiasAt, f32x4.add(lanes.load(dBiasAt), d));
        });
        const meanOfH = centred ? average(f, sumOfH, width) : f.let(zeroVector());
        const meanOfHN = average(f, sumOfHN, width);
        const g = f.let(gain);
        overNumbers(f, width, [x, dy, dx, g], (lanes) => {
          const n = f32x4.mul(f32x4.sub(lanes.load(x), mean), inverse);
          const h = f32x4.mul(lanes.load(dy), lanes.load(g));
          lanes.store(dx, f32x4.mul(inverse, f32x4.sub(f32x4.sub(h, meanOfH), f32x4.mul(n, meanOfHN))));
        });
      });
    },
  );
}

export function emitNorms(module: ModuleBuilder): void {
  emitForward(module, 'layerNorm', true);
  emitForward(module, 'rmsNorm', false);
  emitBackward(module, 'layerNormGradient', true);
  emitBackward(module, 'rmsNormGradient', false);
}

/** Sums over the rows of a matrix, added to what is there: (x, sums, rows, columns). */
export function emitColumnSums(module: ModuleBuilder): void {
  module.function('columnSums', ['i32', 'i32', 'i32', 'i32'], null, (f, parameters) => {
    const [x, sums, rows, columns] = parameters as [Local, Local, Local, Local];
    times(f, rows, () => {
      const to = f.let(sums);
      overNumbers(f, columns, [x, to], (lanes) => lanes.store(to, f32x4.add(lanes.load(to), lanes.load(x))));
    });
  });
}
