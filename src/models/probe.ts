/**
 * Probes: every intermediate tensor of a model passes `probe(name, tensor)`. By default that is the identity;
 * a capture keeps what the filter names, an intervention answers with another tensor. Names follow
 * TransformerLens without its `hook_` prefix (https://transformerlensorg.github.io/TransformerLens/) and are API:
 * the ordered list is pinned by a test for each architecture.
 *
 * Deviation from TransformerLens: `attn_scores` is probed before the mask is applied, so that a scaled or
 * hand-set score can never let a position look into the future.
 */
import { keep, type Tensor } from './tf.ts';

export type Probe = <T extends Tensor>(name: string, tensor: T) => T;

export const noProbe: Probe = (_name, tensor) => tensor;

/** The probe of a part inside a larger one: `within(probe, 'blocks.0')` sees `attn.q` as `blocks.0.attn.q`. */
export function within(probe: Probe, scope: string): Probe {
  return (name, tensor) => probe(`${scope}.${name}`, tensor);
}

/** Two probes one after the other: the second sees what the first answered. */
export function chain(first: Probe, second: Probe): Probe {
  return (name, tensor) => second(name, first(name, tensor));
}

export interface Capture {
  readonly probe: Probe;
  /** Name -> tensor, in the order of the forward pass. The caller disposes them. */
  readonly tensors: Map<string, Tensor>;
}

/** Keeps every tensor whose name `wanted` accepts, beyond the tidy it was made in. */
export function capture(wanted: (name: string) => boolean): Capture {
  const tensors = new Map<string, Tensor>();
  const probe: Probe = (name, tensor) => {
    if (wanted(name)) {
      tensors.get(name)?.dispose();
      // A clone, since the original may be disposed by its maker; it shares the data.
      tensors.set(name, keep(tensor.clone()));
    }
    return tensor;
  };
  return { probe, tensors };
}
