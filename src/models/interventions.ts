/**
 * Changes to intermediate tensors as plain data, so that they fit into a link, and the probe that carries them out.
 */
import { chain, intervene, noProbe, type Probe } from './probe.ts';
import { add, mul, type Tensor, tensor } from './tf.ts';

/** The part of a tensor that a change is about: one index of one axis, or all of it. */
export interface Place {
  /** Of the tensor, counted from 0; e.g. 1 for the head in [batch, heads, query, key]. */
  readonly axis: number;
  readonly index: number;
}

interface Change {
  /** The probe's name, e.g. `blocks.0.attn.z`. */
  readonly name: string;
  /** None: the whole tensor. Several: where they meet, e.g. one head at one position. */
  readonly places: readonly Place[];
}

export type Intervention =
  | (Change & { readonly kind: 'ablate' })
  | (Change & { readonly kind: 'scale'; readonly factor: number })
  /** Every element there becomes `value`. */
  | (Change & { readonly kind: 'fill'; readonly value: number })
  /** The tensor (or that part of it) becomes `values`, in the tensor's own order. */
  | (Change & { readonly kind: 'patch'; readonly values: Float32Array; readonly shape: readonly number[] });

/** Thrown when an intervention does not fit the tensor that it names. */
export class InterventionError extends Error {}

type Kinds = {
  readonly [K in Intervention['kind']]: (
    tensor: Tensor,
    mask: Tensor,
    intervention: Extract<Intervention, { kind: K }>,
  ) => Tensor;
};

/** Each answers with a tensor of the same shape; `mask` is 1 where the change applies, and broadcasts. */
const kinds: Kinds = {
  ablate: (original, mask) => mul(original, complement(mask)),
  scale: (original, mask, { factor }) => mul(original, add(complement(mask), mul(mask, factor))),
  fill: (original, mask, { value }) => add(mul(original, complement(mask)), mul(mask, value)),
  patch: (original, mask, { name, values, shape }) => {
    if (shape.length !== original.rank || shape.some((size, axis) => size !== original.shape[axis])) {
      throw new InterventionError(
        `The values set for ${name} have the shape [${shape.join(', ')}], but the tensor has [${original.shape.join(', ')}].`,
      );
    }
    return add(mul(original, complement(mask)), mul(tensor(values, [...shape]), mask));
  },
};

const complement = (mask: Tensor): Tensor => add(mul(mask, -1), 1);

/** 1 where all `places` meet, 0 elsewhere; an axis that no place names has size 1 and broadcasts. */
function maskOf(shape: readonly number[], { name, places }: Change): Tensor {
  for (const { axis, index } of places) {
    const size = shape[axis];
    if (size === undefined || !Number.isInteger(index) || index < 0 || index >= size) {
      throw new InterventionError(
        `${name} has the shape [${shape.join(', ')}]: there is no index ${index} on axis ${axis}.`,
      );
    }
  }
  const named = (axis: number) => places.filter((place) => place.axis === axis);
  const maskShape = shape.map((size, axis) => (named(axis).length > 0 ? size : 1));
  let mask: Tensor = tensor(
    [1],
    maskShape.map(() => 1),
  );
  for (const [axis, size] of maskShape.entries()) {
    if (named(axis).length === 0) continue;
    const chosen = new Float32Array(size);
    for (const { index } of named(axis)) chosen[index] = 1;
    mask = mul(
      mask,
      tensor(
        chosen,
        maskShape.map((_, other) => (other === axis ? size : 1)),
      ),
    );
  }
  return mask;
}

function apply<K extends Intervention['kind']>(
  original: Tensor,
  intervention: Extract<Intervention, { kind: K }>,
): Tensor {
  const kind: K = intervention.kind as K;
  return kinds[kind](original, maskOf(original.shape, intervention), intervention);
}

/** The probe that carries out `interventions`, one after the other. */
export function interventionProbe(interventions: readonly Intervention[]): Probe {
  return interventions.reduce<Probe>(
    (probe, intervention) =>
      chain(
        probe,
        intervene(
          (name) => name === intervention.name,
          (_name, original) => apply(original, intervention),
        ),
      ),
    noProbe,
  );
}
