/** One line that tells how far a run is: step, loss, floor, speed, time left. Drawn in place on a terminal. */
export interface Progress {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly floor: number | null;
  readonly tokensPerSecond: number;
  readonly secondsLeft: number;
}

const barWidth = 24;

export function progressLine({ step, steps, loss, floor, tokensPerSecond, secondsLeft }: Progress): string {
  const filled = Math.round((barWidth * step) / steps);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
  const over = floor === null ? '' : `  floor ${floor.toFixed(3)}  over ${(loss - floor).toFixed(3)}`;
  return `${bar} ${step}/${steps}  loss ${loss.toFixed(3)}${over}  ${Math.round(tokensPerSecond)} tokens/s  ${duration(secondsLeft)} left`;
}

/** `1 h 05 min`, `4 min 10 s`, `9 s` */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
  if (whole >= 60) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${whole} s`;
}

/** A mean that forgets: the last values count most. */
export function smoothed(share: number): (value: number) => number {
  let mean: number | null = null;
  return (value) => {
    mean = mean === null ? value : mean + share * (value - mean);
    return mean;
  };
}
