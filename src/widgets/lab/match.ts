/** The set-up of the controls made as large as a run, or as long: so that two are compared at one budget. */
import type { RunRecord } from './run-record.ts';
import { fields, type SetUp } from './set-up.ts';
import { type Plan, planOf } from './use-plan.ts';

export const budgets = ['parameters', 'tokens', 'flops'] as const;
export type Budget = (typeof budgets)[number];

/** So many steps that they are worth as much as all those of the run; the nearest that the slider can say. */
function steps(total: number, each: number): Partial<SetUp> {
  const { minimum, maximum, step } = fields.steps;
  return { steps: Math.min(maximum, Math.max(minimum, step * Math.round(total / each / step))) };
}

/** The width whose model comes nearest; of widths that make none, none. */
function width(setUp: SetUp, { shape }: Plan, wanted: number): Partial<SetUp> {
  const { minimum, maximum, step } = fields.width;
  let best = { width: setUp.width, apart: Number.POSITIVE_INFINITY };
  for (let tried = minimum; tried <= maximum; tried += step) {
    const { plan } = planOf({ ...setUp, width: tried }, shape);
    const apart = plan === null ? Number.POSITIVE_INFINITY : Math.abs(plan.parameters - wanted);
    if (apart < best.apart) best = { width: tried, apart };
  }
  return { width: best.width };
}

export function matched(setUp: SetUp, plan: Plan, record: RunRecord, by: Budget): Partial<SetUp> {
  const all = record.experiment.steps;
  if (by === 'parameters') return width(setUp, plan, record.parameters);
  return by === 'tokens'
    ? steps(all * record.stepTokens, plan.stepTokens)
    : steps(all * record.stepFlops, plan.stepFlops);
}
