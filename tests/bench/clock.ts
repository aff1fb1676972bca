/** What benches measure with. */
import { cpus } from 'node:os';

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Seconds that each of two sides took for the same work, one after the other. */
export interface Round {
  readonly ours: number;
  readonly theirs: number;
}

/** What each does a second of an `amount` of work a round, and how many times as fast we are: each round by itself, since a machine drifts. */
export const speeds = (amount: number, rounds: readonly Round[]) => ({
  ours: amount / median(rounds.map(({ ours }) => ours)),
  theirs: amount / median(rounds.map(({ theirs }) => theirs)),
  ratio: median(rounds.map(({ ours, theirs }) => theirs / ours)),
});

/**
 * How much of the machine others take, looked at for a second in which this program does nothing. Two sides of which one wants
 * all cores and the other one are compared fairly only where nobody else works.
 */
export async function othersAtWork(): Promise<string> {
  const before = coreTimes();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const after = coreTimes();
  const share = 1 - (after.idle - before.idle) / (after.all - before.all);
  return `  others take ${Math.round(100 * share)} % of the machine${share < 0.15 ? '' : ': these figures are not to be trusted'}`;
}

function coreTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((core) => core.times);
  return {
    idle: times.reduce((total, { idle }) => total + idle, 0),
    all: times.reduce((total, { user, nice, sys, idle, irq }) => total + user + nice + sys + idle + irq, 0),
  };
}
