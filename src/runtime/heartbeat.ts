/** Notices a worker that hangs, while an answer is owed. */

const interval = 5000; // ms
/**
 * Pings in a row without an answer: two minutes, since a training step in plain JavaScript takes its time. Counted,
 * since a laptop that sleeps stops the clocks of both.
 */
const patience = 24;

export class Heartbeat {
  private unanswered = 0;
  private stop: (() => void) | null = null;

  constructor(
    private readonly every: (milliseconds: number, tick: () => void) => () => void,
    private readonly ping: () => void,
    private readonly onHang: () => void,
  ) {}

  /** A sign of life. */
  heard(): void {
    this.unanswered = 0;
  }

  set(needed: boolean): void {
    if (!needed) {
      this.stop?.();
      this.stop = null;
      this.unanswered = 0;
      return;
    }
    this.stop ??= this.every(interval, () => {
      this.unanswered += 1;
      if (this.unanswered > patience) this.onHang();
      else this.ping();
    });
  }
}
