/**
 * The learning rate over a run: up in a line from 0, then down along a cosine (Loshchilov and Hutter 2016,
 * https://arxiv.org/abs/1608.03983) to a share of the peak.
 */
export interface Schedule {
  readonly peak: number;
  readonly warmUp: number;
  /** What is left of the peak at the end. */
  readonly finalShare: number;
}

/** The rate of step `step` (the first is 0) in a run of `steps`. */
export function learningRate(schedule: Schedule, step: number, steps: number): number {
  const { peak, warmUp, finalShare } = schedule;
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  const progress = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
  return peak * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
