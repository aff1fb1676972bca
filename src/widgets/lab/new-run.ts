/** A run as it begins, from what the controls ask for. */
import { architectures } from '../../models/architectures.ts';
import { encodeState } from '../kit/url-state.ts';
import type { NewRun } from './runs.ts';
import { fields, type SetUp } from './set-up.ts';
import type { Plan } from './use-plan.ts';

export function newRunOf(plan: Plan, setUp: SetUp): NewRun {
  const { experiment, parameters, stepFlops, stepTokens } = plan;
  const { architecture, layers, width } = setUp;
  return {
    name: `${architectures[architecture].title}, ${layers} × ${width}`,
    // A text that is too long for a link is left out of it; the experiment has it whole.
    payload: encodeState(fields, setUp).payload,
    experiment,
    parameters,
    stepFlops,
    stepTokens,
  };
}
