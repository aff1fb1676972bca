/**
 * AdamW: Decoupled Weight Decay Regularization, Loshchilov and Hutter 2017, algorithm 2,
 * https://arxiv.org/abs/1711.05101, after Adam, Kingma and Ba 2014, https://arxiv.org/abs/1412.6980.
 *
 * | code          | symbol                                   |
 * | ------------- | ---------------------------------------- |
 * | gradient      | g_t, after clipping                      |
 * | mean          | m_t                                      |
 * | square        | v_t                                      |
 * | rate          | alpha eta_t                              |
 * | weightDecay   | lambda; of matrices alone, as is usual   |
 */
import type { FloatTensor } from '../models/checkpoints/int8.ts';
import { adamwUpdate, globalNorm } from '../models/kernels/index.ts';
import { clone, keep, type Tensor, tensor, zerosLike } from '../models/tf.ts';

export interface AdamWOptions {
  readonly weightDecay: number;
  /** The largest norm that all gradients may have together; a larger one is scaled down to it. */
  readonly clip: number;
  readonly beta2: number;
}

export interface AdamWState {
  readonly steps: number;
  readonly means: ReadonlyMap<string, FloatTensor>;
  readonly squares: ReadonlyMap<string, FloatTensor>;
}

export interface AdamWStep {
  /** Name -> the parameter after the step. The caller owns them, and disposes the old ones. */
  readonly params: Map<string, Tensor>;
  /** Of all gradients together, before clipping. */
  readonly gradientNorm: number;
}

const beta1 = 0.9;
const epsilon = 1e-8;

export class AdamW {
  private readonly options: AdamWOptions;
  private readonly means = new Map<string, Tensor>();
  private readonly squares = new Map<string, Tensor>();
  private steps: number;

  constructor(params: ReadonlyMap<string, Tensor>, options: AdamWOptions, state?: AdamWState) {
    this.options = options;
    this.steps = state?.steps ?? 0;
    for (const [name, param] of params) {
      this.means.set(name, moment(name, param, state?.means));
      this.squares.set(name, moment(name, param, state?.squares));
    }
  }

  async step(
    params: ReadonlyMap<string, Tensor>,
    gradients: ReadonlyMap<string, Tensor>,
    rate: number,
  ): Promise<AdamWStep> {
    const norm = globalNorm([...gradients.values()]);
    const gradientNorm = (await norm.data())[0] ?? Number.NaN;
    norm.dispose();
    if (!Number.isFinite(gradientNorm)) return { params: new Map(params), gradientNorm };
    this.steps += 1;
    const shrink = Math.min(1, this.options.clip / Math.max(gradientNorm, 1e-12));
    const updated = new Map<string, Tensor>();
    for (const [name, param] of params) {
      const gradient = gradients.get(name);
      // What no objective uses stays as it is, decay included; a tensor of its own, since the old ones are disposed.
      updated.set(name, gradient ? this.update(name, param, gradient, shrink, rate) : keep(clone(param)));
    }
    return { params: updated, gradientNorm };
  }

  async state(): Promise<AdamWState> {
    return { steps: this.steps, means: await read(this.means), squares: await read(this.squares) };
  }

  dispose(): void {
    for (const tensors of [this.means, this.squares]) {
      for (const one of tensors.values()) one.dispose();
      tensors.clear();
    }
  }

  private update(name: string, param: Tensor, gradient: Tensor, shrink: number, rate: number): Tensor {
    const oldMean = this.means.get(name);
    const oldSquare = this.squares.get(name);
    if (!oldMean || !oldSquare) throw new Error(`The optimizer does not know the parameter ${name}.`);
    const { beta2, weightDecay } = this.options;
    const decay = param.rank >= 2 ? weightDecay : 0;
    const settings = { step: this.steps, rate, decay, beta1, beta2, epsilon, shrink };
    const after = adamwUpdate({ param, mean: oldMean, square: oldSquare }, gradient, settings);
    this.means.set(name, keep(after.mean));
    this.squares.set(name, keep(after.square));
    return keep(after.param);
  }
}

function moment(name: string, param: Tensor, saved: ReadonlyMap<string, FloatTensor> | undefined): Tensor {
  if (saved === undefined) return keep(zerosLike(param));
  const stored = saved.get(name);
  if (stored === undefined) throw new Error(`The saved optimizer has no moments for ${name}.`);
  return keep(tensor(stored.data, [...stored.shape]));
}

async function read(tensors: ReadonlyMap<string, Tensor>): Promise<Map<string, FloatTensor>> {
  const floats = new Map<string, FloatTensor>();
  for (const [name, one] of tensors) {
    floats.set(name, { shape: one.shape, data: Float32Array.from(await one.data()) });
  }
  return floats;
}
