/**
 * The learning rate over a run: up in a line from 0, then down along a cosine to a share of the peak, and where a recipe says so
 * up again at once and down once more: a warm restart (Loshchilov and Hutter 2016, https://arxiv.org/abs/1608.03983).
 */
export interface Schedule {
  readonly peak: number;
  readonly warmUp: number;
  /** What is left of the peak at the end. */
  readonly finalShare: number;
  /** The step at which the rate is set to another peak, from where it falls to what was left before. */
  readonly restart?: { readonly at: number; readonly peak: number };
}

/** From `high` to `low` as `progress` goes from 0 to 1. */
const cosine = (high: number, low: number, progress: number): number =>
  low + (high - low) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));

/** The rate of step `step` (the first is 0) in a run of `steps`. */
export function learningRate(schedule: Schedule, step: number, steps: number): number {
  const { peak, warmUp, finalShare, restart } = schedule;
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  const last = peak * finalShare;
  if (restart !== undefined && step >= restart.at)
    return cosine(restart.peak, last, (step - restart.at) / Math.max(1, steps - restart.at));
  const end = Math.min(steps, restart?.at ?? steps);
  return cosine(peak, last, (step - warmUp) / Math.max(1, end - warmUp));
}
