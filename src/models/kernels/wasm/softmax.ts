/** Softmax over rows: with a mask for attention, and with a target for the loss. */
import {
  type Code,
  type FunctionBuilder,
  f32,
  f32x4,
  i32,
  type Local,
  type ModuleBuilder,
  v128,
} from './assembler.ts';
import { exponential, maximumOfLanes, overNumbers, sumOfLanes, times, zeroVector } from './vector-loops.ts';

const lowest = -3e38;

/**
 * pattern = exp(scores - their largest) mask / sum; a row with nothing seen is all zeros.
 * (scores, mask or 0, pattern, rows, keys, bytes from one row of the mask to the next)
 */
function emitMaskedSoftmax(module: ModuleBuilder): void {
  module.function(
    'maskedSoftmax',
    Array.from({ length: 6 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [scores, mask, pattern, rows, keys, maskStride] = parameters as [
        ...[Local, Local, Local],
        ...[Local, Local, Local],
      ];
      const exp = exponential(f);
      const zero = f.constant(0);
      const hidden = f.constant(lowest);
      f.if(
        mask,
        () =>
          times(f, rows, () => {
            const largest = f.let(hidden);
            const [s, m] = [f.let(scores), f.let(mask)];
            overNumbers(f, keys, [s, m], (lanes) => {
              const seen = v128.select(lanes.load(s), hidden, f32x4.less(zero, lanes.load(m)));
              f.set(largest, f32x4.max(largest, seen));
            });
            normalizeRow(f, { scores, pattern, keys, largest: maximumOfLanes(f, largest), exp, mask });
            f.increase(mask, maskStride);
          }),
        () =>
          times(f, rows, () => {
            const largest = f.let(hidden);
            const s = f.let(scores);
            overNumbers(f, keys, [s], (lanes) => f.set(largest, f32x4.max(largest, lanes.load(s))));
            normalizeRow(f, { scores, pattern, keys, largest: maximumOfLanes(f, largest), exp, mask: null });
          }),
      );
    },
  );
}

interface Row {
  readonly scores: Local;
  readonly pattern: Local;
  readonly keys: Local;
  readonly largest: Local;
  readonly exp: (x: Code) => Local;
  readonly mask: Local | null;
}

/** The second and third walk over a row; moves `scores` and `pattern` to the next. */
function normalizeRow(f: FunctionBuilder, { scores, pattern, keys, largest, exp, mask }: Row): void {
  const total = f.let(zeroVector());
  const to = f.let(pattern);
  const m = f.let(mask ?? i32.const(0));
  overNumbers(f, keys, mask ? [scores, to, m] : [scores, to], (lanes) => {
    // A hidden score may be the larger one; its exponential is bounded, and the mask takes it away.
    const power = exp(f32x4.sub(lanes.load(scores), largest));
    const weight = mask ? f.let(f32x4.mul(power, lanes.load(m))) : power;
    f.set(total, f32x4.add(total, lanes.counted(weight)));
    lanes.store(to, weight);
  });
  const sum = sumOfLanes(f, total);
  const isEmpty = f32x4.equal(sum, zeroVector());
  const inverse = f.let(
    f32x4.div(f32x4.splat(f32.const(1)), v128.select(f32x4.splat(f32.const(1)), sum, isEmpty)),
  );
  overNumbers(f, keys, [pattern], (lanes) => lanes.store(pattern, f32x4.mul(lanes.load(pattern), inverse)));
}

/** dScores = p (dp - sum of p dp): (p, dp, dScores, rows, keys). */
function emitSoftmaxGradient(module: ModuleBuilder): void {
  module.function(
    'softmaxGradient',
    Array.from({ length: 5 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [pattern, dPattern, dScores, rows, keys] = parameters as [Local, Local, Local, Local, Local];
      times(f, rows, () => {
        const total = f.let(zeroVector());
        const [p, d] = [f.let(pattern), f.let(dPattern)];
        overNumbers(f, keys, [p, d], (lanes) => {
          f.set(total, f32x4.add(total, lanes.counted(f32x4.mul(lanes.load(p), lanes.load(d)))));
        });
        const sum = sumOfLanes(f, total);
        overNumbers(f, keys, [pattern, dPattern, dScores], (lanes) => {
          lanes.store(dScores, f32x4.mul(lanes.load(pattern), f32x4.sub(lanes.load(dPattern), sum)));
        });
      });
    },
  );
}

/** For each row its largest logit and the sum of exp(logit - largest): (logits, largest, sums, rows, vocabulary). */
function emitLogSum(module: ModuleBuilder): void {
  module.function(
    'rowMaximaAndSums',
    Array.from({ length: 5 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [logits, maxima, sums, rows, vocabulary] = parameters as [Local, Local, Local, Local, Local];
      const exp = exponential(f);
      times(f, rows, () => {
        const largest = f.let(f32x4.splat(f32.const(lowest)));
        const first = f.let(logits);
        overNumbers(f, vocabulary, [first], (lanes) => f.set(largest, f32x4.max(largest, lanes.load(first))));
        const maximum = maximumOfLanes(f, largest);
        const total = f.let(zeroVector());
        overNumbers(f, vocabulary, [logits], (lanes) => {
          f.set(total, f32x4.add(total, lanes.counted(exp(f32x4.sub(lanes.load(logits), maximum)))));
        });
        f.storeLane(maxima, maximum);
        f.storeLane(sums, sumOfLanes(f, total));
        f.increase(maxima, i32.const(4));
        f.increase(sums, i32.const(4));
      });
    },
  );
}

/**
 * dLogits = (softmax(logits) - one at the target) scale: (logits, targets, maxima, sums, scales, dLogits, rows,
 * vocabulary), with maxima, sums and scales a number a row.
 */
function emitCrossEntropyGradient(module: ModuleBuilder): void {
  module.function(
    'crossEntropyGradient',
    Array.from({ length: 8 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [logits, targets, maxima, sums, scales, dLogits, rows, vocabulary] = parameters as [
        ...[Local, Local, Local, Local],
        ...[Local, Local, Local, Local],
      ];
      const exp = exponential(f);
      times(f, rows, () => {
        const target = f.let(i32.add(dLogits, i32.shl(i32.load(targets), 2)));
        const maximum = f.let(v128.loadSplat(maxima));
        const factor = f.let(f32x4.div(v128.loadSplat(scales), v128.loadSplat(sums)));
        overNumbers(f, vocabulary, [logits, dLogits], (lanes) => {
          lanes.store(dLogits, f32x4.mul(exp(f32x4.sub(lanes.load(logits), maximum)), factor));
        });
        f.store(target, f32.sub(f32.load(target), f32.load(scales)));
        for (const pointer of [targets, maxima, sums, scales]) f.increase(pointer, i32.const(4));
      });
    },
  );
}

export function emitSoftmax(module: ModuleBuilder): void {
  emitMaskedSoftmax(module);
  emitSoftmaxGradient(module);
  emitLogSum(module);
  emitCrossEntropyGradient(module);
}
