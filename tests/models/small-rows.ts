/** Every row of the table, small enough to be run hundreds of times in a test, and a text for it to read. */
import { type ArchitectureId, architectures, type Sizes } from '../../src/models/architectures.ts';
import type { ModelConfig } from '../../src/models/config.ts';
import type { ModelInputs } from '../../src/models/model.ts';
import { type Tensor2D, tensor } from '../../src/models/tf.ts';
import { randomStream } from '../../src/random.ts';

export const rowIds = Object.keys(architectures) as ArchitectureId[];

export const smallSizes: Sizes = {
  vocabulary: 11,
  context: 24,
  width: 8,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 4,
  hidden: 12,
  window: 4,
  encoderLayers: 1,
  buckets: 8,
  maximumDistance: 10,
  initializerRange: 0.3,
  experts: 3,
  inner: 12,
  states: 4,
  filterWidth: 8,
  attentionEvery: 2,
};

export const smallConfig = (id: ArchitectureId, changes: Partial<Sizes> = {}): ModelConfig =>
  architectures[id].config({ ...smallSizes, ...changes });

/** [rows, length] of drawn token ids. */
export function drawnTokens(rows: number, length: number, seed: number): Tensor2D {
  const random = randomStream(seed);
  const ids = Array.from({ length: rows * length }, () => random.integer(smallSizes.vocabulary));
  return tensor(ids, [rows, length], 'int32') as Tensor2D;
}

/** The last of two texts is padded at its end, where the model is not causal. */
export function drawnInputs(config: ModelConfig, rows: number, length: number, seed: number): ModelInputs {
  const tokens = drawnTokens(rows, length, seed);
  if (config.stack === 'decoder') return { tokens };
  const read = config.encoder ? length + 1 : length;
  const source = config.encoder ? { source: drawnTokens(rows, read, seed + 1) } : {};
  const padding = Array.from({ length: rows * read }, (_, index) => (index < rows * read - 2 ? 1 : 0));
  return { tokens, ...source, paddingMask: tensor(padding, [rows, read], 'int32') as Tensor2D };
}

/** Attention and dense layers alone; the others have a test file of their own. */
export const denseIds = rowIds.filter((id) =>
  smallConfig(id).layers.every(
    ({ mixer, channelMixer }) => mixer.kind === 'attention' && channelMixer.kind === 'feed-forward',
  ),
);

/** NaN where the lengths differ or a value is not a number, which is less than nothing. */
export function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.NaN;
  let largest = 0;
  for (let index = 0; index < found.length; index++) {
    const difference = Math.abs((found[index] ?? Number.NaN) - (expected[index] ?? Number.NaN));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
