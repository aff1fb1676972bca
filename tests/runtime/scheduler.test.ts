import { expect, it } from 'vitest';
import { RuntimeError } from '../../src/runtime/problem.ts';
import type { FromWorker } from '../../src/runtime/protocol.ts';
import { type Job, once, Scheduler } from '../../src/runtime/scheduler.ts';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

function world() {
  const log: string[] = [];
  const sent: FromWorker[] = [];
  const scheduler = new Scheduler((event) => sent.push(event), tick);
  const failures = () =>
    sent.flatMap((event) => (event.kind === 'failed' ? [`${event.id} ${event.problem.code}`] : []));
  return { log, sent, scheduler, failures };
}

const short = (log: string[], name: string, id: number): Job =>
  once(async () => {
    log.push(name);
    return { kind: 'disposed', id };
  });

async function* long(log: string[], name: string, id: number, steps: number): Job {
  try {
    for (let step = 1; step <= steps; step++) {
      log.push(`${name}${step}`);
      yield null;
    }
    return { kind: 'disposed', id };
  } finally {
    log.push(`${name} tidied`);
  }
}

async function settle(scheduler: Scheduler): Promise<void> {
  for (let turn = 0; turn < 200 && scheduler.size > 0; turn++) await tick();
}

it('runs what is visible before what is not, in the order of arrival', async () => {
  const { log, scheduler } = world();
  scheduler.add(short(log, 'hidden', 1), { id: 1, channel: undefined, visible: false, long: false });
  scheduler.add(short(log, 'first', 2), { id: 2, channel: undefined, visible: true, long: false });
  scheduler.add(short(log, 'second', 3), { id: 3, channel: undefined, visible: true, long: false });
  await settle(scheduler);
  expect(log).toEqual(['first', 'second', 'hidden']);
});

it('lets a short job in after the current step of a long one', async () => {
  const { log, scheduler } = world();
  scheduler.add(long(log, 'train', 1, 4), { id: 1, channel: undefined, visible: true, long: true });
  for (let turn = 0; turn < 50 && !log.includes('train2'); turn++) await tick();
  scheduler.add(short(log, 'run', 2), { id: 2, channel: undefined, visible: true, long: false });
  await settle(scheduler);
  expect(log.indexOf('run')).toBeLessThan(log.indexOf('train4'));
  expect(log).toContain('train tidied');
});

it('lets two long jobs take turns', async () => {
  const { log, scheduler } = world();
  scheduler.add(long(log, 'a', 1, 3), { id: 1, channel: undefined, visible: true, long: true });
  scheduler.add(long(log, 'b', 2, 3), { id: 2, channel: undefined, visible: true, long: true });
  await settle(scheduler);
  expect(log.slice(0, 6)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
});

it('does a hidden short job while a visible long one goes on', async () => {
  const { log, scheduler } = world();
  scheduler.add(long(log, 'train', 1, 5), { id: 1, channel: undefined, visible: true, long: true });
  scheduler.add(short(log, 'hidden', 2), { id: 2, channel: undefined, visible: false, long: false });
  await settle(scheduler);
  expect(log.indexOf('hidden')).toBeLessThan(log.indexOf('train3'));
});

it('lets a long job take a turn now and then though short ones never end', async () => {
  const { log, scheduler } = world();
  scheduler.add(long(log, 'train', 1, 1e9), { id: 1, channel: undefined, visible: true, long: true });
  let id = 2;
  const another = (): void => {
    const job = once(async () => {
      log.push('run');
      if (log.length < 200) another();
      return { kind: 'disposed', id };
    });
    id += 1;
    scheduler.add(job, { id, channel: undefined, visible: true, long: false });
  };
  another();
  for (let turn = 0; turn < 2000 && log.length < 200; turn++) await tick();
  const steps = log.filter((entry) => entry !== 'run').length;
  expect(steps).toBeGreaterThan(5);
  expect(steps).toBeLessThan(20);
  scheduler.cancel(1);
  await settle(scheduler);
});

it('drops what waits in a channel when something newer arrives, and says so', async () => {
  const { log, scheduler, failures } = world();
  for (let id = 1; id <= 1000; id++) {
    scheduler.add(short(log, `move ${id}`, id), { id, channel: 'slider', visible: true, long: false });
  }
  scheduler.add(short(log, 'other', 1001), { id: 1001, channel: 'other', visible: true, long: false });
  await settle(scheduler);
  expect(log).toEqual(['move 1000', 'other']);
  expect(failures()).toHaveLength(999);
  expect(failures()[0]).toBe('1 superseded');
});

it('finishes a short job that has begun, though something newer arrived', async () => {
  const { log, scheduler, failures } = world();
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = once(async () => {
    log.push('begun');
    await gate;
    return { kind: 'disposed', id: 1 };
  });
  scheduler.add(slow, { id: 1, channel: 'slider', visible: true, long: false });
  for (let turn = 0; turn < 10; turn++) await tick();
  scheduler.add(short(log, 'newer', 2), { id: 2, channel: 'slider', visible: true, long: false });
  release();
  await settle(scheduler);
  expect(log).toEqual(['begun', 'newer']);
  expect(failures()).toEqual([]);
});

it('ends a long job when its channel is asked for something newer, or when it is cancelled, and tidies up', async () => {
  const { log, scheduler, failures } = world();
  scheduler.add(long(log, 'old', 1, 1e9), { id: 1, channel: 'text', visible: true, long: true });
  scheduler.add(long(log, 'endless', 2, 1e9), { id: 2, channel: undefined, visible: true, long: true });
  for (let turn = 0; turn < 50 && !log.includes('old2'); turn++) await tick();
  scheduler.add(long(log, 'new', 3, 1), { id: 3, channel: 'text', visible: true, long: true });
  scheduler.cancel(2);
  await settle(scheduler);
  expect(failures().sort()).toEqual(['1 superseded', '2 cancelled']);
  expect(log).toEqual(expect.arrayContaining(['old tidied', 'endless tidied', 'new1']));
});

it('pauses a long job that is paused or out of sight, and goes on with it', async () => {
  const { log, scheduler } = world();
  scheduler.add(long(log, 'a', 1, 1e9), { id: 1, channel: 'a', visible: true, long: true });
  for (let turn = 0; turn < 50 && !log.includes('a2'); turn++) await tick();
  scheduler.show('a', false);
  for (let turn = 0; turn < 5; turn++) await tick();
  const stopped = log.length;
  for (let turn = 0; turn < 20; turn++) await tick();
  expect(log).toHaveLength(stopped);

  scheduler.show('a', true);
  for (let turn = 0; turn < 20; turn++) await tick();
  expect(log.length).toBeGreaterThan(stopped);

  scheduler.setPaused(1, true);
  for (let turn = 0; turn < 5; turn++) await tick();
  const paused = log.length;
  for (let turn = 0; turn < 20; turn++) await tick();
  expect(log).toHaveLength(paused);
  scheduler.cancel(1);
  await settle(scheduler);
  expect(scheduler.size).toBe(0);
});

it('runs others while a job waits for a download, which may be cancelled meanwhile', async () => {
  const { log, scheduler, failures } = world();
  let arrive = () => {};
  const download = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  async function* loading(id: number): Job {
    log.push('asks');
    yield { kind: 'wait', until: download };
    log.push('has');
    return { kind: 'disposed', id };
  }
  scheduler.add(loading(1), { id: 1, channel: undefined, visible: true, long: false });
  scheduler.add(loading(2), { id: 2, channel: undefined, visible: true, long: false });
  scheduler.add(short(log, 'run', 3), { id: 3, channel: undefined, visible: true, long: false });
  for (let turn = 0; turn < 20; turn++) await tick();
  expect(log).toEqual(['asks', 'asks', 'run']);
  scheduler.cancel(1);
  for (let turn = 0; turn < 20; turn++) await tick();
  expect(failures()).toEqual(['1 cancelled']);
  arrive();
  await settle(scheduler);
  expect(log).toEqual(['asks', 'asks', 'run', 'has']);
});

it('tells the failure of one job and goes on with the next', async () => {
  const { log, sent, scheduler } = world();
  const failing = once(async () => {
    throw RuntimeError.of('too-long');
  });
  scheduler.add(failing, { id: 1, channel: undefined, visible: true, long: false });
  scheduler.add(short(log, 'next', 2), { id: 2, channel: undefined, visible: true, long: false });
  await settle(scheduler);
  expect(sent).toMatchObject([
    { kind: 'failed', id: 1, problem: { code: 'too-long' } },
    { kind: 'disposed', id: 2 },
  ]);
});
