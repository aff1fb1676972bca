/** Means, deviations and straight lines through points. */

/** 0 of none. */
export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] as number;
  return sum / Math.max(1, values.length);
};

/** Of a sample: over n - 1. */
export function standardDeviation(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Standard error of the slope. */
  readonly slopeError: number;
  /** R^2: how much of the variance of y the line explains. */
  readonly determined: number;
}

/** Least squares. */
export function fitLine(x: readonly number[], y: readonly number[]): Line {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const squares = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, at) => sum + (value - meanX) * ((y[at] ?? 0) - meanY), 0) / squares;
  const intercept = meanY - slope * meanX;
  const left = x.reduce((sum, value, at) => sum + ((y[at] ?? 0) - slope * value - intercept) ** 2, 0);
  const total = y.reduce((sum, value) => sum + (value - meanY) ** 2, 0);
  const slopeError = Math.sqrt(left / Math.max(1, x.length - 2) / squares);
  return { slope, intercept, slopeError, determined: total === 0 ? 1 : 1 - left / total };
}
