/** An experiment made ready to run: its data opened, its model and its settings checked before anything is allocated. */
import { DatasetError, datasetRow, type OpenedDataset } from '../data/datasets.ts';
import type { Tokenizer } from '../data/tokenizers/tokenizer.ts';
import type { ModelConfig } from '../models/config.ts';
import { ExperimentError } from './errors.ts';
import { checkKind, configOf } from './experiment-config.ts';
import { type Experiment, type ObjectiveName, readExperiment } from './experiment-schema.ts';
import type { SessionRecipe } from './session.ts';

export interface OpenedExperiment {
  readonly recipe: SessionRecipe;
  readonly tokenizer: Tokenizer;
}

export async function openExperiment(given: unknown): Promise<OpenedExperiment> {
  const experiment = readExperiment(given);
  checkKind(experiment);
  const opened = await openData(experiment);
  const { rows, steps, schedule, weightDecay, clip, beta2, labelSmoothing, dropout } = experiment;
  const { dataset, length: suits, sourceLength = 0, classes } = opened;
  const shape = { vocabulary: dataset.vocabulary, length: suits, sourceLength };
  const config = configOf(experiment, classes === undefined ? shape : { ...shape, classes });
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
  const recipe: SessionRecipe = {
    config,
    dataset,
    ...settings,
    ...smoothing,
    ...(dropout === undefined ? {} : { dropout }),
  };
  checkBatch(recipe);
  return { recipe, tokenizer: opened.tokenizer };
}

async function openData({ data }: Experiment): Promise<OpenedDataset> {
  try {
    return await datasetRow(data.id).open(data.options ?? {});
  } catch (error) {
    throw error instanceof DatasetError ? new ExperimentError(error.message) : error;
  }
}

function checkObjectives(names: readonly ObjectiveName[], { nextSentence, classes }: ModelConfig): void {
  if (names.includes('next-sentence') && !nextSentence) {
    throw new ExperimentError('This model has no head that tells whether one text follows another.');
  }
  if (names.includes('classes') && !classes) throw new ExperimentError('This model has no head for classes.');
}

/** The first batches, made before anything is allocated: data refuse lengths that they cannot fill. */
function checkBatch({ dataset, rows, length, config }: SessionRecipe): void {
  try {
    dataset.heldOut(1, 1, length);
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
