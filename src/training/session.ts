/**
 * A training run, one step at a time: the same class trains a shipped model in Node and a reader's model in a worker.
 * A step is a pure function of parameters, optimizer state and batch, so a run that is saved and resumed gives the
 * same losses as an unbroken one.
 */
import type { Batch } from '../data/batch.ts';
import type { ModelConfig } from '../models/config.ts';
import { crossEntropy } from '../models/kernels/index.ts';
import { forward, init, type Params } from '../models/model.ts';
import { disposeParams, flatten, mapParams } from '../models/params.ts';
import {
  keep,
  reshape,
  type Scalar,
  type Tensor,
  type Tensor2D,
  tensor,
  tidy,
  valueAndGrads,
} from '../models/tf.ts';
import { AdamW, type AdamWState } from './adamw.ts';
import type { Recipe } from './recipe.ts';
import { learningRate } from './schedule.ts';

export interface StepReport {
  /** Of the step just done, counted from 1. */
  readonly step: number;
  /** Mean loss of the batch in nats a token. */
  readonly loss: number;
  /** The least possible mean on this very batch, where it is known. */
  readonly floor: number | null;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly tokens: number;
}

export interface Evaluation {
  readonly loss: number;
  readonly floor: number | null;
}

/** All that changes during a run, as plain data. */
export interface TrainingState {
  readonly step: number;
  readonly params: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
  readonly optimizer: AdamWState;
}

/** Thrown where the loss is no longer a number. The parameters are those of before the step. */
export class DivergenceError extends Error {}

export type SessionRecipe = Pick<
  Recipe,
  'config' | 'dataset' | 'seed' | 'steps' | 'rows' | 'length' | 'schedule' | 'weightDecay' | 'clip' | 'beta2'
>;
