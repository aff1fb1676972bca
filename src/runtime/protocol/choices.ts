/** Which model a request is about: one that ships, one that never learned, one that is learning, one of the reader's. */
import type { ModelConfig } from '../../models/config.ts';

export type ModelChoice =
  /** A folder of `public/checkpoints`; `step` of the request is one of its saved steps. */
  | string
  /** First weights, untrained. */
  | { readonly fresh: ModelConfig; readonly seed: number }
  /** A training run of this worker, by the `run` of its request: its weights of the moment, or those it kept of a `step`. */
  | { readonly training: string }
  /** The last weights of two training runs of one config, number by number: `share` of the second, the rest of the first. */
  | { readonly average: readonly [string, string]; readonly share: number }
  /** The last weights of a training run, its adapters multiplied out into the maps that they stand beside. */
  | { readonly folded: string }
  /** Files that the page handed over with `upload`. */
  | { readonly upload: string };

/** Files of a folder, by name: those of a Hugging Face model, or of ours. */
export type UploadedFiles = Readonly<Record<string, Blob>>;

/** One name for each choice, as results and caches have it. */
export function modelName(choice: ModelChoice): string {
  if (typeof choice === 'string') return choice;
  if ('training' in choice) return `training/${choice.training}`;
  if ('average' in choice) return `average/${choice.average.join('/')}/${choice.share}`;
  if ('folded' in choice) return `folded/${choice.folded}`;
  if ('upload' in choice) return `upload/${choice.upload}`;
  return `fresh/${choice.seed}/${JSON.stringify(choice.fresh)}`;
}
