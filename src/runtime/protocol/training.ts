/** A training run: what is asked, what is told on the way, and what it takes to go on elsewhere. */
import type { Experiment } from '../../training/experiment-schema.ts';
import type { Adjustments, TrainingState as SessionState } from '../../training/session.ts';
import type { ModelChoice } from './choices.ts';
import type { BackendName } from './values.ts';

export type { Adjustments, Experiment };

/** What can be said to a run on its way. */
export interface Steering extends Adjustments {
  /** It ends after this step, saved, as if it were the last; one that is past already ends at once. */
  readonly until?: number;
}

/** A shipped model's own training, in so many steps: the schedule ends with them. */
export interface RecipePlan {
  readonly recipe: string;
  readonly seed: number;
  readonly steps: number;
}

export type TrainingPlan = RecipePlan | Experiment;

export interface TrainRequest {
  readonly kind: 'train';
  readonly plan: TrainingPlan;
  /** The name by which figures look at it: `model: { training: run }`. Another run of the name takes its place. */
  readonly run?: string;
  /** The shipped model whose weights the run begins from, where its recipe wants one. */
  readonly base?: string;
  /** To go on from; of an experiment any state of a model of the same shape, so that settings can change on the way. */
  readonly resume?: TrainingState;
  /** Steps whose weights stay in memory, for `step` of a request: every so many, thinned out when there are more than `most`. */
  readonly keep?: { readonly every: number; readonly most: number };
  /** Held-out batches that are measured every so many steps, told by `onMeasure`. */
  readonly measure?: { readonly every: number; readonly batches: number };
  /** Also the norm of each update. */
  readonly norms?: boolean;
  /** A state to go on from is told every so many steps, and when so many milliseconds have passed; by default 10 seconds. */
  readonly save?: {
    readonly every: number;
    readonly milliseconds: number;
    /** The run stands until the state is kept: of a tab that dies no more is lost than what came since. */
    readonly waits?: boolean;
  };
  /** What `adjust` of the handle changes on the way. */
  readonly adjusted?: Steering;
}

export interface TrainingStep {
  readonly step: number;
  /** Nats a token. */
  readonly loss: number;
  /** The entropy floor of the data on the same windows; null: not known. */
  readonly floor: number | null;
  readonly learningRate: number;
  readonly gradientNorm: number;
  /** How far all parameters together moved; null where it was not asked for. */
  readonly updateNorm: number | null;
  readonly tokensPerSecond: number;
}

/** On held-out batches, the same each time. */
export interface HeldOut {
  readonly step: number;
  readonly loss: number;
  readonly floor: number | null;
  /** By objective, the share of the targets that have the largest logit. */
  readonly accuracy: Readonly<Record<string, number>>;
}

/** A measurement on the held-out batches of a run: of itself at the step it is at or one that it kept, or of another model. */
export interface EvaluateRequest {
  readonly kind: 'evaluate';
  readonly run: string;
  readonly step?: number;
  /** What is measured, where that is not the run itself. */
  readonly model?: ModelChoice;
  readonly batches: number;
}

/** What a training run needs to go on as if it had never stopped. */
export interface TrainingState {
  readonly plan: TrainingPlan;
  readonly adjusted: Adjustments;
  readonly state: SessionState;
}

export interface TrainResult {
  readonly state: TrainingState;
  readonly backend: BackendName;
}
