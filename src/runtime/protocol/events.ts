/** How requests, control and results travel between page and worker. */

import type { ModelChoice, UploadedFiles } from './choices.ts';
import type { DeviceResult, RoundResult, SpeculateResult } from './hardware.ts';
import type { Request } from './requests.ts';
import type {
  AttendResult,
  AttributeResult,
  BackendStatus,
  BeamStep,
  GeneratedToken,
  GenerateResult,
  MemoryResult,
  ModelInfo,
  Progress,
  RunResult,
  RuntimeProblem,
} from './results.ts';
import type { HeldOut, Steering, TrainingState, TrainingStep, TrainResult } from './training.ts';
import type { Measurement, TensorData } from './values.ts';

/** Messages that steer requests and have no answer of their own. */
export type Control =
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'pause'; readonly id: number; readonly paused: boolean }
  | { readonly kind: 'show'; readonly channel: string; readonly visible: boolean }
  /** What a training run told to be saved is kept: it may go on. */
  | { readonly kind: 'stored'; readonly id: number }
  /** Changes a training run on its way. */
  | { readonly kind: 'adjust'; readonly id: number; readonly adjustments: Steering }
  /** Files of the reader's, by their names in the folder: the page keeps them for every worker to come. */
  | { readonly kind: 'keep'; readonly upload: string; readonly files: UploadedFiles }
  /** Lets go of a model, with all that was fetched or kept of it. */
  | { readonly kind: 'drop'; readonly model: ModelChoice }
  | { readonly kind: 'ping' };

export type ToWorker = Request | Control;

export type FromWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'started'; readonly id: number; readonly result: BackendStatus }
  | { readonly kind: 'loaded'; readonly id: number; readonly result: ModelInfo }
  | { readonly kind: 'ran'; readonly id: number; readonly result: RunResult }
  | { readonly kind: 'attributed'; readonly id: number; readonly result: AttributeResult }
  | { readonly kind: 'attended'; readonly id: number; readonly result: AttendResult }
  | { readonly kind: 'token'; readonly id: number; readonly token: GeneratedToken }
  | { readonly kind: 'beam'; readonly id: number; readonly step: BeamStep }
  | { readonly kind: 'generated'; readonly id: number; readonly result: GenerateResult }
  | { readonly kind: 'stepped'; readonly id: number; readonly step: TrainingStep }
  | { readonly kind: 'held-out'; readonly id: number; readonly heldOut: HeldOut }
  | { readonly kind: 'evaluated'; readonly id: number; readonly result: HeldOut }
  | { readonly kind: 'saved'; readonly id: number; readonly state: TrainingState }
  | { readonly kind: 'trained'; readonly id: number; readonly result: TrainResult }
  | { readonly kind: 'device'; readonly id: number; readonly result: DeviceResult }
  | { readonly kind: 'rounded'; readonly id: number; readonly result: RoundResult }
  | { readonly kind: 'speculated'; readonly id: number; readonly result: SpeculateResult }
  | { readonly kind: 'counted'; readonly id: number; readonly result: MemoryResult }
  | { readonly kind: 'disposed'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: RuntimeProblem }
  /** Not about one request: the backend changed, a measurement was taken, the graphics context is gone. */
  | { readonly kind: 'status'; readonly status: BackendStatus }
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | { readonly kind: 'context-lost' }
  | { readonly kind: 'pong' };

const buffersOf = (tensors: Iterable<TensorData>): ArrayBuffer[] => [
  ...new Set([...tensors].map(({ data }) => data.buffer as ArrayBuffer)),
];

/** The buffers of a message that move instead of being copied. */
export function transferables(event: FromWorker): ArrayBuffer[] {
  switch (event.kind) {
    case 'ran': {
      const { tensors, losses } = event.result;
      const own = buffersOf(Object.values(tensors));
      return losses === null ? own : [...own, losses.buffer as ArrayBuffer];
    }
    case 'attributed': {
      const { tensors, gradients } = event.result;
      return buffersOf([...Object.values(tensors), ...Object.values(gradients)]);
    }
    case 'attended':
      return buffersOf([event.result.scores, event.result.pattern, event.result.output]);
    case 'token': {
      const { probabilities, logits, tensors = {} } = event.token;
      const own = buffersOf(Object.values(tensors));
      return [probabilities.buffer as ArrayBuffer, logits.buffer as ArrayBuffer, ...own];
    }
    case 'progress':
    case 'started':
    case 'loaded':
    case 'beam':
    case 'generated':
    case 'stepped':
    case 'held-out':
    case 'evaluated':
    // The run goes on with the arrays of a saved state: they are copied.
    case 'saved':
    case 'trained':
    case 'device':
    case 'rounded':
    case 'speculated':
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
