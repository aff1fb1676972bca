/**
 * Changes to intermediate tensors as plain data, so that they fit into a link, and the probe that carries them out.
 */
import { axesOf } from './names.ts';
import { chain, intervene, noProbe, type Probe } from './probe.ts';
import { abs, add, cast, greaterEqual, min, mul, ones, pad, slice, type Tensor, tensor, topk } from './tf.ts';

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
  /** Of each vector of the last axis only the share with the largest magnitudes stays; the rest become 0. */
  | (Change & { readonly kind: 'strongest'; readonly share: number })
  /** The tensor (or that part of it) becomes `values`, in the tensor's own order. */
  | (Change & { readonly kind: 'patch'; readonly values: Float32Array; readonly shape: readonly number[] })
  /** It becomes what it is where the model reads another text; of a text of another length, as far as both go. */
  | (Change & { readonly kind: 'borrow' });

/** Thrown when an intervention does not fit the tensor that it names. */
export class InterventionError extends Error {}

type Kinds = {
  readonly [K in Intervention['kind']]: (
    tensor: Tensor,
    mask: Tensor,
    intervention: Extract<Intervention, { kind: K }>,
    lent: Lent,
  ) => Tensor;
};

/** The tensors that another text makes, by name: `borrow` takes from them. */
export type Lent = ReadonlyMap<string, Tensor>;

/** Each answers with a tensor of the same shape; `mask` is 1 where the change applies, and broadcasts. */
const kinds: Kinds = {
  ablate: (original, mask) => mul(original, complement(mask)),
  scale: (original, mask, { factor }) => mul(original, add(complement(mask), mul(mask, factor))),
  fill: (original, mask, { value }) => add(mul(original, complement(mask)), mul(mask, value)),
  strongest: (original, mask, { name, share }) => {
    const size = original.shape.at(-1) ?? 1;
    if (!(share > 0 && share <= 1))
      throw new InterventionError(`A share of ${name} is above 0 and at most 1.`);
    const magnitudes = abs(original); // [..., size]
    const largest = topk(magnitudes, Math.max(1, Math.round(share * size))).values; // [..., kept], largest first
    const kept = cast(greaterEqual(magnitudes, min(largest, -1, true)), 'float32'); // [..., size]
    return mul(original, add(complement(mask), mul(kept, mask)));
  },
  patch: (original, mask, { name, values, shape }) => {
    if (shape.length !== original.rank || shape.some((size, axis) => size !== original.shape[axis])) {
      throw new InterventionError(
        `The values set for ${name} have the shape [${shape.join(', ')}], but the tensor has [${original.shape.join(', ')}].`,
      );
    }
    return add(mul(original, complement(mask)), mul(tensor(values, [...shape]), mask));
  },
  borrow: (original, mask, { name }, lent) => {
    const other = lent.get(name);
    if (other === undefined) throw new InterventionError(`The other text makes no tensor ${name}.`);
    return add(mul(original, complement(mask)), mul(fitted(other, original, name), mask));
  },
};

/** `other` where it reaches, `original` beyond: of the shape of `original`. */
function fitted(other: Tensor, original: Tensor, name: string): Tensor {
  const { shape } = original;
  if (other.rank !== shape.length)
    throw new InterventionError(`The other text makes a ${name} of another form.`);
  if (other.shape.every((size, axis) => size === shape[axis])) return other;
  const both = shape.map((size, axis) => Math.min(size, other.shape[axis] ?? 0));
  const beyond = both.map((size, axis): [number, number] => [0, (shape[axis] ?? 0) - size]);
  const begin = both.map(() => 0);
  const reached = pad(ones(both), beyond); // 1 where both texts have something
  return add(pad(slice(other, begin, both), beyond), mul(original, complement(reached)));
}

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
  lent: Lent,
): Tensor {
  const kind: K = intervention.kind as K;
  return kinds[kind](original, maskOf(original.shape, intervention), intervention, lent);
}

/** The probe that carries out `interventions`, one after the other. */
export function interventionProbe(interventions: readonly Intervention[], lent: Lent = new Map()): Probe {
  return interventions.reduce<Probe>(
    (probe, intervention) =>
      chain(
        probe,
        intervene(
          (name) => name === intervention.name,
          (_name, original) => apply(original, intervention, lent),
        ),
      ),
    noProbe,
  );
}

/** What a recurrence hands on: a state that was changed on its way would be changed again with each token. */
const handedOn = /\.(ssm\.state|gru\.(reset|update|candidate|state)|linear_attn\.pattern)$/;

/**
 * Whether the text must be read whole at each step, not token by token: the change is about single positions, knows as many
 * as there were, or is in a state. What a changed model writes is then what it says when it reads.
 */
export function needsWholeText(intervention: Intervention): boolean {
  const { kind, name, places } = intervention;
  if (kind === 'patch' || kind === 'borrow' || handedOn.test(name)) return true;
  const axes = axesOf(name);
  return places.some(({ axis }) => {
    const of = axes?.[axis];
    return of === undefined || of === 'position' || of === 'key';
  });
}
