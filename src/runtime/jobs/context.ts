/** What every job is given. */
import type { FloatTensor } from '../../models/checkpoints/int8.ts';
import type { SessionRecipe, TrainingSession, TrainingState } from '../../training/session.ts';
import type { BackendChoice } from '../backend-choice.ts';
import type { ModelStore } from '../model-store.ts';
import type { Steering, TrainingPlan } from '../protocol.ts';
import type { TrainingRuns } from '../training-runs.ts';

export interface OpenedTraining {
  readonly session: TrainingSession;
  readonly recipe: SessionRecipe;
  /** What its `tokenizer.json` would hold. */
  readonly tokenizer: unknown;
}

/** Opens a training run at its beginning, or at `state`. Throws where there is none, or it cannot be made. */
export type OpenTraining = (
  plan: TrainingPlan,
  state: TrainingState | null,
  /** The weights of another model, that the run begins from. */
  base?: ReadonlyMap<string, FloatTensor>,
) => Promise<OpenedTraining>;

export interface JobContext {
  readonly backends: BackendChoice;
  readonly store: ModelStore;
  readonly runs: TrainingRuns;
  readonly train: OpenTraining;
  /** What the page changed in a run on its way, by request. */
  readonly adjustments: Map<number, Steering>;
  /** What lets a run go on that stands until its state is kept, by request. */
  readonly stored: Map<number, () => void>;
  /** Milliseconds, from any start. */
  readonly now: () => number;
}
