/** What every job is given. */
import type { TrainingSession, TrainingState } from '../../training/session.ts';
import type { BackendChoice } from '../backend-choice.ts';
import type { ModelStore } from '../model-store.ts';
import type { TrainingRuns } from '../training-runs.ts';

/** Opens a training run; null where there is no recipe of that name. */
export type OpenTraining = (
  recipe: string,
  seed: number,
  steps: number,
  state: TrainingState | null,
) => Promise<TrainingSession | null>;

export interface JobContext {
  readonly backends: BackendChoice;
  readonly store: ModelStore;
  readonly runs: TrainingRuns;
  readonly train: OpenTraining;
  /** Milliseconds, from any start. */
  readonly now: () => number;
}
