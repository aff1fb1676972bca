/** Runs of several models on one task, one after another: what is measured of each, and its learning curve. */
import type { Series } from '../../models/checkpoints/claim-record.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Params } from '../../models/model.ts';
import type { SessionRecipe } from '../session.ts';
import type { ClaimOptions } from './claim.ts';
import { type ExperimentOptions, experiment } from './run.ts';

export interface Contender extends SessionRecipe {
  readonly name: string;
}

/** Points of a curve. */
const points = 60;

/** The losses of all steps, as means of stretches. */
export function learningSeries(name: string, losses: readonly number[]): Series {
  const stretch = Math.max(1, Math.ceil(losses.length / points));
  const x: number[] = [];
  const y: number[] = [];
  for (let from = 0; from < losses.length; from += stretch) {
    const own = losses.slice(from, from + stretch);
    x.push(from + own.length);
    y.push(own.reduce((sum, loss) => sum + loss, 0) / own.length);
  }
  return { name, xLabel: 'steps', yLabel: 'loss, nats a token', x, y };
}

/** What is looked at on the way, as well: every so many steps, before the first and after the last. */
export type Watch = Pick<ExperimentOptions, 'every' | 'look'>;

/** Trains one; `measure` reads the trained parameters. The short form takes a few steps alone. */
export async function contend<T>(
  { name, ...recipe }: Contender,
  { seed, short, tell }: ClaimOptions,
  measure: (params: Params, config: ModelConfig) => Promise<T>,
  watch: Watch = {},
): Promise<{ readonly measured: T; readonly series: Series; readonly steps: number }> {
  const found: { measured?: T } = {};
  const { losses, finite } = await experiment(
    { ...recipe, steps: short ? 3 : recipe.steps },
    { seed, ...watch },
    async (params) => {
      found.measured = await measure(params, recipe.config);
    },
  );
  if (!finite || found.measured === undefined) throw new Error(`${name}: the loss was no longer a number.`);
  tell(`${name}: loss ${(losses.at(-1) ?? 0).toFixed(3)} after ${losses.length} steps`);
  return { measured: found.measured, series: learningSeries(name, losses), steps: losses.length };
}
