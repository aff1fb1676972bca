/**
 * The cross-entropy of logits and integer targets, in nats: the weighted mean of -log softmax(logits)[target].
 * Weights of 0 hide a target, as for padding; without weights all count alike.
 */
import { cast, div, logSoftmax, mul, neg, oneHot, reshape, type Scalar, sum, type Tensor } from '../tf.ts';

/** logits: [..., vocabulary], targets: int32 [...] -> [...], the loss of each token. */
export function plainTokenLosses(logits: Tensor, targets: Tensor): Tensor {
  const vocabulary = logits.shape[logits.rank - 1] ?? 1;
  const chosen = oneHot(reshape(targets, [targets.size]), vocabulary); // [tokens, vocabulary]
  const log = reshape(logSoftmax(logits, -1), [-1, vocabulary]); // [tokens, vocabulary]
  return reshape(neg(sum(mul(log, chosen), -1)), targets.shape); // [...]
}

/** logits: [..., vocabulary], targets: int32 [...], weights: [...] -> a scalar. */
export function plainCrossEntropy(logits: Tensor, targets: Tensor, weights?: Tensor): Scalar {
  const losses = plainTokenLosses(logits, targets); // [...]
  if (weights === undefined) return div(sum(losses), losses.size) as Scalar;
  const counted = cast(weights, 'float32'); // [...]
  return div(sum(mul(losses, counted)), sum(counted)) as Scalar;
}

export interface CrossEntropy {
  readonly loss: Scalar;
}

export function crossEntropy(logits: Tensor, targets: Tensor, weights?: Tensor): CrossEntropy {
  return { loss: plainCrossEntropy(logits, targets, weights) };
}

/** The loss of each token, for evaluation; no gradient is promised. */
export function tokenLosses(logits: Tensor, targets: Tensor): Tensor {
  return plainTokenLosses(logits, targets);
}
