/**
 * A training run, one step at a time: the same class trains a shipped model in Node and a reader's model in a worker.
 * A step depends on the parameters, the optimizer's state and the batch alone, so a run that is saved and resumed
 * gives the same losses as an unbroken one.
 */
import type { Batch } from '../data/batch.ts';
import { batchStream } from '../data/parts.ts';
import type { FloatTensor } from '../models/checkpoints/int8.ts';
import { readParams } from '../models/checkpoints/save.ts';
import type { LayerConfig, ModelConfig } from '../models/config.ts';
import { globalNorm } from '../models/kernels/adamw.ts';
import { init, type Params } from '../models/model.ts';
import { countParams, disposeParams, flatten, mapParams } from '../models/params.ts';
import type { Probe } from '../models/probe.ts';
import { sub, type Tensor, tensor, tidy } from '../models/tf.ts';
import { AdamW, type AdamWState } from './adamw.ts';
import { dropoutProbe } from './dropout.ts';
import { DivergenceError, ExperimentError } from './errors.ts';
import { type Evaluation, EvaluationOf, evaluate } from './evaluate.ts';
import { lossAndGradients, type TrainableAims } from './gradients.ts';
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
  /** Of the difference that the step made to all parameters together; null where it was not asked for. */
  readonly updateNorm: number | null;
  readonly learningRate: number;
  readonly tokens: number;
}

/** All that changes during a run, as plain data. */
export interface TrainingState {
  readonly step: number;
  readonly params: ReadonlyMap<string, FloatTensor>;
  readonly optimizer: AdamWState;
}

/** What can be changed while a run is on its way. */
export interface Adjustments {
  /** What the schedule's learning rate is multiplied by. */
  readonly rateFactor?: number;
  /** The coefficients of the routers' terms, in every mixture of experts. */
  readonly loadBalance?: number;
  readonly routerZ?: number;
  /** P_drop. */
  readonly dropout?: number;
}

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
> &
  Pick<TrainableAims, 'trainable'> & {
    /** P_drop; 0 where it is not given. */
    readonly dropout?: number;
  };

export class TrainingSession {
  private readonly recipe: SessionRecipe;
  private readonly dataSeed: number;
  private readonly optimizer: AdamW;
  private current: Params;
  private done: number;
  private config: ModelConfig;
  private rateFactor = 1;
  private dropout: number;
  /** The last step gave no number: the parameters are not to be trusted. */
  diverged = false;

  /** From the first weights of `seed`, or from where `state` was taken in a run of the same recipe and seed. */
  constructor(recipe: SessionRecipe, seed: number, state?: TrainingState) {
    this.recipe = recipe;
    this.config = recipe.config;
    this.dropout = recipe.dropout ?? 0;
    this.current = init(recipe.config, seed);
    this.done = state?.step ?? 0;
    if (state) {
      const fresh = this.current;
      try {
        this.current = restoreParams(fresh, state.params);
      } finally {
        disposeParams(fresh);
      }
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

  /** From the next step on. Numbers that make no sense are left out. */
  adjust({ rateFactor = 1, loadBalance, routerZ, dropout }: Adjustments): void {
    this.rateFactor = sensible(rateFactor) ? rateFactor : 1;
    this.dropout = sensible(dropout) && dropout < 1 ? dropout : (this.recipe.dropout ?? 0);
    const terms = {
      ...(sensible(loadBalance) ? { loadBalance } : {}),
      ...(sensible(routerZ) ? { routerZ } : {}),
    };
    this.config = Object.keys(terms).length === 0 ? this.recipe.config : withTerms(this.recipe.config, terms);
  }

  /** `norms`: also that of the update. */
  async advance(norms = false): Promise<StepReport> {
    const { dataset, rows, length, parts } = this.recipe;
    const batch = dataset.training(this.dataSeed, this.done, rows, length);
    const aims = this.dropout === 0 ? this.recipe : { ...this.recipe, probe: this.dropoutOfStep() };
    const { loss, gradients } = lossAndGradients(this.current, this.config, batch, aims, parts);
    const value = (await loss.data())[0] ?? Number.NaN;
    loss.dispose();
    const rate = this.rateFactor * learningRate(this.recipe.schedule, this.done, this.recipe.steps);
    try {
      if (!Number.isFinite(value)) throw this.divergence('The loss', 'is not a number');
      if (value > this.worstLoss()) throw this.divergence('The loss', 'has grown beyond all bounds');
      const { gradientNorm, updateNorm } = await this.update(gradients, rate, norms);
      this.done += 1;
      const tokens = batch.rows * (batch.length + (batch.source?.length ?? 0));
      const { floor } = batch;
      return { step: this.done, loss: value, floor, gradientNorm, updateNorm, learningRate: rate, tokens };
    } finally {
      for (const gradient of gradients.values()) gradient.dispose();
    }
  }

  private dropoutOfStep(): Probe {
    // Of the step alone, and other draws than the batch's.
    return dropoutProbe(this.dropout, batchStream('training', this.dataSeed ^ 0x2545f491, this.done));
  }

  /** A hundred times what guessing costs: no model that learns comes here. */
  private worstLoss(): number {
    return 100 * Math.max(1, Math.log(this.recipe.config.vocabulary));
  }

  private divergence(what: string, how: string): DivergenceError {
    this.diverged = true;
    return new DivergenceError(`${what} of step ${this.done + 1} ${how}: the learning rate is too high.`);
  }

  private async update(
    gradients: ReadonlyMap<string, Tensor>,
    rate: number,
    norms: boolean,
  ): Promise<{ readonly gradientNorm: number; readonly updateNorm: number | null }> {
    const { params, gradientNorm } = await this.optimizer.step(flatten(this.current), gradients, rate);
    if (!Number.isFinite(gradientNorm)) {
      for (const copy of params.values()) copy.dispose();
      throw this.divergence('The gradient', 'is not a number');
    }
    const before = this.current;
    this.current = mapParams(before, (old, name) => params.get(name) ?? old) as Params;
    const updateNorm = norms ? await distance(flatten(before), params) : null;
    disposeParams(before);
    return { gradientNorm, updateNorm };
  }

  async evaluate(batches: readonly Batch[]): Promise<Evaluation> {
    return evaluate(this.current, this.recipe.config, batches, this.recipe);
  }

  /** For batches one by one. */
  evaluation(): EvaluationOf {
    return new EvaluationOf(this.recipe.config, this.recipe);
  }

  /** The same at every call. */
  heldOut(count: number): readonly Batch[] {
    const { dataset, rows, length } = this.recipe;
    return dataset.heldOut(count, rows, length);
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
  return mapParams(params, (own, name) => {
    const stored = floats.get(name);
    if (stored?.shape.join() !== own.shape.join()) {
      throw new ExperimentError(`The saved run is of another model: its ${name} does not fit.`);
    }
    return tensor(stored.data, [...stored.shape]);
  }) as Params;
}

const sensible = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value) && value >= 0;

type Terms = Pick<Adjustments, 'loadBalance' | 'routerZ'>;

/** The config with other coefficients of its routers' terms. */
function withTerms(config: ModelConfig, terms: Terms): ModelConfig {
  const changed = (layer: LayerConfig): LayerConfig =>
    layer.channelMixer.kind === 'mixture-of-experts'
      ? { ...layer, channelMixer: { ...layer.channelMixer, ...terms } }
      : layer;
  const { encoder } = config;
  return {
    ...config,
    layers: config.layers.map(changed),
    ...(encoder ? { encoder: { ...encoder, layers: encoder.layers.map(changed) } } : {}),
  };
}

/** The Euclidean norm of the difference of all parameters together. */
async function distance(
  before: ReadonlyMap<string, Tensor>,
  after: ReadonlyMap<string, Tensor>,
): Promise<number> {
  const norm = tidy(() => globalNorm([...before].map(([name, old]) => sub(after.get(name) ?? old, old))));
  const [value = Number.NaN] = await norm.data();
  norm.dispose();
  return value;
}
