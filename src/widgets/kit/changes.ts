/**
 * What a reader changes in a model: interventions as they stand in a link and in words. In a link, one after the other:
 *
 *     a*blocks.0.attn.z*1.2,s0.5*blocks.1.mlp.post*2.17      head 3 of layer 1 off, neuron 18 of layer 2 halved
 *
 * a: off; s: multiplied; f: set; b: as in the other text. Places are `axis.index`, several joined by `_`.
 */
import { axesOf, placeOf } from '../../models/names.ts';
import type { Intervention } from '../../runtime/client.ts';
import { changesMessages as words } from '../messages/changes.ts';

/** All but whole tensors set by hand, which no link has room for, and shares, which have figures of their own. */
export type Change = Exclude<Intervention, { kind: 'patch' | 'strongest' }>;

export const mostChanges = 32;

const letters = { ablate: 'a', scale: 's', fill: 'f', borrow: 'b' } as const satisfies Record<
  Change['kind'],
  string
>;
const largest = 1e6;

export function writeChanges(changes: readonly Change[]): string {
  return changes.map(writeChange).join(',');
}

function writeChange(change: Change): string {
  const value = change.kind === 'scale' ? change.factor : change.kind === 'fill' ? change.value : '';
  const places = change.places.map(({ axis, index }) => `${axis}.${index}`).join('_');
  return `${letters[change.kind]}${value}*${change.name}${places === '' ? '' : `*${places}`}`;
}

/** null: something is wrong with it. */
export function readChanges(text: string): Change[] | null {
  if (text === '') return [];
  const parts = text.split(',');
  if (parts.length > mostChanges) return null;
  const changes = parts.map(readChange);
  return changes.every((change) => change !== null) ? changes : null;
}

function readChange(text: string): Change | null {
  const [head = '', name = '', placed = '', ...more] = text.split('*');
  const axes = /^[a-z][a-z_]*(\.\w{1,32}){0,7}$/.test(name) ? axesOf(name) : null;
  if (axes === null || more.length > 0) return null;
  const places = placed === '' ? [] : placed.split('_').map(readPlace);
  if (places.length > axes.length || !places.every((place) => place !== null && place.axis < axes.length))
    return null;
  const change = { name, places: places as Change['places'] };
  const letter = head.slice(0, 1);
  const value = head.slice(1);
  if (value === '') {
    if (letter === letters.ablate) return { kind: 'ablate', ...change };
    return letter === letters.borrow ? { kind: 'borrow', ...change } : null;
  }
  if (!/^-?\d{1,7}(\.\d{1,7})?$/.test(value) || Math.abs(Number(value)) > largest) return null;
  if (letter === letters.scale) return { kind: 'scale', ...change, factor: Number(value) };
  return letter === letters.fill ? { kind: 'fill', ...change, value: Number(value) } : null;
}

function readPlace(text: string): { readonly axis: number; readonly index: number } | null {
  const found = /^(\d)\.(\d{1,5})$/.exec(text);
  return found ? { axis: Number(found[1]), index: Number(found[2]) } : null;
}

/** Two changes of one kind at one place are the same; the later one takes the place of the other. */
export const keyOf = (change: Change): string =>
  `${change.kind}*${change.name}*${change.places.map(({ axis, index }) => `${axis}.${index}`).join('_')}`;

/** In words: "layer 1: what the heads answer". */
export function describeTensor(name: string, places: readonly string[] = []): string {
  const { stack, layer } = placeOf(name);
  // Before the first layer, or after the last.
  const atEnd = /^(encoder|decoder)\./.exec(name)?.slice(1) ?? [];
  const expert = /\.experts\.(\d+)\./.exec(name)?.[1];
  const where = [
    ...(layer === null ? atEnd : [words.layer(layer + 1, stack)]),
    ...(expert === undefined ? [] : [words.place('expert', Number(expert) + 1)]),
    ...places,
  ];
  return words.tensorAt(where.join(', '), words.tensor(name));
}

/** In words: "layer 1, head 3: what the heads answer, off". */
export function describeChange(change: Change): string {
  const axes = axesOf(change.name) ?? [];
  const places = change.places.map(({ axis, index }) => words.place(axes[axis] ?? 'dimension', index + 1));
  return words.change(describeTensor(change.name, places), words.done(change));
}
