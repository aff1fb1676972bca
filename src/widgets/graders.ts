/** Exercises that the live model grades. A chapter names one: `<Exercise grader="sharpest-scale">`; its file is loaded when the reader asks. */

import type { Grader } from './graders/grade.ts';

export type { Grade } from './graders/grade.ts';

export const graders: Readonly<Record<string, () => Promise<{ readonly default: Grader }>>> = {
  'width-for-a-billion': () => import('./graders/width-for-a-billion.ts'),
  'budget-for-a-billion': () => import('./graders/budget-for-a-billion.ts'),
  'context-for-the-cache': () => import('./graders/context-for-the-cache.ts'),
  'bits-for-a-tenth': () => import('./graders/bits-for-a-tenth.ts'),
  'lookahead-for-passes': () => import('./graders/lookahead-for-passes.ts'),
  'roofline-batch': () => import('./graders/roofline-batch.ts'),
  'softmax-third-score': () => import('./graders/softmax-third-score.ts'),
  'steps-to-nine-tenths': () => import('./graders/steps-to-nine-tenths.ts'),
  'largest-learning-rate': () => import('./graders/largest-learning-rate.ts'),
  'temperature-for-half': () => import('./graders/temperature-for-half.ts'),
  'scale-for-nine-tenths': () => import('./graders/scale-for-nine-tenths.ts'),
  'head-that-matters-most': () => import('./graders/head-that-matters-most.ts'),
  'greedy-log-probability': () => import('./graders/greedy-log-probability.ts'),
  'beam-beats-greedy': () => import('./graders/beam-beats-greedy.ts'),
  'column-that-matters': () => import('./graders/column-that-matters.ts'),
  'decoder-unmasked': () => import('./graders/decoder-unmasked.ts'),
  'narrowest-window': () => import('./graders/narrowest-window.ts'),
  'encoder-under-causal-mask': () => import('./graders/encoder-under-causal-mask.ts'),
  'mask-that-fools-bert': () => import('./graders/mask-that-fools-bert.ts'),
  'word-that-decides': () => import('./graders/word-that-decides.ts'),
  'swapped-roles': () => import('./graders/swapped-roles.ts'),
  'where-it-looks': () => import('./graders/where-it-looks.ts'),
  'hardest-noise': () => import('./graders/hardest-noise.ts'),
  'answer-flips': () => import('./graders/answer-flips.ts'),
};
