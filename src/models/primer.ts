/**
 * The mathematics of the primer on plain numbers: what the models do with tensors, small enough to follow by hand.
 *
 * | name | meaning                                             |
 * | ---- | --------------------------------------------------- |
 * | z    | scores, any real numbers                            |
 * | p    | softmax of the scores: positive, adds up to 1       |
 * | w, b | slope and height of a line: a model of two numbers  |
 */
import { softmax } from './sampling.ts';

export type Vector = readonly number[];

export function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

export const length = (a: Vector): number => Math.sqrt(dot(a, a));

/** 1: the same way; 0: at a right angle; -1: opposite ways. A vector of length 0 points nowhere. */
export function cosine(a: Vector, b: Vector): number | null {
  const lengths = length(a) * length(b);
  return lengths === 0 ? null : dot(a, b) / lengths;
}

/** The part of `b` that lies along `a`. */
export function shadow(a: Vector, b: Vector): Vector {
  const square = dot(a, a);
  const share = square === 0 ? 0 : dot(a, b) / square;
  return a.map((value) => value * share);
}

export interface Guess {
  readonly probabilities: readonly number[];
  /** -ln of the probability of what came. */
  readonly loss: number;
  /** How the loss changes with each score: the probabilities, less 1 where the truth is. */
  readonly gradient: readonly number[];
}

export function crossEntropyOf(scores: Vector, truth: number): Guess {
  const probabilities = [...softmax(scores)];
  return {
    probabilities,
    loss: -Math.log(probabilities[truth] ?? 0),
    gradient: probabilities.map((probability, index) => probability - (index === truth ? 1 : 0)),
  };
}

export type Point = readonly [x: number, y: number];
/** Slope and height: y is guessed as slope * x + height. */
export type Line = readonly [slope: number, height: number];

/** The mean of the squared mistakes. */
export function lineLoss([slope, height]: Line, points: readonly Point[]): number {
  return points.reduce((sum, [x, y]) => sum + (slope * x + height - y) ** 2, 0) / points.length;
}

export function lineGradient([slope, height]: Line, points: readonly Point[]): Line {
  const mistakes = points.map(([x, y]) => [x, slope * x + height - y] as const);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / points.length;
  return [
    mean(mistakes.map(([x, mistake]) => 2 * mistake * x)),
    mean(mistakes.map(([, mistake]) => 2 * mistake)),
  ];
}

/** Where gradient descent goes from `start`: each step a rate times the gradient, downhill. */
export function descend(start: Line, points: readonly Point[], rate: number, steps: number): Line[] {
  const path: Line[] = [start];
  for (let step = 0; step < steps; step++) {
    const [slope, height] = path[step] ?? start;
    const [bySlope, byHeight] = lineGradient([slope, height], points);
    path.push([slope - rate * bySlope, height - rate * byHeight]);
  }
  return path;
}

export interface Bowl {
  /** The line of least loss. */
  readonly bottom: Line;
  readonly least: number;
  /** Curvatures along the two axes of the bowl, steepest first, and the direction of the steepest. */
  readonly curvatures: readonly [steep: number, flat: number];
  readonly direction: Line;
}

/** The loss of a line is a bowl: where its bottom is, and how steep it is along its own axes. */
export function bowlOf(points: readonly Point[]): Bowl {
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y, xx, xy] = [
    mean(([at]) => at),
    mean(([, value]) => value),
    mean(([at]) => at * at),
    mean(([at, value]) => at * value),
  ] as const;
  const slope = (xy - x * y) / (xx - x * x);
  const bottom: Line = [slope, y - slope * x];
  // Second derivatives: 2 xx, 2 x, 2.
  const middle = xx + 1;
  const spread = Math.hypot(xx - 1, 2 * x);
  const angle = 0.5 * Math.atan2(2 * x, xx - 1);
  return {
    bottom,
    least: lineLoss(bottom, points),
    curvatures: [middle + spread, middle - spread],
    direction: [Math.cos(angle), Math.sin(angle)],
  };
}
