/**
 * The logit lens (nostalgebraist 2020): the last norm and the unembedding, applied to the residual stream as it stands after each
 * part. That is the same as a model in which all later parts write nothing, which is how it is asked for here.
 */
import { softmax } from '../../models/sampling.ts';
import { type Intervention, type Options, runtime } from '../../runtime/client.ts';
import type { FigureModel } from './figure-model.ts';
import type { ShippedModel } from './models.ts';
import { partsOf, type Written } from './writers.ts';

/** A place in the stream: after `parts` of the parts, which are mixer and channels of layer 1, of layer 2 ... */
export interface Stage {
  readonly parts: number;
}

/** The embedding, and after each layer; with `halves` after each part of it. */
export function stagesOf(model: Written, halves: boolean): Stage[] {
  const parts = partsOf(model);
  const ends = parts.map(({ layer }, at) => parts[at + 1]?.layer !== layer);
  const all = [0, ...parts.map((_, at) => at + 1)];
  return all.filter((count) => halves || count === 0 || ends[count - 1]).map((count) => ({ parts: count }));
}

const silenced = (names: readonly string[]): Intervention[] =>
  names.map((name) => ({ kind: 'ablate', name, places: [] }));

export interface Lens {
  readonly tokens: readonly number[];
  readonly vocabulary: number;
  /** Probabilities of the next token. // [stage] -> [position, vocabulary] */
  readonly probabilities: readonly Float32Array[];
}

export async function lensOf(
  model: ShippedModel & Partial<Pick<FigureModel, 'choice' | 'config'>>,
  tokens: readonly number[],
  stages: readonly Stage[],
  options: Options,
): Promise<Lens> {
  const names = partsOf(model).map(({ probe }) => probe);
  const probabilities: Float32Array[] = [];
  let vocabulary = 0;
  for (const { parts } of stages) {
    const interventions = silenced(names.slice(parts));
    const { tensors } = await runtime().run(
      { model: model.choice ?? model.id, tokens, capture: ['logits'], interventions },
      options,
    );
    const { logits } = tensors; // [1, seq, vocabulary]
    if (!logits) throw new Error('The model answered without logits.');
    vocabulary = logits.shape.at(-1) ?? 0;
    const rows = new Float32Array(logits.data.length);
    for (let at = 0; at < rows.length; at += vocabulary)
      rows.set(softmax(logits.data.subarray(at, at + vocabulary)), at);
    probabilities.push(rows);
  }
  return { tokens, vocabulary, probabilities };
}

export interface Top {
  readonly id: number;
  readonly probability: number;
}

/** The likeliest tokens of a cell, the likeliest first. */
export function topOf(lens: Lens, stage: number, position: number, count: number): Top[] {
  const { vocabulary, probabilities } = lens;
  const row = probabilities[stage]?.subarray(position * vocabulary, (position + 1) * vocabulary) ?? [];
  return Array.from(row, (probability, id) => ({ id, probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count);
}

/** The first stage from which on the last one's word leads. */
export function leadsSince(lens: Lens, position: number): number {
  const last = lens.probabilities.length - 1;
  const final = topOf(lens, last, position, 1)[0]?.id;
  let since = last;
  while (since > 0 && topOf(lens, since - 1, position, 1)[0]?.id === final) since -= 1;
  return since;
}
