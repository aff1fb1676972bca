/**
 * Where a reader can lay hands on a model, whatever its architecture: tensors by name, each as a map of words and units (a head,
 * a neuron, an expert, a channel), and the change that a choice in the map stands for. What a model has of them, and how large
 * they are, is seen in its own run: no table of architectures is needed.
 */
import { type Axis, axesOf } from '../../models/names.ts';
import type { NamedTensors, TensorData } from '../../runtime/client.ts';
import type { Change } from './changes.ts';

/** Heads, neurons, experts, states, norms, and what each part writes into the residual stream, as a layer goes through them. */
const inLayer = [
  'ln1.normalized',
  'attn.z',
  'linear_attn.z',
  'latent_attn.z',
  'ssm.state',
  'gru.state',
  'hyena.y',
  'attn_out',
  'linear_attn_out',
  'latent_attn_out',
  'ssm_out',
  'gru_out',
  'hyena_out',
  'ln_cross.normalized',
  'cross_attn.z',
  'cross_attn_out',
  'ln2.normalized',
  'moe.router_probs',
  'moe.experts.*.post',
  'moe_out',
  'mlp.post',
  'mlp_out',
  'resid_post',
];
const atEnds = ['embed', 'pos_embed', 'ln_final.normalized'];

/** What a run is asked for, so that it tells which of these its model has. */
export const operableProbes: readonly string[] = [
  ...['blocks', 'encoder', 'decoder'].flatMap((stack) => inLayer.map((part) => `${stack}.*.${part}`)),
  ...['', 'encoder.', 'decoder.'].flatMap((stack) => atEnds.map((part) => `${stack}${part}`)),
];

/** Which axis has the words and which the units; null for a tensor that is no map of them. */
function mapAxes(axes: readonly Axis[] | null): { readonly word: number; readonly unit: number } | null {
  const word = axes?.indexOf('position') ?? -1;
  const unit = axes?.findIndex((axis) => axis !== 'text' && axis !== 'position') ?? -1;
  return word < 0 || unit < 0 ? null : { word, unit };
}

/** In the order of the forward pass. */
export const operableNames = (tensors: NamedTensors): string[] =>
  Object.entries(tensors).flatMap(([name, { shape }]) =>
    name !== 'logits' && mapAxes(axesOf(name, shape.length)) ? [name] : [],
  );

export interface UnitMap {
  /** Words. */
  readonly rows: number;
  /** Units. */
  readonly columns: number;
  /** What a unit is. */
  readonly unit: Axis;
  /** A unit is a single number; else its value here is the length of its vector. */
  readonly single: boolean;
  readonly values: Float32Array; // [row, column]
}

/** Of the first text. */
export function unitMap(name: string, { shape, data }: TensorData): UnitMap | null {
  const axes = axesOf(name, shape.length);
  const at = mapAxes(axes);
  const unit = axes?.[at?.unit ?? 0];
  if (!at || !unit) return null;
  const [rows, columns] = [shape[at.word] ?? 0, shape[at.unit] ?? 0];
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((all, size) => all * size, 1));
  const [perWord, perUnit] = [strides[at.word] ?? 1, strides[at.unit] ?? 1];
  const inside = shape.flatMap((size, axis) =>
    axis === at.word || axis === at.unit || axes[axis] === 'text'
      ? []
      : [{ size, stride: strides[axis] ?? 1 }],
  )[0];
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const from = row * perWord + column * perUnit;
      let square = 0;
      for (let step = 0; inside && step < inside.size; step++)
        square += (data[from + step * inside.stride] ?? 0) ** 2;
      values[row * columns + column] = inside ? Math.sqrt(square) : (data[from] ?? 0);
    }
  return { rows, columns, unit, single: !inside, values };
}

/** One unit at every word, one unit at one word, all units at one word, or all of the tensor. */
export const scopes = ['unit', 'place', 'word', 'all'] as const;
export type Scope = (typeof scopes)[number];
export const hows = ['ablate', 'scale', 'fill', 'borrow'] as const satisfies readonly Change['kind'][];
export type How = (typeof hows)[number];

interface Choice {
  readonly name: string;
  readonly scope: Scope;
  readonly row: number;
  readonly column: number;
  readonly how: How;
  /** The factor, or what it is set to. */
  readonly value: number;
}

export function changeOf({ name, scope, row, column, how, value }: Choice, rank: number): Change {
  const at = mapAxes(axesOf(name, rank));
  const all = at
    ? [
        ...(scope === 'unit' || scope === 'place' ? [{ axis: at.unit, index: column }] : []),
        ...(scope === 'word' || scope === 'place' ? [{ axis: at.word, index: row }] : []),
      ]
    : [];
  const places = all.sort((a, b) => a.axis - b.axis);
  if (how === 'scale') return { kind: how, name, places, factor: value };
  if (how === 'fill') return { kind: how, name, places, value };
  return { kind: how, name, places };
}

/** A link may ask for what this model, or this text, does not have. */
export function fits({ name, places }: Pick<Change, 'name' | 'places'>, tensors: NamedTensors): boolean {
  const shape = tensors[name]?.shape;
  return shape !== undefined && places.every(({ axis, index }) => index < (shape[axis] ?? 0));
}
