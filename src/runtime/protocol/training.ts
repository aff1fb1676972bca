/** A training run: what is asked, what is told on the way, and what it takes to go on elsewhere. */
import type { TrainingState as SessionState } from '../../training/session.ts';
import type { BackendName } from './values.ts';

export interface TrainRequest {
  readonly kind: 'train';
  readonly recipe: string;
  readonly seed: number;
  readonly steps: number;
  readonly resume?: TrainingState;
}

export interface TrainingStep {
  readonly step: number;
  /** Nats a token. */
  readonly loss: number;
  /** The entropy floor of the data on the same windows; null: not known. */
  readonly floor: number | null;
  readonly learningRate: number;
  readonly gradientNorm: number;
  readonly tokensPerSecond: number;
}

/** What a training run needs to go on as if it had never stopped. */
export interface TrainingState {
  readonly recipe: string;
  readonly seed: number;
  readonly state: SessionState;
}

export interface TrainResult {
  readonly state: TrainingState;
  readonly backend: BackendName;
}
