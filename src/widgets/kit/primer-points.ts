import type { Point } from '../../models/primer.ts';

/** What the line of the primer is to meet: means of x and x squared 1 and 3, so that the curvatures come out as 4 ± 2√2. */
export const primerPoints: readonly Point[] = [
  [-1, -0.6],
  [0, 0.7],
  [1, 1.3],
  [2, 2.9],
  [3, 3.2],
];
