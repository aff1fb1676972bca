/**
 * A training run, one step at a time: the same class trains a shipped model in Node and a reader's model in a worker.
 * A step depends on the parameters, the optimizer's state and the batch alone, so a run that is saved and resumed
 * gives the same losses as an unbroken one.
 */
import type { Batch } from '../data/batch.ts';
import type { FloatTensor } from '../models/checkpoints/int8.ts';
import { readParams } from '../models/checkpoints/save.ts';
import { init, type Params } from '../models/model.ts';
import { countParams, disposeParams, flatten, mapParams } from '../models/params.ts';
import { type Tensor, tensor } from '../models/tf.ts';
import { AdamW, type AdamWState } from './adamw.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { lossAndGradients } from './gradients.ts';
import type { Recipe } from './recipe.ts';
import { learningRate } from './schedule.ts';

export interface StepReport {
  /** Of the step just done, counted from 1. */
  readonly step: number;
  /** Mean loss of the batch in nats a token, before the step. */
  readonly loss: number;
  /** The least possible mean on this very batch, where it is known. */
  readonly floor: number | null;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly tokens: number;
}

/** All that changes during a run, as plain data. */
export interface TrainingState {
  readonly step: number;
  readonly params: ReadonlyMap<string, FloatTensor>;
  readonly optimizer: AdamWState;
}

/** The loss is no longer a number. The parameters are those of before the step. */
export class DivergenceError extends Error {}

export type SessionRecipe = Pick<
  Recipe,
  | 'config'
  | 'dataset'
  | 'steps'
  | 'rows'
  | 'length'
  | 'schedule'
  | 'weightDecay'
  | 'clip'
  | 'beta2'
  | 'objectives'
  | 'labelSmoothing'
  | 'parts'
>;

export class TrainingSession {
  private readonly recipe: SessionRecipe;
  private readonly dataSeed: number;
  private readonly optimizer: AdamW;
  private current: Params;
  private done: number;

  /** From the first weights of `seed`, or from where `state` was taken in a run of the same recipe and seed. */
  constructor(recipe: SessionRecipe, seed: number, state?: TrainingState) {
    this.recipe = recipe;
    this.current = init(recipe.config, seed);
    this.done = state?.step ?? 0;
    if (state) {
      const fresh = this.current;
      this.current = restoreParams(fresh, state.params);
      disposeParams(fresh);
    }
    this.optimizer = new AdamW(flatten(this.current), recipe, state?.optimizer);
    // The data's seed differs from the weights', or first weights and first texts would be made of the same draws.
    this.dataSeed = seed + 1_000_003;
  }

  /** Steps done. */
  get step(): number {
    return this.done;
  }

  /** Owned by the session, and replaced at each step. */
  get params(): Params {
    return this.current;
  }

  get parameterCount(): number {
    return countParams(this.current);
  }

  async advance(): Promise<StepReport> {
    const { config, dataset, rows, length, parts } = this.recipe;
    const batch = dataset.training(this.dataSeed, this.done, rows, length);
    const { loss, gradients } = lossAndGradients(this.current, config, batch, this.recipe, parts);
    const value = (await loss.data())[0] ?? Number.NaN;
    loss.dispose();
    const rate = learningRate(this.recipe.schedule, this.done, this.recipe.steps);
    try {
      if (!Number.isFinite(value)) {
        throw new DivergenceError(
          `The loss of step ${this.done + 1} is not a number: the learning rate is too high.`,
        );
      }
      const gradientNorm = await this.update(gradients, rate);
      this.done += 1;
      const tokens = batch.rows * (batch.length + (batch.source?.length ?? 0));
      return { step: this.done, loss: value, floor: batch.floor, gradientNorm, learningRate: rate, tokens };
    } finally {
      for (const gradient of gradients.values()) gradient.dispose();
    }
  }

  private async update(gradients: ReadonlyMap<string, Tensor>, rate: number): Promise<number> {
    const { params, gradientNorm } = await this.optimizer.step(flatten(this.current), gradients, rate);
    if (!Number.isFinite(gradientNorm)) {
      throw new DivergenceError(
        `The gradient of step ${this.done + 1} is not a number: the learning rate is too high.`,
      );
    }
    const before = this.current;
    this.current = mapParams(before, (old, name) => params.get(name) ?? old) as Params;
    disposeParams(before);
    return gradientNorm;
  }

  async evaluate(batches: readonly Batch[]): Promise<Evaluation> {
    return evaluate(this.current, this.recipe.config, batches, this.recipe);
  }

  async state(): Promise<TrainingState> {
    return {
      step: this.done,
      params: await readParams(this.current),
      optimizer: await this.optimizer.state(),
    };
  }

  dispose(): void {
    this.optimizer.dispose();
    disposeParams(this.current);
  }
}

/** A tree like `params` with the values of `floats`. */
function restoreParams(params: Params, floats: ReadonlyMap<string, FloatTensor>): Params {
  return mapParams(params, (_tensor, name) => {
    const stored = floats.get(name);
    if (stored === undefined) throw new Error(`The saved run has no parameter ${name}.`);
    return tensor(stored.data, [...stored.shape]);
  }) as Params;
}
