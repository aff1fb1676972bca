/** A GPT-2 of a few hundred numbers, for the tests of checkpoints. */
import { architectures } from '../../../src/models/architectures.ts';
import type { ModelCard } from '../../../src/models/checkpoints/card.ts';
import type { TrainingCurve } from '../../../src/models/checkpoints/curve.ts';

const words = ['<story>', 'the', 'ball', 'is', 'red', '.', 'mia'];

export const config = architectures.gpt2.config({
  vocabulary: words.length,
  context: 12,
  width: 8,
  layers: 2,
  heads: 2,
  hidden: 20,
  initializerRange: 0.3,
});

export const tokenizer = { kind: 'word', vocabulary: words };

export const card: ModelCard = {
  id: 'small',
  what: 'a model for tests',
  data: [{ name: 'seven words', licence: 'MIT', package: null }],
  command: 'npm run train -- small',
  seed: 1,
  steps: 2,
  tokens: 24,
  wallSeconds: 0.5,
  machine: { processors: 2, model: 'a processor', backend: 'cpu' },
  parameters: 1,
  storage: 'float32',
  loss: 1.5,
  floor: 1,
  gap: 0.5,
  bars: [{ what: 'gap', unit: 'nats a token', atMost: 0.6, atLeast: null, measured: 0.5 }],
  deviations: [],
  date: '2026-01-31',
};

export const curve: TrainingCurve = {
  steps: [1, 2],
  loss: [2, 1.5],
  floor: [1, 1],
  gradientNorm: [1, 0.5],
  heldOut: [{ step: 2, loss: 1.6, floor: 1 }],
  saved: [2],
};
