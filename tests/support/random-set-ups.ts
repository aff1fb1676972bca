/** Set-ups of the Lab at random: each trains a step or is refused with a sentence. For `npm test` some, for `npm run soak` many. */
import fc from 'fast-check';
import { siteCorpusFile } from '../../src/data/corpora/site-files.ts';
import { datasetRow } from '../../src/data/datasets.ts';
import { windowObjectives } from '../../src/data/objectives/over-windows.ts';
import { readCorporaBy } from '../../src/data/site-corpora.ts';
import { DivergenceError, ExperimentError } from '../../src/training/errors.ts';
import { openExperiment } from '../../src/training/experiment.ts';
import { TrainingSession } from '../../src/training/session.ts';
import type { Field } from '../../src/widgets/kit/url-state.ts';
import { optionsOf } from '../../src/widgets/lab/data-options.ts';
import { fields, type SetUp } from '../../src/widgets/lab/set-up.ts';
import { planOf } from '../../src/widgets/lab/use-plan.ts';

const mostParameters = 20_000;

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
/** What a data set does not know is left out. */
const options = fc.constantFrom('', ...windowObjectives.map((one) => `objective:${one}`));

const setUps = fc
  .record({
    ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, settingOf(field)])),
    options,
  })
  .map((values) => ({ ...values, ...small, text: 'a b c d e f g h. '.repeat(40) }) as unknown as SetUp);

type Outcome = 'trained' | 'refused';

function sentence(said: string): 'refused' {
  if (said.length <= 10) throw new Error(`No sentence: "${said}"`);
  return 'refused';
}

async function tried(setUp: SetUp): Promise<Outcome> {
  const { data, options: own, text } = setUp;
  const { plan, problem } = planOf(setUp, await datasetRow(data).sketch(optionsOf(data, own, text)));
  if (plan === null) return sentence(problem);
  // Another is drawn in its place.
  fc.pre(plan.parameters <= mostParameters);
  try {
    const { recipe } = await openExperiment(plan.experiment);
    const session = new TrainingSession(recipe, plan.experiment.seed);
    try {
      if (session.parameterCount !== plan.parameters)
        throw new Error(`${session.parameterCount} parameters, not ${plan.parameters}`);
      const { loss } = await session.advance();
      if (!Number.isFinite(loss)) throw new Error(`a loss of ${loss}`);
    } finally {
      session.dispose();
    }
    return 'trained';
  } catch (error) {
    if (!(error instanceof ExperimentError || error instanceof DivergenceError)) throw error;
    return sentence(error.message);
  }
}

/** How many came to what; throws at the first that came to neither, with the set-up. */
export async function tryRandomSetUps(
  runs: number,
  seed: number,
): Promise<Readonly<Record<Outcome, number>>> {
  readCorporaBy(async (id) => siteCorpusFile(id));
  const counts = { trained: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(setUps, async (setUp) => {
      counts[await tried(setUp)] += 1;
    }),
    { numRuns: runs, seed },
  );
  return counts;
}
