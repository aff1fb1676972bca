/** A straight line through points on two logarithmic axes, by least squares, with what its slope is uncertain by. */
export interface PowerFit {
  readonly slope: number;
  /** 95 % interval of the slope; null with fewer than three points. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly points: number;
  /** y on the line at x. */
  readonly at: (x: number) => number;
  /** 95 % interval of the line at x; null with fewer than three points. */
  readonly around: (x: number) => readonly [low: number, high: number] | null;
}

// Student's t, two sides, 95 %: by degrees of freedom from 1; beyond, the normal distribution's 1.96 is near enough (2.042 at 30).
const t95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** null where there is no line: fewer than two points with x and y above zero, or all at one x. */
export function powerFit(points: readonly { readonly x: number; readonly y: number }[]): PowerFit | null {
  const logs = points
    .filter(({ x, y }) => x > 0 && y > 0)
    .map(({ x, y }) => ({ x: Math.log10(x), y: Math.log10(y) }));
  const count = logs.length;
  const meanX = logs.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = logs.reduce((sum, { y }) => sum + y, 0) / count;
  const squares = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (count < 2 || squares === 0) return null;
  const slope = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / squares;
  const line = (x: number) => meanY + slope * (x - meanX);
  const rest = logs.reduce((sum, { x, y }) => sum + (y - line(x)) ** 2, 0);
  const freedom = count - 2;
  const deviation = Math.sqrt(rest / Math.max(1, freedom));
  const t = t95[freedom - 1] ?? 1.96;
  const half = (t * deviation) / Math.sqrt(squares);
  return {
    slope,
    interval: freedom > 0 ? [slope - half, slope + half] : null,
    points: count,
    at: (x) => 10 ** line(Math.log10(x)),
    around(x) {
      if (freedom <= 0) return null;
      const log = Math.log10(x);
      const away = t * deviation * Math.sqrt(1 / count + (log - meanX) ** 2 / squares);
      return [10 ** (line(log) - away), 10 ** (line(log) + away)];
    },
  };
}
