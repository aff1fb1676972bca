/** What `npm run model` does with an open checkpoint: each command answers with what is printed as JSON. */
import type { Checkpoint } from '../models/checkpoints/load.ts';
import { generate } from '../models/generate.ts';
import { forward } from '../models/model.ts';
import { countParams, flatten, type ParamTree } from '../models/params.ts';
import { capture, noProbe, type Probe } from '../models/probe.ts';
import type { SamplingOptions } from '../models/sampling.ts';
import { disposeAll, type Tensor, type Tensor2D, tensor, tidy } from '../models/tf.ts';

/** Bad input; the message is one sentence for whoever typed it. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The one thing that the commands need of a tokenizer. */
export interface Decoder {
  decode(ids: readonly number[]): string;
}

export interface CommandInput {
  readonly checkpoint: Checkpoint;
  readonly tokenizer: Decoder | null;
  readonly tokens: readonly number[];
  /** Patterns of probe names; none: all. */
  readonly names: readonly string[];
  readonly seed: number;
  readonly steps: number;
  readonly sampling: SamplingOptions;
}
