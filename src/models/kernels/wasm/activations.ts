/**
 * Activation functions and their gradients, elementwise. The tanh form of GELU is x sigmoid(2u) with
 * u = sqrt(2/pi) (x + 0.044715 x^3), since (1 + tanh u) / 2 = sigmoid(2u).
 */
import { type FunctionBuilder, f32x4, type Local, type ModuleBuilder, v128 } from './assembler.ts';
import { exponential, logistic, overNumbers, type VectorFunction } from './vector-loops.ts';

/** The value and the derivative at x. */
interface Activation {
  readonly value: VectorFunction;
  readonly derivative: VectorFunction;
}

function geluTanh(f: FunctionBuilder): Activation {
  const sigmoid = logistic(f);
  const one = f.constant(1);
  const linear = f.constant(2 * Math.sqrt(2 / Math.PI));
  const cubic = f.constant(2 * Math.sqrt(2 / Math.PI) * 0.044715);
  const slope = f.constant(6 * Math.sqrt(2 / Math.PI) * 0.044715);
  return {
    value: (x) => {
      const square = f.let(f32x4.mul(x, x));
      const inner = f32x4.mul(x, f32x4.add(linear, f32x4.mul(cubic, square)));
      return f.let(f32x4.mul(x, sigmoid(inner)));
    },
    derivative: (x) => {
      const square = f.let(f32x4.mul(x, x));
      const inner = f32x4.mul(x, f32x4.add(linear, f32x4.mul(cubic, square)));
      const s = sigmoid(inner);
      const change = f32x4.mul(f32x4.mul(x, f32x4.sub(one, s)), f32x4.add(linear, f32x4.mul(slope, square)));
      return f.let(f32x4.mul(s, f32x4.add(one, change)));
    },
  };
}

/** Phi(x), the normal distribution, to 1e-7: Abramowitz and Stegun 1964, 26.2.17's sibling 7.1.26 for erf. */
function gelu(f: FunctionBuilder): Activation {
  const exp = exponential(f);
  const one = f.constant(1);
  const half = f.constant(0.5);
  const zero = f.constant(0);
  const scale = f.constant(0.3275911 / Math.SQRT2);
  const density = f.constant(1 / Math.sqrt(2 * Math.PI));
  const coefficients = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592].map((c) =>
    f.constant(c),
  );
  /** Phi(x) and exp(-x^2 / 2). */
  const normal = (x: Local): { phi: Local; bell: Local } => {
    const t = f.let(f32x4.div(one, f32x4.add(one, f32x4.mul(scale, f32x4.abs(x)))));
    const bell = exp(f32x4.neg(f32x4.mul(half, f32x4.mul(x, x))));
    const polynomial = coefficients.reduce((value, c) => f.let(f32x4.mul(f32x4.add(value, c), t)), zero);
    const tail = f.let(f32x4.mul(half, f32x4.mul(polynomial, bell))); // Phi(-|x|)
    const phi = f.let(v128.select(tail, f32x4.sub(one, tail), f32x4.less(x, zero)));
    return { phi, bell };
  };
  return {
    value: (given) => {
      const x = f.let(given);
      return f.let(f32x4.mul(x, normal(x).phi));
    },
    derivative: (given) => {
      const x = f.let(given);
      const { phi, bell } = normal(x);
      return f.let(f32x4.add(phi, f32x4.mul(f32x4.mul(x, density), bell)));
    },
  };
}

function silu(f: FunctionBuilder): Activation {
  const sigmoid = logistic(f);
  const one = f.constant(1);
  return {
    value: (x) => f.let(f32x4.mul(x, sigmoid(x))),
    derivative: (x) => {
      const s = sigmoid(x);
      return f.let(f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s)))));
    },
  };
}

const activations = { gelu, geluTanh, silu };
export type ActivationName = keyof typeof activations;

/** `<name>`: (x, y, count); `<name>Gradient`: (x, dy, dx, count). */
export function emitActivations(module: ModuleBuilder): void {
  for (const [name, build] of Object.entries(activations)) {
    module.function(name, ['i32', 'i32', 'i32'], null, (f, parameters) => {
      const [x, y, count] = parameters as [Local, Local, Local];
      const { value } = build(f);
      overNumbers(f, count, [x, y], (lanes) => lanes.store(y, value(lanes.load(x))));
    });
    module.function(`${name}Gradient`, ['i32', 'i32', 'i32', 'i32'], null, (f, parameters) => {
      const [x, dy, dx, count] = parameters as [Local, Local, Local, Local];
      const { derivative } = build(f);
      overNumbers(f, count, [x, dy, dx], (lanes) => {
        lanes.store(dx, f32x4.mul(derivative(lanes.load(x)), lanes.load(dy)));
      });
    });
  }
}
