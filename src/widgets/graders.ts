/** Exercises that the live model grades. A chapter names one: `<Exercise grader="sharpest-scale">`; its file is loaded when the reader asks. */

import type { Grader } from './graders/grade.ts';

export type { Grade } from './graders/grade.ts';

export const graders: Readonly<Record<string, () => Promise<{ readonly default: Grader }>>> = {
  'softmax-third-score': () => import('./graders/softmax-third-score.ts'),
  'steps-to-nine-tenths': () => import('./graders/steps-to-nine-tenths.ts'),
  'largest-learning-rate': () => import('./graders/largest-learning-rate.ts'),
  'temperature-for-half': () => import('./graders/temperature-for-half.ts'),
  'scale-for-nine-tenths': () => import('./graders/scale-for-nine-tenths.ts'),
  'head-that-matters-most': () => import('./graders/head-that-matters-most.ts'),
  'greedy-log-probability': () => import('./graders/greedy-log-probability.ts'),
};
