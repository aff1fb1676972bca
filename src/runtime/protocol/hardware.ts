/** What the chapter on hardware asks of the worker: how fast the machine is, a model with rounded weights, two models that write together. */
import type { Round } from '../../models/speculative.ts';
import type { ModelChoice } from './choices.ts';
import type { BackendName } from './values.ts';

/** Measures the peak of a matrix product and the bandwidth of a copy, on the backend of the moment. */
export interface DeviceRequest {
  readonly kind: 'device';
}

export interface DeviceResult {
  /** By side of the square matrices: operations a second. */
  readonly products: readonly { readonly size: number; readonly operationsPerSecond: number }[];
  /** Bytes a second, read and written. */
  readonly bandwidth: number;
  readonly backend: BackendName;
}

/** The loss of texts by a model whose matrices are rounded to each of `bits`. */
export interface RoundRequest {
  readonly kind: 'round';
  readonly model: ModelChoice;
  readonly texts: readonly (readonly number[])[];
  readonly bits: readonly number[];
  readonly group: number;
}

export interface RoundResult {
  readonly rows: readonly {
    readonly bits: number;
    /** Nats a token over all texts. */
    readonly loss: number;
    /** Root of the mean square by which a weight moved, over that of the weights. */
    readonly error: number;
  }[];
  readonly backend: BackendName;
}

/** Text written by a drafter and a target together. */
export interface SpeculateRequest {
  readonly kind: 'speculate';
  readonly draft: ModelChoice;
  readonly target: ModelChoice;
  readonly tokens: readonly number[];
  readonly lookahead: number;
  /** At least so many new tokens, where the context has room for them. */
  readonly maximum: number;
  readonly temperature: number;
  readonly seed: number;
}

export interface SpeculateResult {
  readonly tokens: readonly number[];
  readonly rounds: readonly Round[];
  readonly draftPasses: number;
  readonly milliseconds: number;
  readonly backend: BackendName;
}

export type HardwareRequest = DeviceRequest | RoundRequest | SpeculateRequest;
