/**
 * The parts of a fast Fourier transform for the long convolution (`kernels/long-convolution.ts`): each channel is a
 * signal of its own, and the channels of a step lie side by side, so four signals are transformed at a time.
 */
import { type FunctionBuilder, f32x4, i32, type Local, type ModuleBuilder } from './assembler.ts';
import { type Lanes, overNumbers, times } from './vector-loops.ts';

interface Pair {
  readonly lowReal: Local;
  readonly lowImaginary: Local;
  readonly highReal: Local;
  readonly highImaginary: Local;
}

/** Stores what becomes of a pair under the turn (c, s). */
type Butterfly = (f: FunctionBuilder, lanes: Lanes, pair: Pair, turn: readonly [Local, Local]) => void;

/** (a, b) -> (a + b, (a - b) w): from order in time to the order of turned bits. */
const down: Butterfly = (f, lanes, pair, [c, s]) => {
  const [a, b] = [lanes.load(pair.lowReal), lanes.load(pair.highReal)];
  const [aImaginary, bImaginary] = [lanes.load(pair.lowImaginary), lanes.load(pair.highImaginary)];
  const x = f.let(f32x4.sub(a, b));
  const y = f.let(f32x4.sub(aImaginary, bImaginary));
  lanes.store(pair.lowReal, f32x4.add(a, b));
  lanes.store(pair.lowImaginary, f32x4.add(aImaginary, bImaginary));
  lanes.store(pair.highReal, f32x4.sub(f32x4.mul(x, c), f32x4.mul(y, s)));
  lanes.store(pair.highImaginary, f32x4.add(f32x4.mul(x, s), f32x4.mul(y, c)));
};

/** (a, b) -> (a + w b, a - w b): from the order of turned bits back to order in time. */
const up: Butterfly = (f, lanes, pair, [c, s]) => {
  const [a, b] = [lanes.load(pair.lowReal), lanes.load(pair.highReal)];
  const [aImaginary, bImaginary] = [lanes.load(pair.lowImaginary), lanes.load(pair.highImaginary)];
  const x = f.let(f32x4.sub(f32x4.mul(b, c), f32x4.mul(bImaginary, s)));
  const y = f.let(f32x4.add(f32x4.mul(b, s), f32x4.mul(bImaginary, c)));
  lanes.store(pair.lowReal, f32x4.add(a, x));
  lanes.store(pair.lowImaginary, f32x4.add(aImaginary, y));
  lanes.store(pair.highReal, f32x4.sub(a, x));
  lanes.store(pair.highImaginary, f32x4.sub(aImaginary, y));
};

/**
 * All butterflies of one turn in one stage: (real, imaginary, bytes from the lower to the higher of a pair, bytes from
 * one pair to the next, pairs, channels, c, s).
 */
function emitStage(module: ModuleBuilder, name: string, butterfly: Butterfly): void {
  const types = [...Array.from({ length: 6 }, () => 'i32' as const), 'f32' as const, 'f32' as const];
  module.function(name, types, null, (f, parameters) => {
    const [real, imaginary, distance, stride, pairs, channels, cosine, sine] = parameters as [
      ...[Local, Local, Local, Local],
      ...[Local, Local, Local, Local],
    ];
    const turn = [f.let(f32x4.splat(cosine)), f.let(f32x4.splat(sine))] as const;
    times(f, pairs, () => {
      const pair: Pair = {
        lowReal: f.let(real),
        lowImaginary: f.let(imaginary),
        highReal: f.let(i32.add(real, distance)),
        highImaginary: f.let(i32.add(imaginary, distance)),
      };
      overNumbers(f, channels, Object.values(pair), (lanes) => butterfly(f, lanes, pair, turn));
      f.increase(real, stride);
      f.increase(imaginary, stride);
    });
  });
}

/** (x, y) becomes (x + i y)(c + i s), number by number: (x, y, c, s, count). */
function emitComplexProduct(module: ModuleBuilder): void {
  module.function(
    'complexProduct',
    Array.from({ length: 5 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [x, y, c, s, count] = parameters as [Local, Local, Local, Local, Local];
      overNumbers(f, count, [x, y, c, s], (lanes) => {
        const [ownX, ownY, ownC, ownS] = [lanes.load(x), lanes.load(y), lanes.load(c), lanes.load(s)];
        lanes.store(x, f32x4.sub(f32x4.mul(ownX, ownC), f32x4.mul(ownY, ownS)));
        lanes.store(y, f32x4.add(f32x4.mul(ownX, ownS), f32x4.mul(ownY, ownC)));
      });
    },
  );
}

export function emitFourier(module: ModuleBuilder): void {
  emitStage(module, 'fourierDown', down);
  emitStage(module, 'fourierUp', up);
  emitComplexProduct(module);
}
