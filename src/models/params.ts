/**
 * Parameters are a plain typed tree of tensors: `{ blocks: [{ attn: { query: { weight, bias } } }] }`. A checkpoint
 * is the same tree as a flat map from dotted names (`blocks.0.attn.query.weight`) to tensors. The types of trees are
 * aliases, not interfaces, since only those are known to have no further members.
 */
import type { Tensor } from './tf.ts';

export type ParamTree = Tensor | { readonly [name: string]: ParamTree | undefined } | readonly ParamTree[];

const isTensor = (node: ParamTree): node is Tensor => 'dataId' in node && 'shape' in node;

/** Calls `visit` with the dotted name of every tensor, in the order in which the tree was built. */
function walk(node: ParamTree, name: string, visit: (name: string, tensor: Tensor) => void): void {
  if (isTensor(node)) {
    visit(name, node);
    return;
  }
  for (const [key, child] of Object.entries(node)) {
    if (child !== undefined) walk(child, name === '' ? key : `${name}.${key}`, visit);
  }
}

/** Dotted name -> tensor. */
export function flatten(tree: ParamTree): Map<string, Tensor> {
  const flat = new Map<string, Tensor>();
  walk(tree, '', (name, tensor) => flat.set(name, tensor));
  return flat;
}

/** A tree of the same structure in which every tensor is replaced by what `change` answers for it. */
export function mapParams<P extends ParamTree>(tree: P, change: (tensor: Tensor, name: string) => Tensor): P {
  const copy = (node: ParamTree, name: string): ParamTree => {
    if (isTensor(node)) return change(node, name);
    const renamed = (key: string) => (name === '' ? key : `${name}.${key}`);
    if (Array.isArray(node)) return node.map((child, index) => copy(child, renamed(String(index))));
    const entries = Object.entries(node as { [name: string]: ParamTree | undefined });
    return Object.fromEntries(
      entries.flatMap(([key, child]) => (child === undefined ? [] : [[key, copy(child, renamed(key))]])),
    );
  };
  return copy(tree, '') as P;
}

/** The number of scalars in the tree. */
export function countParams(tree: ParamTree): number {
  let total = 0;
  walk(tree, '', (_name, tensor) => {
    total += tensor.size;
  });
  return total;
}

export function disposeParams(tree: ParamTree): void {
  walk(tree, '', (_name, tensor) => tensor.dispose());
}
