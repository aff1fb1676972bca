import { expect, test, vi } from 'vitest';

const evaluate = vi.fn(async ({ run }: { readonly run: string }) => ({
  loss: run.endsWith('after') ? 1 : 2,
}));
vi.mock('../../src/runtime/client.ts', () => ({ runtime: () => ({ evaluate }) }));
const { dialects, lossesOf, townRuns } = await import('../../src/widgets/kit/use-two-towns.ts');

test('each figure has runs of its own, one a town', () => {
  const names = ['merge', 'lora'].flatMap((widget) => Object.values(townRuns(widget)));
  expect(new Set(names).size).toBe(2 * dialects.length);
  for (const dialect of dialects) expect(townRuns('merge')[dialect]).toContain(dialect);
});

test('a model is measured on the held-out stories of each town, and told under its name', async () => {
  const losses = await lossesOf('gpt2-toytown', townRuns('merge'), {});
  expect(losses).toEqual({ after: 1, mirror: 2 });
  expect(evaluate.mock.calls.map(([request]) => request)).toEqual(
    dialects.map((dialect) => ({ run: townRuns('merge')[dialect], model: 'gpt2-toytown', batches: 1 })),
  );
});
