/** The loss of a batch and its gradient in every parameter, the batch at once or in parts that fit the memory. */
import type { Batch } from '../data/batch.ts';
import type { ModelConfig } from '../models/config.ts';
import type { Params } from '../models/model.ts';
import { flatten } from '../models/params.ts';
import { add, clone, engine, keep, type Scalar, type Tensor, tidy } from '../models/tf.ts';
import { type Aims, batchLoss, objectives } from './objectives.ts';

export interface TrainableAims extends Aims {
  /** By name: the parameters that learn; absent: all. */
  readonly trainable?: (name: string) => boolean;
}

export interface LossAndGradients {
  /** Both are the caller's to dispose. */
  readonly loss: Scalar;
  /** Of the parameters that the objectives use. */
  readonly gradients: Map<string, Tensor>;
}

/** The gradient of the whole batch is the sum of its parts', each by its share of what counts. */
export function lossAndGradients(
  params: Params,
  config: ModelConfig,
  batch: Batch,
  aims: TrainableAims,
  parts = 1,
): LossAndGradients {
  if (parts === 1) return ofPart(params, config, batch, aims);
  let total: LossAndGradients | null = null;
  for (const part of splitBatch(batch, parts)) {
    const shares = {
      of: (name: keyof typeof objectives) =>
        objectives[name].counted(part) / Math.max(objectives[name].counted(batch), 1e-6),
      rows: part.rows / batch.rows,
    };
    const own = ofPart(params, config, part, aims, shares);
    total = total === null ? own : sumOf(total, own);
  }
  if (total === null) throw new RangeError('A batch needs at least one part.');
  return total;
}

function ofPart(
  params: Params,
  config: ModelConfig,
  batch: Batch,
  aims: TrainableAims,
  shares?: Parameters<typeof batchLoss>[4],
): LossAndGradients {
  const { trainable = () => true } = aims;
  const flat = new Map([...flatten(params)].filter(([name]) => trainable(name)));
  const gradients = new Map<string, Tensor>();
  let reported: Scalar | null = null;
  tidy(() => {
    // `valueAndGrads` refuses parameters that the loss does not use, such as a head that another task would read.
    const { grads } = engine().gradients(
      () => {
        const loss = batchLoss(params, config, batch, aims, shares);
        reported = keep(clone(loss.reported));
        return loss.minimized;
      },
      [...flat.values()],
      undefined,
      true,
    );
    const found: readonly (Tensor | null | undefined)[] = grads;
    [...flat.keys()].forEach((name, index) => {
      const gradient = found[index];
      if (gradient) gradients.set(name, keep(gradient));
    });
  });
  if (reported === null) throw new Error('The loss was never computed.');
  return { loss: reported, gradients };
}

/** Takes both, and disposes them. */
function sumOf(left: LossAndGradients, right: LossAndGradients): LossAndGradients {
  const plus = (a: Tensor, b: Tensor | undefined): Tensor => {
    const sum = keep(b === undefined ? clone(a) : add(a, b));
    a.dispose();
    b?.dispose();
    return sum;
  };
  const gradients = new Map<string, Tensor>();
  for (const [name, own] of left.gradients) gradients.set(name, plus(own, right.gradients.get(name)));
  for (const [name, own] of right.gradients) if (!gradients.has(name)) gradients.set(name, own);
  return { loss: plus(left.loss, right.loss) as Scalar, gradients };
}

/** The rows of a batch, in order, in so many batches of as equal size as may be. */
export function splitBatch(batch: Batch, parts: number): Batch[] {
  const { rows, length, source, padding, segments, classes, nextSentence } = batch;
  const bounds = Array.from({ length: parts + 1 }, (_, part) => Math.round((part * rows) / parts));
  return bounds.slice(1).flatMap((end, part) => {
    const start = bounds[part] ?? 0;
    if (end === start) return [];
    const cut = <T extends Int32Array | Float32Array>(values: T, width: number): T =>
      values.slice(start * width, end * width) as T;
    return {
      rows: end - start,
      length,
      tokens: cut(batch.tokens, length),
      targets: cut(batch.targets, length),
      weights: cut(batch.weights, length),
      floor: null,
      ...(padding ? { padding: cut(padding, length) } : {}),
      ...(segments ? { segments: cut(segments, length) } : {}),
      ...(classes ? { classes: cut(classes, 1) } : {}),
      ...(nextSentence ? { nextSentence: cut(nextSentence, 1) } : {}),
      ...(source
        ? {
            source: {
              length: source.length,
              tokens: cut(source.tokens, source.length),
              padding: cut(source.padding, source.length),
            },
          }
        : {}),
    };
  });
}
