import { expect, test } from 'vitest';
import { beamNodes } from '../../src/widgets/kit/beam-nodes.ts';

test('a node hangs on its place in the step before, and its probability is what it adds', () => {
  const step = (parent: number, token: number, logProbability: number, ended = false) => ({
    parent,
    token,
    logProbability,
    ended,
  });
  const nodes = beamNodes(
    [
      { step: 1, kept: [step(0, 2, Math.log(0.5), true), step(0, 1, Math.log(0.4))], left: [] },
      // The only open beam is the second node: row 0 of the next step goes on from it.
      { step: 2, kept: [step(0, 0, Math.log(0.2))], left: [step(0, 2, Math.log(0.1))] },
    ],
    2,
    ['a', 'b', 'end'],
  );
  expect(nodes[0]?.map(({ token, parent }) => [token, parent])).toEqual([
    ['end', null],
    ['b', null],
  ]);
  const [kept, left] = nodes[1] ?? [];
  expect(kept).toMatchObject({ token: 'a', parent: 1, kept: true });
  expect(kept?.probability).toBeCloseTo(0.5, 12);
  expect(left).toMatchObject({ token: 'end', parent: 1, kept: false });
  expect(left?.probability).toBeCloseTo(0.25, 12);
});
