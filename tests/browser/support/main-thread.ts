/** What the main thread of a page was busy with: as the page's own observer tells, and as the browser measures it. */
import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, from beginning to end. */
  readonly dur?: number;
  /** Microseconds of the processor's time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export interface LongestTask {
  /** Milliseconds between beginning and end: on a busy machine most of it is waiting for a turn. */
  readonly elapsed: number;
  /** Milliseconds that the task itself took of the processor. */
  readonly worked: number;
  /** How many tasks there were. */
  readonly tasks: number;
  /** What the page's `PerformanceObserver` for `longtask` saw: milliseconds each. */
  readonly observed: readonly number[];
}

/** For `init`: notes every long task in `window.longTasks`. */
export const watchLongTasks = `
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });`;

type WatchedWindow = Window & { longTasks: number[] };

/** The longest task of the main thread while `work` is done. */
export async function longestTask(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<LongestTask> {
  await page.evaluate(() => {
    (window as unknown as WatchedWindow).longTasks = [];
  });
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly TraceEvent[];
  };
  const observed = await page.evaluate(() => (window as unknown as WatchedWindow).longTasks);
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && /RunTask$/.test(name) && main.has(`${pid} ${tid}`),
  );
  const most = (times: readonly number[]) => times.reduce((a, b) => Math.max(a, b), 0) / 1000;
  return {
    elapsed: most(tasks.map(({ dur = 0 }) => dur)),
    worked: most(tasks.map(({ tdur = 0 }) => tdur)),
    tasks: tasks.length,
    observed,
  };
}
