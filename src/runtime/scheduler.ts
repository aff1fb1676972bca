/**
 * Decides what runs next. A job is an async generator: it yields after every forward pass, token or training step,
 * and between two yields nothing else runs, so that a training run never holds up a figure for longer than a step.
 *
 * First what is visible and short; then, in turns, long jobs that are visible and short ones that are not; a long job
 * that is not visible waits until it is shown. After many short ones in a row a long one gets a turn all the same, so
 * that it goes on, slowly, during a drag. Latest wins within a channel, as `protocol.ts` says.
 */
import { explain } from './explain.ts';
import { problem } from './problem.ts';
import type { FromWorker, RuntimeProblem } from './protocol.ts';

/** A job that waits for something outside, such as a download, lets others run meanwhile. */
export interface Wait {
  readonly kind: 'wait';
  readonly until: Promise<void>;
}

/** null: nothing to tell, but a good moment to look around. */
export type Job = AsyncGenerator<FromWorker | Wait | null, FromWorker, void>;

/** A job of a single turn. */
export async function* once(work: () => Promise<FromWorker>): Job {
  yield* [];
  return work();
}

export interface JobOptions {
  readonly id: number;
  readonly channel: string | undefined;
  readonly visible: boolean;
  /** A generation, a measurement or a training run: gives way to short ones, and a newer request of its channel ends it. */
  readonly long: boolean;
  /** Runs before everything else, such as the start of the backend. */
  readonly urgent?: boolean;
}

interface Entry {
  readonly job: Job;
  readonly id: number;
  readonly channel: string | undefined;
  readonly long: boolean;
  readonly urgent: boolean;
  visible: boolean;
  paused: boolean;
  waiting: boolean;
  begun: boolean;
  /** What ends it at the next chance. */
  ending: RuntimeProblem | null;
  /** When it had its last turn. */
  turn: number;
}

/** So many turns in a row go to the short before the others get one. */
const shortInARow = 16;

export class Scheduler {
  private readonly entries = new Map<number, Entry>();
  private row = 0;
  private turn = 0;
  private running = false;

  /** `pause` lets pending messages in: the end of the current task of the event loop. */
  constructor(
    private readonly send: (event: FromWorker) => void,
    private readonly pause: () => Promise<void>,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  has(id: number): boolean {
    return this.entries.has(id);
  }

  add(job: Job, { id, channel, visible, long, urgent = false }: JobOptions): void {
    if (channel !== undefined) this.supersede(channel);
    const state = { visible, paused: false, waiting: false, begun: false, ending: null, turn: 0 };
    this.entries.set(id, { job, id, channel, long, urgent, ...state });
    this.wake();
  }

  cancel(id: number, reason: RuntimeProblem = problem('cancelled')): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) this.end(entry, reason);
  }

  private end(entry: Entry, reason: RuntimeProblem): void {
    entry.ending ??= reason;
    // What has not begun holds nothing: gone without a turn, so that a thousand stale requests cost nothing.
    if (entry.begun) this.wake();
    else this.finish(entry, { kind: 'failed', id: entry.id, problem: reason });
  }

  setPaused(id: number, paused: boolean): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    entry.paused = paused;
    this.wake();
  }

  show(channel: string, visible: boolean): void {
    for (const entry of this.entries.values()) if (entry.channel === channel) entry.visible = visible;
    this.wake();
  }

  private supersede(channel: string): void {
    for (const entry of this.entries.values()) {
      // A short job that has begun is nearly done, and its picture is worth showing during a drag.
      if (entry.channel === channel && (entry.long || !entry.begun)) this.end(entry, problem('superseded'));
    }
  }

  private wake(): void {
    if (this.running) return;
    this.running = true;
    void this.loop();
  }

  private async loop(): Promise<void> {
    // What arrived in one task of the event loop is weighed together.
    await this.pause();
    for (let entry = this.next(); entry !== null; entry = this.next()) {
      await this.advance(entry);
      await this.pause();
    }
    this.running = false;
  }

  private next(): Entry | null {
    const ready = [...this.entries.values()].flatMap((entry) => {
      const rank = rankOf(entry);
      return rank === null ? [] : [{ entry, rank }];
    });
    const others = ready.filter(({ rank }) => rank !== ranks.short);
    const choice = this.row >= shortInARow && others.length > 0 ? others : ready;
    const [best] = choice.sort((a, b) => a.rank - b.rank || a.entry.turn - b.entry.turn);
    this.row = best?.rank === ranks.short ? this.row + 1 : 0;
    return best?.entry ?? null;
  }

  /** One piece of one job. */
  private async advance(entry: Entry): Promise<void> {
    this.turn += 1;
    entry.turn = this.turn;
    if (entry.ending !== null) {
      const reason = entry.ending;
      await entry.job.return({ kind: 'failed', id: entry.id, problem: reason }).catch(() => undefined);
      this.finish(entry, { kind: 'failed', id: entry.id, problem: reason });
      return;
    }
    entry.begun = true;
    try {
      const { done, value } = await entry.job.next();
      if (done) this.finish(entry, value);
      else if (value?.kind === 'wait') this.suspend(entry, value.until);
      else if (value !== null) this.send(value);
    } catch (error) {
      this.finish(entry, { kind: 'failed', id: entry.id, problem: explain(error) });
    }
  }

  private suspend(entry: Entry, until: Promise<void>): void {
    entry.waiting = true;
    const goOn = () => {
      entry.waiting = false;
      this.wake();
    };
    // The job waits on the same promise and meets its failure itself.
    until.then(goOn, goOn);
  }

  private finish(entry: Entry, last: FromWorker): void {
    this.entries.delete(entry.id);
    this.send(last);
  }
}

/** Lower runs first. */
const ranks = { urgent: 0, short: 1, other: 2 } as const;

/** null: not now. */
function rankOf(entry: Entry): number | null {
  if (entry.ending !== null) return ranks.urgent;
  if (entry.waiting || entry.paused) return null;
  if (entry.urgent) return ranks.urgent;
  if (entry.long) return entry.visible ? ranks.other : null;
  return entry.visible ? ranks.short : ranks.other;
}
