/** Where the models of a request come from, each as what is needed to build it on any backend. */
import { checkConfig } from '../models/checkpoints/check-config.ts';
import { type FileSource, memoryFiles, stepFile, weightsFile } from '../models/checkpoints/files.ts';
import { loadDescription, loadParams, openFolder } from '../models/checkpoints/load.ts';
import type { ModelConfig } from '../models/config.ts';
import { countParameters } from '../models/count.ts';
import { init, type Params } from '../models/model.ts';
import { tidy } from '../models/tf.ts';
import type { Fetched } from './fetched.ts';
import { RuntimeError } from './problem.ts';
import type { ModelChoice } from './protocol.ts';
import type { TrainingRuns } from './training-runs.ts';
import type { Uploads } from './uploads.ts';

/** `total` is null where a server does not say. */
export type Report = (done: number, total: number | null) => void;

export interface ModelSources {
  /** The files of a model that ships, by its id. */
  readonly filesOf: (model: string) => FileSource;
  readonly uploads: Uploads;
  readonly runs: TrainingRuns;
}

/** More than a tab can hold twice. */
const mostParameters = 50_000_000;

export async function fetchModel(
  { filesOf, uploads, runs }: ModelSources,
  choice: ModelChoice,
  step: number | null,
  report: Report,
): Promise<Fetched> {
  if (typeof choice === 'string') return shipped(filesOf(choice), step, report);
  if ('training' in choice) return runs.kept(choice.training, step);
  if (step === null && 'average' in choice) return runs.averaged(...choice.average, choice.share);
  if (step === null && 'folded' in choice) return runs.folded(choice.folded);
  if (step !== null || 'average' in choice || 'folded' in choice)
    throw RuntimeError.of('bad-request', 'This model has no saved steps.');
  if ('upload' in choice) return uploaded(uploads.files(choice.upload));
  return fresh(choice.fresh, choice.seed);
}

/** The config is checked before the weights are fetched. */
async function shipped(files: FileSource, step: number | null, report: Report): Promise<Fetched> {
  const { config, tokenizer } = await loadDescription(files);
  const file = step === null ? weightsFile : stepFile(step);
  const weights = await files.read(file, report);
  const build = () => loadParams(memoryFiles(new Map([[file, weights]])), config, file);
  return { config, tokenizer, bytes: weights.byteLength, build };
}

async function uploaded(files: FileSource): Promise<Fetched> {
  const { config, tokenizer, bytes, build } = await openFolder(files);
  return { config, tokenizer, bytes, build: async () => build() };
}

function fresh(given: ModelConfig, seed: number): Fetched {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw RuntimeError.of('bad-request', 'A seed is a whole number from 0 to 4294967295.');
  }
  const config = sound(given);
  const { total } = countParameters(config);
  if (total > mostParameters) {
    const sentence = `A model of ${total} parameters is too large for a tab: at most ${mostParameters} are possible.`;
    throw RuntimeError.of('bad-request', sentence);
  }
  const build = async () => {
    try {
      return tidy(() => init(config, seed) as never) as Params;
    } catch (error) {
      throw notBuilt(error);
    }
  };
  return { config, tokenizer: null, bytes: 4 * total, build };
}

function sound(config: ModelConfig): ModelConfig {
  try {
    return checkConfig(config);
  } catch (error) {
    throw notBuilt(error);
  }
}

function notBuilt(error: unknown): RuntimeError {
  const reason = error instanceof Error ? error.message : String(error);
  return RuntimeError.of('bad-request', `A model of this config cannot be built: ${reason}`);
}
