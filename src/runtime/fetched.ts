import type { ModelConfig } from '../models/config.ts';
import type { Params } from '../models/model.ts';

/** A model as it was fetched. */
export interface Fetched {
  readonly config: ModelConfig;
  /** What `tokenizer.json` holds; null where there is none. */
  readonly tokenizer: unknown;
  /** What keeping it costs, roughly. */
  readonly bytes: number;
  build(): Promise<Params>;
}
