/**
 * What the page and the worker say to each other. Every message is one member of a discriminated union and carries
 * the id of the request it belongs to; numbers travel as transferable typed arrays with their names and shapes.
 *
 * A request may name a `channel`. Within a channel the latest wins: what still waits is dropped when a newer request
 * arrives (code `superseded`), a single forward pass that already runs is finished and delivered, so that a drag
 * shows pictures on its way, and a generation or a training run is cancelled. Results repeat the input that they
 * belong to: draw a result with its own `tokens`, not with those of the moment.
 */
import type { ModelConfig } from '../models/config.ts';
import type { Intervention } from '../models/interventions.ts';
import type { SamplingOptions } from '../models/sampling.ts';
import type { TrainingState as SessionState } from '../training/session.ts';

export type { Intervention };

export type BackendName = 'webgl' | 'wasm' | 'cpu';

export const backendNames: readonly BackendName[] = ['webgl', 'wasm', 'cpu'];

export interface TensorData {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Temperature, top-k and top-p as in `src/models/sampling.ts`, and the seed of the draws. */
export interface Sampling extends SamplingOptions {
  readonly seed: number;
}

// ---- what the page asks ------------------------------------------------------------------------------------------

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

export interface LoadRequest {
  readonly kind: 'load';
  readonly model: string;
  /** A saved step of the training run; absent: the finished model. */
  readonly step?: number;
}

export interface RunRequest {
  readonly kind: 'run';
  readonly model: string;
  readonly step?: number;
  readonly tokens: readonly number[];
  /** Probe names; `*` stands for one part of a name: `blocks.*.attn.pattern`. `logits` is one of them. */
  readonly capture: readonly string[];
  readonly interventions?: readonly Intervention[];
  /** Also the loss of every token but the first, given those before it. */
  readonly loss?: boolean;
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

export interface GenerateRequest {
  readonly kind: 'generate';
  readonly model: string;
  readonly step?: number;
  readonly tokens: readonly number[];
  readonly sampling: Sampling;
  /** At most so many new tokens. */
  readonly maximum: number;
  /** Ends after one of these. */
  readonly stop?: readonly number[];
  /** With the KV cache, or by full recompute. */
  readonly cache: boolean;
  readonly interventions?: readonly Intervention[];
}

export interface TrainRequest {
  readonly kind: 'train';
  readonly recipe: string;
  readonly seed: number;
  readonly steps: number;
  readonly resume?: TrainingState;
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
  | AttendRequest
  | GenerateRequest
  | TrainRequest
  | MemoryRequest
  | DisposeRequest;

/** A request on its way to the worker. */
export type Request = Work & {
  readonly id: number;
  readonly channel?: string;
  /** What is visible runs first; a generation or training run that is not visible pauses. */
  readonly visible: boolean;
};

/** Messages that steer requests and have no answer of their own. */
export type Control =
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'pause'; readonly id: number; readonly paused: boolean }
  | { readonly kind: 'show'; readonly channel: string; readonly visible: boolean }
  | { readonly kind: 'ping' };

export type ToWorker = Request | Control;

// ---- what the worker answers -------------------------------------------------------------------------------------

export interface BackendStatus {
  readonly backend: BackendName;
  /** One sentence: why this one. */
  readonly reason: string;
  /** WASM threads; 1 elsewhere. */
  readonly threads: number;
}

/** How WebGL and WASM compare on one model on this machine. */
export interface Measurement {
  readonly model: string;
  /** Milliseconds of one forward pass. */
  readonly webgl: number;
  readonly wasm: number;
}

export interface ModelInfo {
  readonly model: string;
  readonly step: number | null;
  readonly config: ModelConfig;
  readonly parameters: number;
  readonly status: BackendStatus;
}

export interface RunResult {
  readonly model: string;
  readonly step: number | null;
  readonly tokens: readonly number[];
  /** By probe name, in the order of the forward pass; the batch axis (of size 1) is kept. */
  readonly tensors: { readonly [name: string]: TensorData };
  /** [tokens - 1], in nats: the loss of tokens[t + 1] given tokens[0..t]. */
  readonly losses: Float32Array | null;
  readonly milliseconds: number;
  readonly backend: BackendName;
}

export interface AttendResult {
  /** [query, key], before the mask */
  readonly scores: TensorData;
  /** [query, key] */
  readonly pattern: TensorData;
  /** [query, value size] */
  readonly output: TensorData;
  readonly milliseconds: number;
  readonly backend: BackendName;
}

export interface GeneratedToken {
  /** 0 for the first new one. */
  readonly index: number;
  readonly token: number;
  /** Of the chosen token, in the distribution it was drawn from. */
  readonly probability: number;
  /** [vocabulary]: with which each was drawn: after temperature, top-k and top-p. */
  readonly probabilities: Float32Array;
  /** [vocabulary] */
  readonly logits: Float32Array;
}

export interface GenerateResult {
  readonly model: string;
  /** Those given and those written. */
  readonly tokens: readonly number[];
  readonly written: number;
  readonly ended: 'maximum' | 'stop' | 'context';
  readonly milliseconds: number;
  readonly backend: BackendName;
}

export interface TrainingStep {
  readonly step: number;
  /** Nats a token. */
  readonly loss: number;
  /** The entropy floor of the data on the same windows; null: not known. */
  readonly floor: number | null;
  readonly learningRate: number;
  readonly gradientNorm: number;
  readonly tokensPerSecond: number;
}

/** What a training run needs to go on as if it had never stopped. */
export interface TrainingState {
  readonly recipe: string;
  readonly seed: number;
  readonly state: SessionState;
}

export interface TrainResult {
  readonly state: TrainingState;
  readonly backend: BackendName;
}

export interface MemoryResult {
  readonly numTensors: number;
  readonly numBytes: number;
  readonly models: readonly string[];
  readonly backend: BackendName;
  /** Requests that wait or run. */
  readonly waiting: number;
}

export type ErrorCode =
  | 'no-worker'
  | 'no-backend'
  | 'model-missing'
  | 'model-corrupt'
  | 'offline'
  | 'too-long'
  | 'bad-token'
  | 'bad-request'
  | 'not-finite'
  | 'out-of-memory'
  | 'context-lost'
  | 'worker-died'
  | 'cancelled'
  | 'superseded'
  | 'unknown-recipe'
  | 'internal';

/** Says what happened and what the reader can do, in whole sentences. */
export interface RuntimeProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly advice: string;
}

export type Phase = 'backend' | 'download' | 'prepare' | 'measure';

export type Progress = {
  readonly phase: Phase;
  /** Bytes in `download`, else parts done of `total`. `total` is null where a server does not say. */
  readonly done: number;
  readonly total: number | null;
};

export type FromWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'started'; readonly id: number; readonly result: BackendStatus }
  | { readonly kind: 'loaded'; readonly id: number; readonly result: ModelInfo }
  | { readonly kind: 'ran'; readonly id: number; readonly result: RunResult }
  | { readonly kind: 'attended'; readonly id: number; readonly result: AttendResult }
  | { readonly kind: 'token'; readonly id: number; readonly token: GeneratedToken }
  | { readonly kind: 'generated'; readonly id: number; readonly result: GenerateResult }
  | { readonly kind: 'stepped'; readonly id: number; readonly step: TrainingStep }
  | { readonly kind: 'saved'; readonly id: number; readonly state: TrainingState }
  | { readonly kind: 'trained'; readonly id: number; readonly result: TrainResult }
  | { readonly kind: 'counted'; readonly id: number; readonly result: MemoryResult }
  | { readonly kind: 'disposed'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: RuntimeProblem }
  /** Not about one request: the backend changed, a measurement was taken, the graphics context is gone. */
  | { readonly kind: 'status'; readonly status: BackendStatus }
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | { readonly kind: 'context-lost' }
  | { readonly kind: 'pong' };

/** The buffers of a message that move instead of being copied. */
export function transferables(event: FromWorker): ArrayBuffer[] {
  const buffers = (tensors: Iterable<TensorData>): ArrayBuffer[] => [
    ...new Set([...tensors].map(({ data }) => data.buffer as ArrayBuffer)),
  ];
  switch (event.kind) {
    case 'ran': {
      const { tensors, losses } = event.result;
      const own = buffers(Object.values(tensors));
      return losses === null ? own : [...own, losses.buffer as ArrayBuffer];
    }
    case 'attended':
      return buffers([event.result.scores, event.result.pattern, event.result.output]);
    case 'token':
      return [event.token.probabilities.buffer as ArrayBuffer, event.token.logits.buffer as ArrayBuffer];
    case 'progress':
    case 'started':
    case 'loaded':
    case 'generated':
    case 'stepped':
    // The run goes on with the arrays of a saved state: they are copied.
    case 'saved':
    case 'trained':
    case 'counted':
    case 'disposed':
    case 'failed':
    case 'status':
    case 'measured':
    case 'context-lost':
    case 'pong':
      return [];
    default:
      return unreachable(event);
  }
}

/** Makes a switch exhaustive: a member of the union without a case is a type error here. */
export function unreachable(value: never): never {
  throw new Error(`not handled: ${JSON.stringify(value)}`);
}
