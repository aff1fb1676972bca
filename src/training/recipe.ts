/** All that a training run depends on: the same recipe, seed and backend give the same losses. */
import type { Dataset } from '../data/batch.ts';
import type { Tokenizer } from '../data/tokenizers/tokenizer.ts';
import type { Bar, ModelCard } from '../models/checkpoints/card.ts';
import type { Storage } from '../models/checkpoints/save.ts';
import type { ModelConfig } from '../models/config.ts';
import type { Params } from '../models/model.ts';
import type { ObjectiveName } from './objectives.ts';
import type { Schedule } from './schedule.ts';

/** A shipped model by its id. The parameters are the caller's to dispose. */
export type OpenModel = (id: string) => Promise<{ readonly params: Params; readonly config: ModelConfig }>;

export interface Recipe {
  readonly id: string;
  /** What the model is, in a phrase. */
  readonly what: string;
  /** Its row in `architectures.ts`. */
  readonly architecture: string;
  readonly config: ModelConfig;
  /** Where its texts come from, for the card. */
  readonly data: ModelCard['data'];
  /** Where it departs from the paper's model or setting. */
  readonly deviations: readonly string[];
  readonly dataset: Dataset;
  readonly tokenizer: () => Tokenizer;
  readonly seed: number;
  readonly steps: number;
  /** Texts a step, and tokens a text. */
  readonly rows: number;
  readonly length: number;
  readonly schedule: Schedule;
  readonly weightDecay: number;
  /** The largest norm that the gradients of a step may have together. */
  readonly clip: number;
  readonly beta2: number;
  /** What is learned; the tokens, if nothing is said. */
  readonly objectives?: readonly ObjectiveName[];
  /** The share of each target that is spread over the vocabulary; 0 if nothing is said. */
  readonly labelSmoothing?: number;
  /** In how many parts a batch is computed, one after the other, to save memory: the gradient is that of the whole. */
  readonly parts?: number;
  /** Steps whose weights ship for the figures that scrub through training; at most 6. */
  readonly savedSteps: readonly number[];
  readonly storage: Storage;
  /** Measures the finished model against its bars; `open` gives another shipped model that it is compared with. */
  readonly bars: (params: Params, config: ModelConfig, open: OpenModel) => Promise<Bar[]>;
}
