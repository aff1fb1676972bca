/**
 * From logits to the next token, in plain arithmetic: no tensors, so that a figure can move its bars without asking
 * the model again.
 *
 * top-k: Hierarchical Neural Story Generation, Fan et al. 2018, https://arxiv.org/abs/1805.04833
 * top-p: The Curious Case of Neural Text Degeneration, Holtzman et al. 2019, https://arxiv.org/abs/1904.09751
 */

export interface SamplingOptions {
  /** 0: always the most likely token. */
  readonly temperature: number;
  /** Only the k most likely tokens; null: all. */
  readonly topK: number | null;
  /** Only the fewest tokens whose probabilities add up to at least p; null: all. */
  readonly topP: number | null;
}

export const plainSampling: SamplingOptions = { temperature: 1, topK: null, topP: null };

/** exp(logit / temperature), normalized. At temperature 0 the most likely token has it all. */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  const probabilities = new Float64Array(logits.length);
  let largest = Number.NEGATIVE_INFINITY;
  let best = 0;
  for (let index = 0; index < logits.length; index++) {
    const logit = logits[index] ?? Number.NEGATIVE_INFINITY;
    if (logit > largest) {
      largest = logit;
      best = index;
    }
  }
  if (temperature === 0) {
    probabilities[best] = 1;
    return probabilities;
  }
  let total = 0;
  for (let index = 0; index < logits.length; index++) {
    const weight = Math.exp(((logits[index] ?? Number.NEGATIVE_INFINITY) - largest) / temperature);
    probabilities[index] = weight;
    total += weight;
  }
  for (let index = 0; index < probabilities.length; index++) {
    probabilities[index] = (probabilities[index] ?? 0) / total;
  }
  return probabilities;
}

/** log of the softmax, which does not underflow. */
export function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  const largest = values.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const total = Math.log(values.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  return values.map((logit) => logit - largest - total);
}

export interface Candidate {
  readonly id: number;
  /** By the model at this temperature, before anything is cut. */
  readonly probability: number;
  /** With which it is sampled: 0 if top-k or top-p cut it. */
  readonly sampled: number;
}

/** All tokens, the most likely first (ties by id), with the probability by which each would be sampled. */
export function candidates(logits: ArrayLike<number>, options: SamplingOptions): Candidate[] {
  const probabilities = softmax(logits, options.temperature);
  const order = likeliestFirst(probabilities);
  const ranked = Float64Array.from(order, (id) => probabilities[id] ?? 0);
  const kept = Math.min(withinTopK(ranked.length, options.topK), withinTopP(ranked, options.topP));
  let total = 0;
  for (let rank = 0; rank < kept; rank++) total += ranked[rank] ?? 0;
  return Array.from(order, (id, rank) => {
    const probability = ranked[rank] ?? 0;
    return { id, probability, sampled: rank < kept ? probability / total : 0 };
  });
}

/** The ids by falling probability. Numbers alone are sorted, which is many times faster than by a comparison of ids. */
function likeliestFirst(probabilities: Float64Array): Int32Array {
  const rising = probabilities.slice().sort();
  // Where the next id of each probability goes.
  const place = new Map<number, number>();
  rising.forEach((probability, index) => {
    place.set(probability, rising.length - 1 - index);
  });
  const order = new Int32Array(rising.length);
  probabilities.forEach((probability, id) => {
    const rank = place.get(probability) ?? 0;
    order[rank] = id;
    place.set(probability, rank + 1);
  });
  return order;
}

function withinTopK(tokens: number, topK: number | null): number {
  return topK === null ? tokens : Math.max(1, Math.min(tokens, Math.floor(topK)));
}

function withinTopP(ranked: Float64Array, topP: number | null): number {
  if (topP === null) return ranked.length;
  let sum = 0;
  for (const [rank, probability] of ranked.entries()) {
    sum += probability;
    if (sum >= topP) return rank + 1;
  }
  return ranked.length;
}

/** The token at `draw`, a number in [0, 1), of the cumulated probabilities. */
export function pick(tokens: readonly Candidate[], draw: number): number {
  let sum = 0;
  let last: number | null = null;
  for (const { id, sampled } of tokens) {
    if (sampled === 0) continue;
    sum += sampled;
    last = id;
    if (draw < sum) return id;
  }
  if (last === null) throw new RangeError('There is no token to sample from.');
  return last; // The probabilities may add up to a hair under 1.
}
