/** What a model loses on batches, and how often its first choice is right. */
import type { Batch } from '../data/batch.ts';
import type { ModelConfig } from '../models/config.ts';
import { crossEntropy } from '../models/kernels/index.ts';
import { forward, type Params } from '../models/model.ts';
import { argMax, cast, div, equal, maximum, mul, type Scalar, sum, tidy } from '../models/tf.ts';
import {
  type Aims,
  inputsOf,
  type ObjectiveName,
  objectives,
  objectivesOf,
  type Prediction,
} from './objectives.ts';

export interface Evaluation {
  /** The sum of the objectives' means, in nats. */
  readonly loss: number;
  /** The least possible loss on the same targets, where it is known. */
  readonly floor: number | null;
  /** The share of the counted targets that have the largest logit, for each objective. */
  readonly accuracy: Readonly<Partial<Record<ObjectiveName, number>>>;
}

/** Every target of all batches counts alike, whichever batch it is in. */
export async function evaluate(
  params: Params,
  config: ModelConfig,
  batches: readonly Batch[],
  aims: Aims = {},
): Promise<Evaluation> {
  const evaluation = new EvaluationOf(config, aims);
  for (const batch of batches) await evaluation.add(params, batch);
  return evaluation.result();
}

/** The same batch by batch, so that others can run in between. */
export class EvaluationOf {
  private readonly names: readonly ObjectiveName[];
  private readonly totals: Map<ObjectiveName, { loss: number; right: number; counted: number }>;
  private floor: number | null = 0;

  constructor(
    private readonly config: ModelConfig,
    aims: Aims,
  ) {
    this.names = objectivesOf(aims);
    this.totals = new Map(this.names.map((name) => [name, { loss: 0, right: 0, counted: 0 }]));
  }

  async add(params: Params, batch: Batch): Promise<void> {
    const measured = tidy(() => {
      const output = forward(params, this.config, inputsOf(batch));
      return this.names.map((name) => measure(objectives[name].read(output, batch)));
    });
    for (const [index, name] of this.names.entries()) {
      const total = this.totals.get(name);
      const own = measured[index];
      if (total === undefined || own === undefined) continue;
      const counted = objectives[name].counted(batch);
      total.loss += (await numberOf(own.loss)) * counted;
      total.right += (await numberOf(own.right)) * counted;
      total.counted += counted;
    }
    const weight = objectives.tokens.counted(batch);
    this.floor = this.floor === null || batch.floor === null ? null : this.floor + batch.floor * weight;
  }

  result(): Evaluation {
    const { floor, names, totals } = this;
    const means = [...totals].map(([name, { loss, right, counted }]) => {
      return { name, loss: loss / counted, accuracy: right / counted };
    });
    const tokens = totals.get('tokens')?.counted;
    return {
      loss: means.reduce((all, { loss }) => all + loss, 0),
      floor: floor === null || tokens === undefined || names.length > 1 ? null : floor / tokens,
      accuracy: Object.fromEntries(means.map(({ name, accuracy }) => [name, accuracy])),
    };
  }
}

type Measured = {
  readonly loss: Scalar;
  /** The share of what is counted. */
  readonly right: Scalar;
};

function measure({ logits, targets, weights, counted }: Prediction): Measured {
  const { loss } = crossEntropy(logits, targets, weights);
  const hits = cast(equal(argMax(logits, -1), targets), 'float32'); // [rows]
  return { loss, right: div(sum(mul(hits, weights)), maximum(counted, 1e-6)) as Scalar };
}

async function numberOf(scalar: Scalar): Promise<number> {
  const [value = Number.NaN] = await scalar.data();
  scalar.dispose();
  return value;
}
