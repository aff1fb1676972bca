/**
 * What a model is trained to predict. Every objective is a cross-entropy between some logits of the model and some
 * targets of the batch; which of them a recipe asks for is a list of names.
 *
 * | name          | paper                                                                                          |
 * | ------------- | ---------------------------------------------------------------------------------------------- |
 * | tokens        | the next token; a masked one where the batch weighs those alone (Devlin et al. 2018, section 3.1,
 *                   https://arxiv.org/abs/1810.04805); the written text of an encoder-decoder, which is told the true
 *                   tokens before (teacher forcing, Sutskever et al. 2014, https://arxiv.org/abs/1409.3215) |
 * | next-sentence | does the second text follow the first? (Devlin et al. 2018, section 3.1)                        |
 * | classes       | the class of a whole text (Devlin et al. 2018, section 4.1)                                     |
 *
 * Label smoothing: Szegedy et al. 2015, section 7, https://arxiv.org/abs/1512.00567: a share of every target is spread
 * evenly over the vocabulary. It is in the gradient alone: what is reported stays comparable with the entropy floor.
 */
import type { Batch } from '../data/batch.ts';
import type { ModelConfig } from '../models/config.ts';
import { crossEntropy } from '../models/kernels/index.ts';
import { forward, type ModelInputs, type ModelOutput, type Params } from '../models/model.ts';
import type { Probe } from '../models/probe.ts';
import {
  add,
  logSumExp,
  mean,
  mul,
  ones,
  type Scalar,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
} from '../models/tf.ts';
import type { ObjectiveName } from './experiment-schema.ts';

/** Scores, and what they should have said. */
export interface Prediction {
  /** [rows, classes] */
  readonly logits: Tensor;
  /** [rows], int32 */
  readonly targets: Tensor;
  /** [rows], 0 where a target does not count */
  readonly weights: Tensor;
  /** The sum of the weights. */
  readonly counted: number;
}

interface Objective {
  /** How much the targets of a batch weigh together. */
  counted(batch: Batch): number;
  read(output: ModelOutput, batch: Batch): Prediction;
}

export const objectives = {
  tokens: {
    counted: ({ weights }) => weights.reduce((total, one) => total + one, 0),
    read({ logits }, batch) {
      const rows = batch.rows * batch.length;
      return {
        logits: logits.reshape([rows, logits.shape[2]]), // [rows x length, vocabulary]
        targets: tensor(batch.targets, [rows], 'int32'), // [rows x length]
        weights: tensor(batch.weights, [rows]), // [rows x length]
        counted: this.counted(batch),
      };
    },
  },
  'next-sentence': {
    counted: ({ rows }) => rows,
    read: ({ heads }, batch) => ofWholeTexts(heads?.nextSentence, batch.nextSentence, batch, 'next-sentence'),
  },
  classes: {
    counted: ({ rows }) => rows,
    read: ({ heads }, batch) => ofWholeTexts(heads?.classification, batch.classes, batch, 'classes'),
  },
} as const satisfies Record<ObjectiveName, Objective>;

export type { ObjectiveName };

/** A prediction for each row of the batch: [rows, classes] */
function ofWholeTexts(
  logits: Tensor2D | undefined,
  targets: Int32Array | undefined,
  { rows }: Batch,
  name: string,
): Prediction {
  if (logits === undefined) throw new Error(`The model has no head for the objective "${name}".`);
  if (targets === undefined) throw new Error(`The batch has no targets for the objective "${name}".`);
  return { logits, targets: tensor(targets, [rows], 'int32'), weights: ones([rows]), counted: rows };
}

/** The part of a recipe that says what is learned. */
export interface Aims {
  readonly objectives?: readonly ObjectiveName[];
  /** epsilon_ls; 0 where it is not given. */
  readonly labelSmoothing?: number;
  /** What the forward pass goes through, such as dropout. */
  readonly probe?: Probe;
}

export const objectivesOf = ({ objectives: names = ['tokens'] }: Aims): readonly ObjectiveName[] => names;

/** The tensors that a model reads of a batch. */
export function inputsOf(batch: Batch): ModelInputs {
  const { rows, length, source, segments } = batch;
  const shape: [number, number] = [rows, length];
  const padding = source ? source.padding : batch.padding;
  return {
    tokens: tensor(batch.tokens, shape, 'int32') as Tensor2D, // [rows, length]
    ...(source ? { source: tensor(source.tokens, [rows, source.length], 'int32') as Tensor2D } : {}), // [rows, source]
    ...(padding ? { paddingMask: tensor(padding, [rows, source?.length ?? length]) as Tensor2D } : {}), // [rows, source or length]
    ...(segments ? { segments: tensor(segments, shape, 'int32') as Tensor2D } : {}), // [rows, length]
  };
}

export interface BatchLoss {
  /** The sum of the objectives, as it is reported. */
  readonly reported: Scalar;
  /** What the gradient is of: with smoothed labels, and what the model itself asks for, the balancing of experts. */
  readonly minimized: Scalar;
}

/** `shares`: by how much each objective of this batch counts, where it is a part of a larger one. */
export function batchLoss(
  params: Params,
  config: ModelConfig,
  batch: Batch,
  aims: Aims,
  shares?: { readonly of: (name: ObjectiveName) => number; readonly rows: number },
): BatchLoss {
  const context = aims.probe === undefined ? {} : { probe: aims.probe };
  const output = forward(params, config, inputsOf(batch), context);
  const parts = objectivesOf(aims).map((name) => {
    const prediction = objectives[name].read(output, batch);
    const { loss } = crossEntropy(prediction.logits, prediction.targets, prediction.weights);
    const smooth = smoothed(loss, prediction, aims.labelSmoothing ?? 0);
    const share = shares?.of(name) ?? 1;
    return { loss: scaled(loss, share), smooth: smooth === loss ? null : scaled(smooth, share) };
  });
  const { loadBalance, routerZ } = output.auxiliary ?? {};
  const auxiliary = [loadBalance, routerZ].flatMap((term) => (term ? [scaled(term, shares?.rows ?? 1)] : []));
  const reported = parts.map(({ loss }) => loss).reduce(plus);
  const smooth = parts.every((part) => part.smooth === null)
    ? reported
    : parts.map((part) => part.smooth ?? part.loss).reduce(plus);
  return { reported, minimized: auxiliary.reduce(plus, smooth) };
}

const plus = (left: Scalar, right: Scalar): Scalar => add(left, right) as Scalar;
const scaled = (term: Scalar, share: number): Scalar => (share === 1 ? term : (mul(term, share) as Scalar));

/** (1 - epsilon) loss + epsilon x the mean of -log p over the whole vocabulary. */
function smoothed(loss: Scalar, { logits, weights, counted }: Prediction, epsilon: number): Scalar {
  if (epsilon === 0) return loss;
  const even = sub(logSumExp(logits, -1), mean(logits, -1)); // [rows]
  const spread = mul(sum(mul(even, weights)), epsilon / Math.max(counted, 1e-6));
  return add(mul(loss, 1 - epsilon), spread) as Scalar;
}
