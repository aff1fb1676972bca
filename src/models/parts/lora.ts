/**
 * Low-rank adaptation: LoRA, Hu et al. 2021, section 4.1, https://arxiv.org/abs/2106.09685. Beside a matrix that stays as it is stands
 * a product of two thin ones, which learns:
 *
 *   y = x W_0 + (alpha / r) x A B
 *
 * | code | symbol                                          |
 * | ---- | ----------------------------------------------- |
 * | down | A, [inputs, r], drawn at random                 |
 * | up   | B, [r, outputs], 0 at first: the model begins as it was |
 * | rank | r                                               |
 *
 * Deviations: alpha is r, so the factor is 1. The paper adapts the maps of attention alone; here those of the feed-forward layer have
 * an adapter too. Our matrices are stored as [inputs, outputs], so A and B change places.
 */
import type { RandomStream } from '../../random.ts';
import type { ParamTree } from '../params.ts';
import { add, matMul, type Tensor2D, zeros } from '../tf.ts';
import { type LinearParams, normalTensor } from './linear.ts';

export type AdapterParams = {
  readonly down: Tensor2D;
  readonly up: Tensor2D;
};

/** The parts whose maps are adapted: attention to the text, and dense feed-forward layers. */
export const adaptedParts: ReadonlySet<string> = new Set(['attn', 'mlp']);

/** The names of the adapters' own parameters. */
export const isAdapter = (name: string): boolean => name.includes('.adapter.');

type Branch = { readonly [name: string]: ParamTree | undefined };

const isMap = (node: ParamTree | undefined): node is LinearParams =>
  node !== undefined && 'weight' in (node as object) && (node as unknown as LinearParams).weight.rank === 2;

/** The blocks of a model with an adapter beside every map of the adapted parts. */
export function withAdapters(blocks: readonly ParamTree[], rank: number, random: RandomStream): ParamTree[] {
  return blocks.map((block) =>
    Object.fromEntries(
      Object.entries(block as Branch).map(([part, own]) => [
        part,
        adaptedParts.has(part) ? adapted(own as Branch, rank, random) : own,
      ]),
    ),
  );
}

const adapted = (part: Branch, rank: number, random: RandomStream): ParamTree =>
  Object.fromEntries(
    Object.entries(part).map(([name, node]) => [name, isMap(node) ? besides(node, rank, random) : node]),
  );

function besides(map: LinearParams, rank: number, random: RandomStream): ParamTree {
  const [inputs, outputs] = map.weight.shape;
  const down = normalTensor<Tensor2D>([inputs, rank], inputs ** -0.5, random); // [inputs, rank]
  return { ...map, adapter: { down, up: zeros([rank, outputs]) as Tensor2D } } as unknown as ParamTree;
}

/** The same map without an adapter: W_0 + A B. What it answers is the same, and costs nothing more. */
export function merged({ adapter, ...map }: LinearParams): LinearParams {
  return adapter === undefined
    ? map
    : { ...map, weight: add(map.weight, matMul(adapter.down, adapter.up)) as Tensor2D };
}
