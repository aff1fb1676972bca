/** What each neuron of a layer gives on every word of some stories, and what is most telling of one neuron. */

import type { Tokenizer } from '../../data/tokenizers/index.ts';
import { type Split, stories } from '../../data/toytown/index.ts';
import { type Options, runtime } from '../../runtime/client.ts';
import type { ShippedModel } from './models.ts';

export const storiesScanned = 40;
const split: Split = 'test';

export interface NeuronScan {
  readonly layer: number;
  readonly hidden: number;
  /** One after the other, each with its mark. */
  readonly words: readonly string[];
  /** By word: where its story begins. */
  readonly starts: readonly number[];
  /** [word, neuron] */
  readonly values: Float32Array;
}

/** Reads the stories, one run each. Layers count from 0. */
export async function scanLayer(
  model: ShippedModel,
  tokenizer: Tokenizer,
  layer: number,
  options: Options,
): Promise<NeuronScan> {
  const name = `blocks.${layer}.mlp.post`;
  const words: string[] = [];
  const starts: number[] = [];
  const parts: Float32Array[] = [];
  let hidden = 0;
  for (const story of stories(split, storiesScanned)) {
    const tokens = story.tokens.map((word) => tokenizer.vocabulary.indexOf(word));
    const { tensors } = await runtime().run({ model: model.id, tokens, capture: [name] }, options);
    const post = tensors[name]; // [1, seq, hidden]
    if (!post) throw new Error(`The model answered without ${name}.`);
    hidden = post.shape.at(-1) ?? 0;
    starts.push(...story.tokens.map(() => words.length));
    words.push(...story.tokens);
    parts.push(post.data);
  }
  const values = new Float32Array(words.length * hidden);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { layer, hidden, words, starts, values };
}

export interface NeuronContext {
  readonly index: number;
  readonly value: number;
}

export interface NeuronProfile {
  /** The most that it gives anywhere. */
  readonly most: number;
  /** The places at which it gives the most, at most one a story. */
  readonly top: readonly NeuronContext[];
  /** The words on which it gives the most, by the mean. */
  readonly byWord: readonly { readonly word: string; readonly mean: number }[];
  /** Of the words, on how many it gives more than a tenth of its most. */
  readonly awake: number;
}

const awakeShare = 0.1;

export function profileOf(scan: NeuronScan, neuron: number, places: number, kinds: number): NeuronProfile {
  const { hidden, words, starts, values } = scan;
  const given = Array.from(words, (_, index) => values[index * hidden + neuron] ?? 0);
  const most = Math.max(...given);
  const ranked = given.map((value, index) => ({ index, value })).sort((a, b) => b.value - a.value);
  const used = new Set<number>();
  const top = ranked.filter(({ index }) => {
    const start = starts[index] ?? 0;
    if (used.has(start) || used.size >= places) return false;
    used.add(start);
    return true;
  });
  const sums = new Map<string, { sum: number; count: number }>();
  given.forEach((value, index) => {
    const word = words[index] ?? '';
    const { sum, count } = sums.get(word) ?? { sum: 0, count: 0 };
    sums.set(word, { sum: sum + value, count: count + 1 });
  });
  const byWord = [...sums]
    .map(([word, { sum, count }]) => ({ word, mean: sum / count }))
    .sort((a, b) => b.mean - a.mean)
    .slice(0, kinds);
  return {
    most,
    top,
    byWord,
    awake: given.filter((value) => value > awakeShare * most).length / Math.max(1, given.length),
  };
}

/** The neurons that give the largest share of all they give on one word; the choosiest first. */
export function choosiest(scan: NeuronScan, count: number): readonly number[] {
  const { hidden, words, values } = scan;
  const kinds = [...new Set(words)];
  const kindOf = new Map(kinds.map((word, kind) => [word, kind]));
  const sums = new Float64Array(kinds.length * hidden); // [kind of word, neuron]
  words.forEach((word, index) => {
    const row = (kindOf.get(word) ?? 0) * hidden;
    for (let neuron = 0; neuron < hidden; neuron++) {
      const value = values[index * hidden + neuron] ?? 0;
      if (value > 0) sums[row + neuron] = (sums[row + neuron] ?? 0) + value;
    }
  });
  const shares = Array.from({ length: hidden }, (_, neuron) => {
    let [largest, all] = [0, 0];
    for (let kind = 0; kind < kinds.length; kind++) {
      const sum = sums[kind * hidden + neuron] ?? 0;
      largest = Math.max(largest, sum);
      all += sum;
    }
    return { neuron, share: all > 0 ? largest / all : 0 };
  });
  return shares
    .sort((a, b) => b.share - a.share)
    .slice(0, count)
    .map(({ neuron }) => neuron);
}
