/** The config of an experiment's model: plain arithmetic on plain data, which the page may do while a slider moves. */
import { DatasetError, datasetRow, learnedBy, learnedFrom } from '../data/datasets.ts';
import { architectures, type Sizes } from '../models/architectures.ts';
import { checkConfig } from '../models/checkpoints/check-config.ts';
import type { LayerConfig, ModelConfig } from '../models/config.ts';
import { countParameters } from '../models/count.ts';
import { ExperimentError } from './errors.ts';
import type { Experiment } from './experiment-schema.ts';

/** What of the data decides about the model. */
export interface DataShape {
  readonly vocabulary: number;
  /** Tokens a row that suit. */
  readonly length: number;
  readonly sourceLength?: number;
  /** Of whole texts. */
  readonly classes?: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** More would not fit twice into a tab with its gradients and moments. */
const mostParameters = 20_000_000;

/** Whether what is to be learned can be asked of this kind of model at all. */
export function checkKind({ data, architecture, sizes }: Experiment): void {
  try {
    const row = datasetRow(data.id);
    const { title: task, stack } = learnedBy[learnedFrom(row, data.options)];
    const { title: name, config } = architectures[architecture];
    const own = config({ context: 1, ...sizes, vocabulary: 2 } as Sizes).stack;
    if (own === stack) return;
    const fitting = row.learns.map((one) => learnedBy[one]).filter((one) => one.stack === own);
    const instead =
      fitting.length === 0
        ? 'Choose other data, or another architecture.'
        : `From these data it can learn ${fitting.map(({ title }) => title).join('; or ')}.`;
    throw new ExperimentError(
      `${name} is a model of the kind "${own}"; to tell ${task} is a task for the kind "${stack}". ${instead}`,
    );
  } catch (error) {
    throw error instanceof DatasetError ? new ExperimentError(error.message) : error;
  }
}

/** The architecture's row with the experiment's sizes and choices, checked like a config from a file. */
export function configOf(
  { architecture, sizes: own, choices = {}, length }: Experiment,
  { vocabulary, length: suits, sourceLength = 0, classes }: DataShape,
): ModelConfig {
  const { width } = own;
  const wanted: Sizes = {
    context: Math.max(length ?? suits, sourceLength),
    initializerRange: Number((width ** -0.5).toFixed(3)),
    ...(classes === undefined ? {} : { classes }),
    ...own,
    vocabulary,
  } as Sizes;
  try {
    const row = architectures[architecture].config(wanted);
    const all = [...row.layers, ...(row.encoder?.layers ?? [])];
    const changes = (layer: LayerConfig) => changed(layer, all, choices);
    const layers = row.layers.map(changes);
    const encoder = row.encoder
      ? { encoder: { ...row.encoder, layers: row.encoder.layers.map(changes) } }
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
  all: readonly LayerConfig[],
  { mixer = {}, channelMixer = {} }: NonNullable<Experiment['choices']>,
): LayerConfig {
  return {
    ...layer,
    mixer: withFields(
      layer.mixer,
      all.map((one) => one.mixer),
      mixer,
    ),
    channelMixer: withFields(
      layer.channelMixer,
      all.map((one) => one.channelMixer),
      channelMixer,
    ),
  };
}

/** Where layers differ, a field goes to those that have it; one that none has is left for the check to refuse. */
function withFields<Mixer extends object>(own: Mixer, all: readonly Mixer[], fields: Fields): Mixer {
  const fitting = Object.entries(fields).filter(
    ([name]) => 'kind' in fields || name in own || !all.some((mixer) => name in mixer),
  );
  return { ...own, ...Object.fromEntries(fitting) };
}
