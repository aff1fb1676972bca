/**
 * Probes: every intermediate tensor of a model passes `probe(name, tensor)`. By default that is the identity;
 * a capture keeps what the filter names, an intervention answers with another tensor. Names follow
 * TransformerLens without its `hook_` prefix (https://transformerlensorg.github.io/TransformerLens/) and are API:
 * the ordered list is pinned by a test for each architecture.
 *
 * Deviations from TransformerLens: `attn_scores` is probed before the mask is applied, so that a scaled or hand-set
 * score can never let a position look into the future; q, k, v and z are [batch, heads, sequence, head size].
 */
import { keep, type Tensor } from './tf.ts';

export interface Probe {
  <T extends Tensor>(name: string, tensor: T): T;
  /** Whether somebody looks at `name`: what is costly and serves no one else is computed only then. */
  wants(name: string): boolean;
}

function makeProbe(
  pass: <T extends Tensor>(name: string, tensor: T) => T,
  wants: (name: string) => boolean,
): Probe {
  return Object.assign(pass, { wants });
}

export const noProbe: Probe = makeProbe(
  (_name, tensor) => tensor,
  () => false,
);

/** The probe of a part inside a larger one: what the part calls `attn.q`, `probe` sees as `blocks.0.attn.q`. */
export function within(probe: Probe, scope: string): Probe {
  return makeProbe(
    (name, tensor) => probe(`${scope}.${name}`, tensor),
    (name) => probe.wants(`${scope}.${name}`),
  );
}

/** Two probes one after the other: the second sees what the first answered. */
export function chain(first: Probe, second: Probe): Probe {
  return makeProbe(
    (name, tensor) => second(name, first(name, tensor)),
    (name) => first.wants(name) || second.wants(name),
  );
}

/** A probe that answers with `change(name, tensor)` for the names that `wants` accepts, and lets the others pass. */
export function intervene(
  wants: (name: string) => boolean,
  change: (name: string, tensor: Tensor) => Tensor,
): Probe {
  return makeProbe(
    <T extends Tensor>(name: string, tensor: T): T => (wants(name) ? (change(name, tensor) as T) : tensor),
    wants,
  );
}

export interface Capture {
  readonly probe: Probe;
  /** Name -> tensor, in the order of the forward pass. The caller disposes them. */
  readonly tensors: Map<string, Tensor>;
}

/** Keeps every tensor whose name `wants` accepts, beyond the tidy that it was made in. */
export function capture(wants: (name: string) => boolean): Capture {
  const tensors = new Map<string, Tensor>();
  const probe = makeProbe((name, tensor) => {
    if (wants(name)) {
      tensors.get(name)?.dispose();
      // A clone, since its maker may dispose the original; the two share their data.
      tensors.set(name, keep(tensor.clone()));
    }
    return tensor;
  }, wants);
  return { probe, tensors };
}
