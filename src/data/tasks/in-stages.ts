/**
 * A task that begins easy: few kinds of things in short texts show in a few hundred cheap steps what many in long ones would
 * show in many thousand dear ones. Bengio et al. 2009, Curriculum Learning, https://doi.org/10.1145/1553374.1553380.
 */
import type { Dataset } from '../batch.ts';

export interface Stage {
  readonly steps: number;
  /** Of which it has a batch in turn. */
  readonly tasks: readonly { readonly dataset: Dataset; readonly length: number }[];
}

export const stepsOf = (stages: readonly Pick<Stage, 'steps'>[]): number =>
  stages.reduce((sum, { steps }) => sum + steps, 0);

/**
 * The training batches are of each stage for its steps, and of the last one from there on; none has more than `mostTokens`
 * tokens. What is held out stays that of `asked`.
 */
export function inStages<Data extends Dataset>(
  asked: Data,
  stages: readonly Stage[],
  mostTokens: number,
): Data {
  const last = stages.at(-1);
  if (last === undefined) throw new RangeError('There is no stage.');
  return {
    ...asked,
    training: (seed: number, index: number, rows: number) => {
      const now = stages.findIndex((_, at) => index < stepsOf(stages.slice(0, at + 1)));
      const { tasks } = stages[now] ?? last;
      const task = tasks[index % tasks.length];
      if (task === undefined) throw new RangeError('A stage has no task.');
      const fitting = Math.max(1, Math.floor(mostTokens / task.length));
      return task.dataset.training(seed, index, Math.min(rows, fitting), task.length);
    },
  };
}
