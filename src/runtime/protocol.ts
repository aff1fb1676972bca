/**
 * What the page and the worker say to each other. Every message is one member of a discriminated union and carries
 * the id of the request it belongs to; numbers travel as transferable typed arrays with their names and shapes.
 * `protocol/requests.ts` is what the page asks, `results.ts` what it gets, `events.ts` how both travel.
 *
 * A request may name a `channel`. Within a channel the latest wins: what still waits is dropped when a newer request
 * arrives (code `superseded`), a single forward pass that already runs is finished and delivered, so that a drag
 * shows pictures on its way, and a generation or a training run is cancelled. Results repeat the input that they
 * belong to: draw a result with its own `tokens`, not with those of the moment.
 */

export type * from './protocol/choices.ts';
export { modelName } from './protocol/choices.ts';
export {
  type Control,
  type FromWorker,
  type ToWorker,
  transferables,
  unreachable,
} from './protocol/events.ts';
export type * from './protocol/requests.ts';
export type * from './protocol/results.ts';
export type * from './protocol/values.ts';
export { backendNames } from './protocol/values.ts';
