/** All that a training run depends on: the same recipe, seed and backend give the same losses. */
import type { Dataset } from '../data/batch.ts';
import type { Tokenizer } from '../data/tokenizers/index.ts';
import type { ModelConfig } from '../models/config.ts';
import type { Schedule } from './schedule.ts';

export interface Recipe {
  readonly id: string;
  /** One sentence: what the model is. */
  readonly what: string;
  readonly architecture: string;
  readonly config: ModelConfig;
  readonly data: { readonly id: string; readonly title: string; readonly licence: string };
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  readonly seed: number;
  readonly steps: number;
  /** Texts a step, and tokens a text. */
  readonly rows: number;
  readonly length: number;
  readonly schedule: Schedule;
  readonly weightDecay: number;
  readonly clip: number;
  readonly beta2: number;
  /** Steps at which weights are kept for the figures that scrub through training; at most 6. */
  readonly savedSteps: readonly number[];
}
