/**
 * The cross-entropy of logits and integer targets, in nats: the weighted mean of -log softmax(logits)[target].
 * Weights of 0 hide a target, as for padding; without weights all count alike. Where no target counts it is 0.
 */
import {
  cast,
  div,
  logSoftmax,
  maximum,
  mul,
  neg,
  oneHot,
  reshape,
  type Scalar,
  sum,
  type Tensor,
  tidy,
} from '../tf.ts';
import { at, checkIds, defineKernel, hasHeap, sizeOf } from './wasm/heap.ts';
import { withGradient } from './with-gradient.ts';

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
  return div(sum(mul(losses, counted)), maximum(sum(counted), 1e-6)) as Scalar;
}

/** logits, targets and perhaps weights -> losses [tokens], maxima [tokens], sums [tokens], scales [tokens], mean []. */
const forwardKernel = defineKernel('CrossEntropy', (heap, inputs) => {
  const [logits, targets, weights] = [at(inputs, 0), at(inputs, 1), inputs[2]];
  const vocabulary = logits.shape[logits.shape.length - 1] ?? 1;
  const rows = sizeOf(targets.shape);
  checkIds(heap.integers(targets), vocabulary);
  const [losses, maxima, sums] = [heap.output([rows]), heap.output([rows]), heap.output([rows])];
  const [scales, mean] = [heap.output([rows]), heap.output([])];
  const places = [logits, maxima, sums].map((tensor) => heap.address(tensor));
  heap.call('rowMaximaAndSums', ...places, rows, vocabulary);

  const [lossOf, maximumOf, sumOf, scaleOf] = [losses, maxima, sums, scales].map((tensor) =>
    heap.floats(tensor),
  ) as [...[Float32Array, Float32Array, Float32Array, Float32Array]];
  const [logit, target] = [heap.floats(logits), heap.integers(targets)];
  const weightOf = weights === undefined ? null : heap.floats(weights);
  let total = 0;
  let counted = 0;
  for (let row = 0; row < rows; row++) {
    const chosen = logit[row * vocabulary + (target[row] ?? 0)] ?? 0;
    const loss = Math.log(sumOf[row] ?? 1) + (maximumOf[row] ?? 0) - chosen;
    const weight = weightOf === null ? 1 : (weightOf[row] ?? 0);
    lossOf[row] = loss;
    scaleOf[row] = weight;
    total += loss * weight;
    counted += weight;
  }
  const divisor = Math.max(counted, 1e-6);
  for (let row = 0; row < rows; row++) scaleOf[row] = (scaleOf[row] ?? 0) / divisor;
  heap.floats(mean)[0] = total / divisor;
  return [losses, maxima, sums, scales, mean];
});

/** logits, targets, maxima, sums, scales, the gradient of the mean -> the gradient of the logits. */
const backwardKernel = defineKernel('CrossEntropyGradient', (heap, inputs) => {
  const logits = at(inputs, 0);
  const vocabulary = logits.shape[logits.shape.length - 1] ?? 1;
  const rows = sizeOf(logits.shape.slice(0, -1));
  const dLogits = heap.output(logits.shape);
  const scales = heap.output([rows]);
  const factor = heap.floats(at(inputs, 5))[0] ?? 0;
  const given = heap.floats(at(inputs, 4));
  const scaleOf = heap.floats(scales);
  for (let row = 0; row < rows; row++) scaleOf[row] = (given[row] ?? 0) * factor;
  const places = [logits, at(inputs, 1), at(inputs, 2), at(inputs, 3), scales, dLogits].map((t) =>
    heap.address(t),
  );
  heap.call('crossEntropyGradient', ...places, rows, vocabulary);
  return [dLogits, scales];
});

export interface CrossEntropy {
  readonly loss: Scalar;
}

/** logits: [..., vocabulary], targets: int32 [...], weights: float32 [...]; the gradient flows to the logits alone. */
export function crossEntropy(logits: Tensor, targets: Tensor, weights?: Tensor): CrossEntropy {
  if (!hasHeap()) return { loss: plainCrossEntropy(logits, targets, weights) };
  const counted = weights === undefined ? [] : [cast(weights, 'float32')];
  const loss = withGradient(
    [logits],
    () => {
      const [, maxima, sums, scales, mean] = forwardKernel([logits, targets, ...counted], null);
      if (!(maxima && sums && scales && mean))
        throw new Error('The cross-entropy kernel answered too little.');
      return { value: mean, saved: [logits, targets, maxima, sums, scales] };
    },
    (dMean, saved) => at(backwardKernel([...saved, dMean], null), 0),
  );
  return { loss: loss as Scalar };
}

/** The loss of each token, [...], for evaluation: it has no gradient on WASM. */
export function tokenLosses(logits: Tensor, targets: Tensor): Tensor {
  if (!hasHeap()) return plainTokenLosses(logits, targets);
  return tidy(() => reshape(at(forwardKernel([logits, targets], null), 0), targets.shape));
}
