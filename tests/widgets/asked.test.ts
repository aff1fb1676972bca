import { expect, test, vi } from 'vitest';
import { stateOf, together } from '../../src/widgets/kit/asked.ts';

const problem = { code: 'internal', message: 'It broke.', advice: '' } as const;
const progress = { phase: 'run', done: 1, total: 2 } as never;

test('several questions are one: the first problem, the first progress, all asked again', () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const asked = together(
    { problem: null, retry: first },
    { problem, progress: null, retry: second },
    { problem: { ...problem, message: 'So did this.' }, progress, retry: () => {} },
  );
  expect(asked.problem).toBe(problem);
  expect(asked.progress).toBe(progress);
  asked.retry();
  expect(first).toHaveBeenCalledOnce();
  expect(second).toHaveBeenCalledOnce();
  expect(together({ problem: null, retry: first })).toMatchObject({ problem: null, progress: null });
});

test('what runs comes before what broke, and what broke before what was not asked', () => {
  const standing = { problem: null, wanted: true, shown: null };
  expect(stateOf(standing)).toBe('loading');
  expect(stateOf({ ...standing, shown: {} })).toBe('ready');
  expect(stateOf({ ...standing, shown: {}, wanted: false })).toBe('idle');
  expect(stateOf({ ...standing, problem, wanted: false })).toBe('error');
  expect(stateOf({ ...standing, problem, running: true })).toBe('running');
});
