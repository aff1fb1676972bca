/**
 * A whole training run as plain data, so that it fits into a link and a control: data, architecture with its choices, what is
 * learned, how, from which seed. The same experiment gives the same losses on the same backend.
 */
import * as v from 'valibot';
import { DatasetError, datasetRow, type OpenedDataset } from '../data/datasets.ts';
import type { Tokenizer } from '../data/tokenizers/tokenizer.ts';
import { type ArchitectureId, architectures, type Sizes } from '../models/architectures.ts';
import { checkConfig } from '../models/checkpoints/check-config.ts';
import type { LayerConfig, ModelConfig } from '../models/config.ts';
import { countParameters } from '../models/count.ts';
import { ExperimentError } from './errors.ts';
import { type ObjectiveName, objectives } from './objectives.ts';
import type { SessionRecipe } from './session.ts';

const whole = (minimum: number, maximum: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));
const between = (minimum: number, maximum: number) =>
  v.pipe(v.number(), v.finite(), v.minValue(minimum), v.maxValue(maximum));
const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.exactOptional(schema);

const architectureIds = Object.keys(architectures) as [ArchitectureId, ...ArchitectureId[]];
const objectiveNames = Object.keys(objectives) as [ObjectiveName, ...ObjectiveName[]];
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

export interface OpenedExperiment {
  readonly recipe: SessionRecipe;
  readonly tokenizer: Tokenizer;
}

/** More would not fit twice into a tab with its gradients and moments. */
const mostParameters = 20_000_000;

export async function openExperiment(given: unknown): Promise<OpenedExperiment> {
  const experiment = readExperiment(given);
  const opened = await openData(experiment);
  const { rows, steps, schedule, weightDecay, clip, beta2, labelSmoothing } = experiment;
  const config = configOf(experiment, opened);
  const length = experiment.length ?? Math.min(opened.length, config.context);
  if (length > config.context) {
    throw new ExperimentError(
      `Rows of ${length} tokens are longer than the model's context of ${config.context}.`,
    );
  }
  const names = experiment.objectives ?? (opened.objectives as readonly ObjectiveName[]);
  checkObjectives(names, config);
  const settings = { rows, steps, schedule, weightDecay, clip, beta2, objectives: names, length };
  const smoothing = labelSmoothing === undefined ? {} : { labelSmoothing };
  const recipe: SessionRecipe = { config, dataset: opened.dataset, ...settings, ...smoothing };
  checkBatch(recipe);
  return { recipe, tokenizer: opened.tokenizer };
}

async function openData({ data, architecture, sizes: own, rows }: Experiment): Promise<OpenedDataset> {
  try {
    const { stack, title, open } = datasetRow(data.id);
    const wanted = rowConfig(architecture, own, rows).stack;
    if (wanted !== stack) {
      const { title: name } = architectures[architecture];
      throw new ExperimentError(
        `${name} is a model of the kind "${wanted}"; "${title}" is for the kind "${stack}".`,
      );
    }
    return await open(data.options ?? {});
  } catch (error) {
    throw error instanceof DatasetError ? new ExperimentError(error.message) : error;
  }
}

/** Of any vocabulary: only its stack is looked at. */
const rowConfig = (id: ArchitectureId, own: Experiment['sizes'], vocabulary: number): ModelConfig =>
  architectures[id].config({ context: 1, ...own, vocabulary } as Sizes);

/** The architecture's row with the experiment's sizes and choices, checked like a config from a file. */
export function configOf(
  { architecture, sizes: own, choices = {}, length }: Experiment,
  { dataset, length: suits, sourceLength = 0 }: Pick<OpenedDataset, 'dataset' | 'length' | 'sourceLength'>,
): ModelConfig {
  const { width } = own;
  const wanted: Sizes = {
    context: Math.max(length ?? suits, sourceLength),
    initializerRange: Number((width ** -0.5).toFixed(3)),
    ...own,
    vocabulary: dataset.vocabulary,
  } as Sizes;
  try {
    const row = architectures[architecture].config(wanted);
    const layers = row.layers.map((layer) => changed(layer, choices));
    const encoder = row.encoder
      ? { encoder: { ...row.encoder, layers: row.encoder.layers.map((layer) => changed(layer, choices)) } }
      : {};
    const config = checkConfig({ ...row, layers, ...encoder, ...choices.model });
    const { total } = countParameters(config);
    if (total > mostParameters) {
      throw new ExperimentError(
        `A model of ${total} parameters is too large to train in a tab: at most ${mostParameters}.`,
      );
    }
    return config;
  } catch (error) {
    if (error instanceof ExperimentError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExperimentError(`This model cannot be built: ${reason}`);
  }
}

/** What is said of the encoder's causality stays the row's. */
function changed(
  layer: LayerConfig,
  { mixer = {}, channelMixer = {} }: NonNullable<Experiment['choices']>,
): LayerConfig {
  const { mixer: own, channelMixer: channels } = layer;
  return {
    ...layer,
    mixer: { ...own, ...mixer } as LayerConfig['mixer'],
    channelMixer: { ...channels, ...channelMixer } as LayerConfig['channelMixer'],
  };
}

function checkObjectives(names: readonly ObjectiveName[], { nextSentence, classes }: ModelConfig): void {
  if (names.includes('next-sentence') && !nextSentence) {
    throw new ExperimentError('This model has no head that tells whether one text follows another.');
  }
  if (names.includes('classes') && !classes) throw new ExperimentError('This model has no head for classes.');
}

/** The first batch, made before anything is allocated: data refuse lengths that they cannot fill. */
function checkBatch({ dataset, rows, length, config }: SessionRecipe): void {
  try {
    const { source, segments, length: made } = dataset.training(0, 0, rows, length);
    const reads = config.encoder?.context ?? 0;
    if (made > config.context || (source && source.length > reads)) {
      throw new ExperimentError('The texts of these data are longer than the model can read.');
    }
    const kinds = config.segments ?? Number.POSITIVE_INFINITY; // Who has none does not read them.
    if (segments?.some((segment) => segment >= kinds)) {
      throw new ExperimentError(
        'These data tell two texts apart, and this model cannot: choose data of single texts.',
      );
    }
  } catch (error) {
    if (error instanceof ExperimentError) throw error;
    throw new ExperimentError(error instanceof Error ? error.message : String(error));
  }
}
