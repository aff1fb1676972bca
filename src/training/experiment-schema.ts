/**
 * A whole training run as plain data, so that it fits into a link and a control: data, architecture with its choices, what is
 * learned, how, from which seed. The same experiment gives the same losses on the same backend. Without a tensor: the page
 * reads it too.
 */
import * as v from 'valibot';
import { type ArchitectureId, architectures } from '../models/architectures.ts';
import { ExperimentError } from './errors.ts';

/** What can be learned: `objectives.ts` says how. */
export const objectiveNames = ['tokens', 'next-sentence', 'classes'] as const;
export type ObjectiveName = (typeof objectiveNames)[number];

const whole = (minimum: number, maximum: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));
const between = (minimum: number, maximum: number) =>
  v.pipe(v.number(), v.finite(), v.minValue(minimum), v.maxValue(maximum));
const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.exactOptional(schema);

const architectureIds = Object.keys(architectures) as [ArchitectureId, ...ArchitectureId[]];
const size = whole(1, 4096);

const sizes = v.strictObject({
  width: size,
  layers: whole(1, 48),
  heads: whole(1, 64),
  /** Default: as long as the rows of the data. */
  context: maybe(whole(1, 4096)),
  keyValueHeads: maybe(whole(1, 64)),
  headSize: maybe(whole(1, 512)),
  hidden: maybe(whole(1, 16384)),
  window: maybe(size),
  encoderLayers: maybe(whole(1, 48)),
  buckets: maybe(whole(2, 256)),
  maximumDistance: maybe(size),
  classes: maybe(whole(2, 256)),
  experts: maybe(whole(1, 64)),
  capacityFactor: maybe(between(0.1, 64)),
  sparseStep: maybe(whole(1, 48)),
  inner: maybe(whole(1, 16384)),
  states: maybe(whole(1, 256)),
  deltaRank: maybe(size),
  attentionEvery: maybe(whole(1, 48)),
  attentionFirst: maybe(whole(1, 48)),
  latent: maybe(size),
  order: maybe(whole(1, 8)),
  filterWidth: maybe(size),
  /** Default: one over the root of the width. */
  initializerRange: maybe(between(0, 1)),
});

/** Fields of a config, checked with the whole of it. */
const fields = v.record(v.string(), v.unknown());

export const experimentSchema = v.strictObject({
  /** A row of `data/datasets.ts`, and its options where they differ from their defaults. */
  data: v.strictObject({ id: v.pipe(v.string(), v.maxLength(64)), options: maybe(fields) }),
  architecture: v.picklist(architectureIds),
  sizes,
  /** Choices made otherwise than the architecture's row does: fields of the config, and of every layer's mixers. */
  choices: maybe(v.strictObject({ model: maybe(fields), mixer: maybe(fields), channelMixer: maybe(fields) })),
  /** Default: what the data are for. */
  objectives: maybe(v.pipe(v.array(v.picklist(objectiveNames)), v.minLength(1), v.maxLength(3))),
  labelSmoothing: maybe(between(0, 0.9)),
  dropout: maybe(between(0, 0.9)),
  /** Texts a step, and tokens a text; the length that suits the data where it is not given. */
  rows: whole(1, 512),
  length: maybe(whole(2, 4096)),
  steps: whole(1, 10_000_000),
  seed: whole(0, 2 ** 32 - 1),
  schedule: v.strictObject({
    peak: between(0, 10),
    warmUp: whole(0, 1_000_000),
    finalShare: between(0, 1),
  }),
  weightDecay: between(0, 10),
  clip: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  beta2: between(0, 0.999999),
});

export type Experiment = v.InferOutput<typeof experimentSchema>;

/** From outside: a link, a file, a message. */
export function readExperiment(given: unknown): Experiment {
  const found = v.safeParse(experimentSchema, given, { abortEarly: true });
  if (found.success) return found.output;
  const [issue] = found.issues;
  const place = v.getDotPath(issue);
  throw new ExperimentError(`${place === null ? '' : `${place}: `}${issue.message.replace(/\.?$/, '.')}`);
}
