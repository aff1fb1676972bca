/**
 * Early exit: a token whose next word is already clear leaves before the last layer. Confident Adaptive Language Modeling, Schuster
 * et al. 2022, section 3.5, https://arxiv.org/abs/2207.07061: the confidence is the distance of the two likeliest words.
 */
export interface Exit {
  /** How many layers ran. */
  readonly layers: number;
  readonly confidence: number;
}

/** The gap between the likeliest word and the next. */
export function confidenceOf(probabilities: ArrayLike<number>): number {
  let [first, second] = [0, 0];
  for (let id = 0; id < probabilities.length; id++) {
    const own = probabilities[id] ?? 0;
    if (own > first) [first, second] = [own, first];
    else if (own > second) second = own;
  }
  return first - second;
}

/** After the first layer, from 1, that is sure enough; the last one always is. `confidences`: after layer 1, 2, ... */
export function exitOf(confidences: readonly number[], threshold: number): Exit {
  const found = confidences.findIndex((own, index) => own >= threshold || index === confidences.length - 1);
  const at = Math.max(0, found);
  return { layers: at + 1, confidence: confidences[at] ?? 0 };
}
