/** What the page asks of the worker: plain data. */

import type { ConfigChoices } from '../../models/choices.ts';
import type { Intervention } from '../../models/interventions.ts';
import type { SamplingOptions } from '../../models/sampling.ts';
import type { ModelChoice } from './choices.ts';
import type { HardwareRequest } from './hardware.ts';
import type { EvaluateRequest, TrainRequest } from './training.ts';
import type { BackendName, Measurement, Text } from './values.ts';

export type * from './hardware.ts';
export type * from './training.ts';
export type { ConfigChoices, Intervention };

/** Temperature, top-k and top-p as in `src/models/sampling.ts`, and the seed of the draws. */
export interface Sampling extends SamplingOptions {
  readonly seed: number;
}

/** Everything that the worker cannot know by itself. */
export interface StartRequest {
  readonly kind: 'start';
  /** `auto`: by the rule of `backends.ts`. */
  readonly choice: BackendName | 'auto';
  /** Who chose: the address (`?backend=`), the reader's switch, or nobody. */
  readonly chosenBy: 'address' | 'reader' | 'rule';
  /** Absolute addresses that end in a slash. */
  readonly wasmFolder: string;
  readonly checkpoints: string;
  /** crossOriginIsolated: shared memory and with it WASM threads are allowed. */
  readonly isolated: boolean;
  /** Logical processors. */
  readonly processors: number;
  /** What earlier visits measured, by model. */
  readonly measured: readonly Measurement[];
  /** The browser has taken the graphics context away from this page: WebGL is not tried again by rule. */
  readonly contextLost: boolean;
}

interface OfModel {
  readonly model: ModelChoice;
  /** A saved step of the training run; absent: the finished model, or the weights of the moment. */
  readonly step?: number;
}

export interface LoadRequest extends OfModel {
  readonly kind: 'load';
}

/** What can be changed in a model, and in what it reads, without training it anew. */
interface Changes {
  readonly interventions?: readonly Intervention[];
  /** The text that `borrow` takes its tensors from: read first, by the same model, as it is. */
  readonly lender?: Text;
  /** Choices of the config that hold no parameters: positions, window, causality, ... */
  readonly choices?: ConfigChoices;
}

/** What a model reads in one pass, and how. */
interface Reading extends OfModel, Text, Changes {
  /** Further texts, read in the same pass as rows 1, 2, ... of every tensor. Shorter ones are padded at their end. */
  readonly others?: readonly Text[];
  /** The position of the first token; 0 where it is not given. */
  readonly start?: number;
  /** [query][key], 1 where a query may look: in the place of causality and window, in every self-attention to the tokens. */
  readonly mask?: readonly (readonly number[])[];
  /** The same for the encoder of a model of two stacks. */
  readonly sourceMask?: readonly (readonly number[])[];
}

export interface RunRequest extends Reading {
  readonly kind: 'run';
  /**
   * Probe names; `*` stands for one part of a name: `blocks.*.attn.pattern`. `logits` is one of them; heads of whole texts
   * are `pooled`, `next_sentence` and `classification`.
   */
  readonly capture: readonly string[];
  readonly loss?: boolean;
}

/** The number of the first text whose gradient is asked for. `against`: the difference to that of another token. */
export type AttributionTarget =
  | {
      readonly kind: 'logit' | 'log-probability';
      readonly position: number;
      readonly token: number;
      readonly against?: number;
    }
  /** The mean over all tokens but the first. */
  | { readonly kind: 'loss' };

export interface AttributeRequest extends Reading {
  readonly kind: 'attribute';
  readonly of: AttributionTarget;
  /** Probe names, as in `capture`, of the tensors in which: `embed` are the inputs (`encoder.embed`, `decoder.embed`). */
  readonly by: readonly string[];
}

export interface AttendRequest {
  readonly kind: 'attend';
  /** [query][size] */
  readonly query: readonly (readonly number[])[];
  /** [key][size] */
  readonly key: readonly (readonly number[])[];
  /** [key][value size] */
  readonly value: readonly (readonly number[])[];
  readonly scaled: boolean;
  readonly causal: boolean;
}

export interface BeamChoice {
  readonly width: number;
  /** 0: none. */
  readonly lengthPenalty: number;
}

export interface GenerateRequest extends OfModel, Changes {
  readonly kind: 'generate';
  readonly tokens: readonly number[];
  /** What an encoder-decoder reads. */
  readonly source?: readonly number[];
  readonly sampling: Sampling;
  /** Instead of drawing: the likeliest texts, by beam search. */
  readonly beams?: BeamChoice;
  /** At most so many new tokens. */
  readonly maximum: number;
  /** Ends after one of these. */
  readonly stop?: readonly number[];
  /** With the KV cache, or by full recompute. Changes of single positions need the whole text: then it is recomputed. */
  readonly cache: boolean;
  /** What to tell of each step, as in `run`. */
  readonly capture?: readonly string[];
}

export interface MemoryRequest {
  readonly kind: 'memory';
}

/** Drops every model, on every backend. The worker stays usable. */
export interface DisposeRequest {
  readonly kind: 'dispose';
}

export type Work =
  | StartRequest
  | LoadRequest
  | RunRequest
  | AttributeRequest
  | AttendRequest
  | GenerateRequest
  | TrainRequest
  | EvaluateRequest
  | HardwareRequest
  | MemoryRequest
  | DisposeRequest;

/** A request on its way to the worker. */
export type Request = Work & {
  readonly id: number;
  readonly channel?: string;
  /** What is visible runs first; a generation or training run that is not visible pauses. */
  readonly visible: boolean;
};
