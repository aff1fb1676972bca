/** An experiment made ready to run: its data opened, its model and its settings checked before anything is allocated. */
import { DatasetError, datasetRow, type OpenedDataset } from '../data/datasets.ts';
import type { Tokenizer } from '../data/tokenizers/tokenizer.ts';
import { type ArchitectureId, architectures, type Sizes } from '../models/architectures.ts';
import type { ModelConfig } from '../models/config.ts';
import { ExperimentError } from './errors.ts';
import { configOf } from './experiment-config.ts';
import { type Experiment, type ObjectiveName, readExperiment } from './experiment-schema.ts';
import type { SessionRecipe } from './session.ts';

export interface OpenedExperiment {
  readonly recipe: SessionRecipe;
  readonly tokenizer: Tokenizer;
}

export async function openExperiment(given: unknown): Promise<OpenedExperiment> {
  const experiment = readExperiment(given);
  const opened = await openData(experiment);
  const { rows, steps, schedule, weightDecay, clip, beta2, labelSmoothing } = experiment;
  const { dataset, length: suits, sourceLength = 0 } = opened;
  const config = configOf(experiment, { vocabulary: dataset.vocabulary, length: suits, sourceLength });
  const length = experiment.length ?? Math.min(suits, config.context);
  if (length > config.context) {
    throw new ExperimentError(
      `Rows of ${length} tokens are longer than the model's context of ${config.context}.`,
    );
  }
  const names = experiment.objectives ?? (opened.objectives as readonly ObjectiveName[]);
  checkObjectives(names, config);
  const settings = { rows, steps, schedule, weightDecay, clip, beta2, objectives: names, length };
  const smoothing = labelSmoothing === undefined ? {} : { labelSmoothing };
  const recipe: SessionRecipe = { config, dataset, ...settings, ...smoothing };
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
