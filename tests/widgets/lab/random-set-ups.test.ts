import fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { datasetRow, datasets } from '../../../src/data/datasets.ts';
import { memory, startBackend } from '../../../src/models/tf.ts';
import { DivergenceError, ExperimentError } from '../../../src/training/errors.ts';
import { openExperiment } from '../../../src/training/experiment.ts';
import { TrainingSession } from '../../../src/training/session.ts';
import { defaultsOf, type Field } from '../../../src/widgets/kit/url-state.ts';
import { optionsOf } from '../../../src/widgets/lab/data-options.ts';
import { fields, type SetUp } from '../../../src/widgets/lab/set-up.ts';
import { planOf } from '../../../src/widgets/lab/use-plan.ts';

/** Whatever the controls can be set to either trains a step or is refused with a sentence; the machine's own worker never breaks. */

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });
beforeAll(async () => {
  await startBackend('wasm');
});

const mostParameters = 20_000;
const runs = Number(process.env.LAB_SET_UPS ?? 200);

function settingOf(field: Field): fc.Arbitrary<unknown> {
  if (field.kind === 'choice') return fc.constantFrom(...field.choices);
  if (field.kind !== 'number') return fc.constant(field.default);
  const { minimum, maximum, step } = field;
  // Most are left as they are, or nearly nothing would fit together.
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(field.default) },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: 0, max: Math.min(24, Math.round((maximum - minimum) / step)) })
        .map((steps) => minimum + steps * step),
    },
  );
}

/** Small enough that many can be tried. */
const small = { width: 16, layers: 1, heads: 2, rows: 2, steps: 10 };
const arbitrary = fc
  .record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, settingOf(field)])))
  .map((values) => ({ ...values, ...small, text: 'a b c d e f g h. '.repeat(40) }) as unknown as SetUp);

async function tried(setUp: SetUp): Promise<'trained' | 'refused' | 'too large'> {
  const { data, options, text } = setUp;
  const { plan, problem } = planOf(setUp, await datasetRow(data).sketch(optionsOf(data, options, text)));
  if (plan === null) {
    expect(problem.length).toBeGreaterThan(10);
    return 'refused';
  }
  if (plan.parameters > mostParameters) return 'too large';
  try {
    const { recipe } = await openExperiment(plan.experiment);
    const session = new TrainingSession(recipe, plan.experiment.seed);
    try {
      expect(session.parameterCount).toBe(plan.parameters);
      const { loss } = await session.advance();
      expect(Number.isFinite(loss)).toBe(true);
    } finally {
      session.dispose();
    }
    return 'trained';
  } catch (error) {
    if (!(error instanceof ExperimentError || error instanceof DivergenceError)) throw error;
    expect(error.message.length).toBeGreaterThan(10);
    return 'refused';
  }
}

test(`${runs} set-ups at random`, async () => {
  const counts = { trained: 0, refused: 0, 'too large': 0 };
  const before = memory().numTensors;
  await fc.assert(
    fc.asyncProperty(arbitrary, async (setUp) => {
      counts[await tried(setUp)] += 1;
    }),
    { numRuns: runs, seed: 8 },
  );
  // A test in which nothing trains, or nothing is refused, would prove little.
  expect(counts.trained).toBeGreaterThan(runs / 20);
  expect(counts.refused).toBeGreaterThan(runs / 20);
  expect(memory().numTensors).toBe(before);
  expect(defaultsOf(fields).data in Object.fromEntries(datasets)).toBe(true);
});
