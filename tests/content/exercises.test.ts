import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Runtime } from '../../src/runtime/client.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { graders } from '../../src/widgets/graders.ts';
import { inProcess } from '../runtime/support/in-process.ts';
import { chapters } from './support.ts';

/** Each exercise that a live model grades can be solved with the models that ship, by what its solution says; what is beside it is told how far it is. */

vi.setConfig({ testTimeout: 120_000 });

const served = join(import.meta.dirname, '../../public');
const shared = vi.hoisted(() => ({ runtime: undefined as Runtime | undefined }));
vi.mock('../../src/runtime/client.ts', async (original) => ({
  ...(await original<object>()),
  runtime: () => shared.runtime,
}));

beforeAll(() => {
  const files = (folder: string) => nodeFolder(join(served, new URL(folder).pathname));
  shared.runtime = inProcess({ files, forced: 'wasm' }).runtime;
  vi.stubGlobal('fetch', async (address: string) => new Response(readFileSync(join(served, address))));
});

/** By grader: the answer, how the solution says it, and an answer that is not right. */
const solved: Readonly<Record<string, readonly [answer: number, said: string, wrong: number]>> = {
  'answer-flips': [3, 'Three', 2],
  'attention-that-matters-most': [1, 'layer 1', 4],
  'beam-beats-greedy': [2, 'Two', 3],
  'bits-for-a-tenth': [3, 'Three', 5],
  'budget-for-a-billion': [20.1, '10^{20.1}', 20.3],
  'cache-passes-state': [20, 'the 20th', 19],
  'capacity-for-all': [1.5, 'At 1.5', 1.25],
  'column-that-matters': [12, 'twelfth', 11],
  'context-for-the-cache': [15, '2^{15}', 14],
  'dearest-expert': [7, 'Expert 7', 5],
  'dearest-word': [5, 'fifth', 1],
  'decoder-unmasked': [11, '11 of 22', 22],
  'encoder-under-causal-mask': [8, 'Eight', 17],
  'expert-for-all': [4, 'Expert 4', 7],
  'feed-forward-that-matters-most': [1, 'layer 1', 4],
  'frozen-step-right': [10, '10 %', 50],
  'greedy-log-probability': [-6.29, '−6.29', -2.13],
  'hardest-noise': [4, 'fourth', 2],
  'head-of-previous-word': [2.1, '2.1', 1.1],
  'head-that-can-go': [4.3, 'Head 3 of layer 4', 1.1],
  'head-that-matters-most': [2, 'Head 2', 1],
  'head-that-moves-the-name': [1.1, 'Head 1 of layer 1', 4.2],
  'hundredfold-cache': [12, '12', 13],
  'largest-learning-rate': [0.29, '0.29', 0.3],
  'largest-push': [10, 'tenth', 4],
  'layer-that-matters-most': [1, 'first', 4],
  'lookahead-for-passes': [6, '6 or 7', 8],
  'mask-that-fools-bert': [7, 'seventh', 1],
  'narrowest-window': [16, 'Sixteen', 15],
  'neuron-that-turns': [37, 'Number 37', 2],
  'neurons-within-a-tenth': [16, '16', 8],
  'notes-for-the-kite': [2, '2: with', 3],
  'pattern-for-a-tenth': [26, 'At 26', 24],
  'positions-that-move': [7, 'At 7', 12],
  'rank-from-embedding': [181, '181', 9],
  'roofline-batch': [32, '32', 16],
  'scale-for-nine-tenths': [1.7, '1.7', 1.5],
  'softmax-third-score': [1.54, '1.54', 1],
  'stage-that-decides': [2, 'layer 2', 3],
  'steps-to-nine-tenths': [8, 'eighth', 7],
  'stream-grows': [27.7, '27.7', 3],
  'strongest-source': [62, 'Token 62', 72],
  'swapped-roles': [0.99, '0.99', 0.9],
  'temperature-for-half': [3, 'temperature of 3', 1],
  'threshold-for-a-layer': [0.8, '0.80', 0.75],
  'where-it-looks': [5, 'fifth', 4],
  'width-for-a-billion': [1792, '1,792', 1728],
  'word-that-decides': [3, 'third', 2],
  'words-for-half': [6, 'Six', 5],
  'words-kept': [10, 'Ten', 9],
  'words-under-the-window': [20, '20', 16],
};

const graded = chapters.flatMap(({ path, text }) =>
  [...text.matchAll(/<Exercise [^>]*grader="([^"]+)"[^>]*>([\s\S]*?)<\/Exercise>/g)].map(
    ([, grader = '', body = '']) => ({ path, grader, body }),
  ),
);

test('every grader is somebody’s, and has its answer here', () => {
  const used = graded.map(({ grader }) => grader).sort();
  expect(Object.keys(graders).sort()).toEqual(used);
  expect(Object.keys(solved).sort()).toEqual(used);
});

test.each(graded)('$path: $grader', async ({ grader, body }) => {
  const [answer, said, wrong] = solved[grader] ?? [Number.NaN, '', Number.NaN];
  const solution = /<Solution>([\s\S]*)<\/Solution>/.exec(body)?.[1] ?? '';
  expect(solution).toContain(said);
  const load = graders[grader];
  if (!load) throw new Error(`There is no grader ${grader}.`);
  const { default: grade } = await load();
  expect(await grade(answer)).toMatchObject({ right: true });
  const { right, says } = await grade(wrong);
  expect(right).toBe(false);
  // A sentence, and not that the field does not take such a number.
  expect(says).toMatch(/^[^.].{9,}\.$/);
  expect(says).not.toContain('The field takes');
  expect(await grade(1e6)).toMatchObject({ right: false });
});
