/** What the worker answers with: plain data. */
import type { BeamStep, Hypothesis } from '../../models/beam-search.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { BackendName, NamedTensors, TensorData, Text } from './values.ts';

export type { BeamStep, Hypothesis };

export interface BackendStatus {
  readonly backend: BackendName;
  /** One sentence: why this one. */
  readonly reason: string;
  /** WASM threads; 1 elsewhere. */
  readonly threads: number;
}

export interface ModelInfo {
  /** `modelName` of what was asked for. */
  readonly model: string;
  readonly step: number | null;
  readonly config: ModelConfig;
  readonly parameters: number;
  /** What its `tokenizer.json` holds, for `openTokenizer`; null where it has none. */
  readonly tokenizer: unknown;
  readonly status: BackendStatus;
}

export interface RunResult {
  readonly model: string;
  readonly step: number | null;
  readonly tokens: readonly number[];
  /** The texts of rows 1, 2, ... of every tensor, where there were several. */
  readonly others?: readonly Text[];
  readonly tensors: NamedTensors;
  /**
   * In nats, row by row. [rows, longest - 1]: the loss of tokens[t + 1] given tokens[0..t]; where the text has `targets`
   * [rows, longest]: that of targets[t] at t. 0 where nothing is asked.
   */
  readonly losses: Float32Array | null;
  readonly milliseconds: number;
  readonly backend: BackendName;
}

export interface AttributeResult {
  readonly model: string;
  readonly step: number | null;
  readonly tokens: readonly number[];
  /** The number that was asked about. */
  readonly value: number;
  readonly tensors: NamedTensors;
  /** Of `value` in each of `tensors`, of the same shapes. */
  readonly gradients: NamedTensors;
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
  /** Where something was to be captured: what the step that wrote it made; with the cache, of its last token alone. */
  readonly tensors?: NamedTensors;
}

export interface GenerateResult {
  readonly model: string;
  /** Those given and those written. */
  readonly tokens: readonly number[];
  readonly written: number;
  readonly ended: 'maximum' | 'stop' | 'context';
  /** Of a beam search: the likeliest texts, best first. `tokens` has the first of them. */
  readonly hypotheses?: readonly Hypothesis[];
  readonly milliseconds: number;
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
