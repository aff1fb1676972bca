/** Two layers on key-value recall with attention of every cheaper kind: the same width, data and number of steps. */
import {
  keyValueDataset,
  keyValueLength,
  keyValueSource,
  keyValueWords,
} from '../../data/tasks/key-value-recall.ts';
import { architectures } from '../../models/architectures.ts';
import { withChoices } from '../../models/choices.ts';
import type { ModelConfig } from '../../models/config.ts';
import { taskRecipe, taskSizes } from '../recipes/tasks.ts';

const kinds = { keys: 16, values: 16 };
export const cheapWords = keyValueWords(kinds);
/** Pairs of a key and a value in each text, and then as many questions. */
const pairs = 6;
const context = keyValueLength(pairs);
const sizes = { ...taskSizes, width: 48, vocabulary: cheapWords.length, context };
const full = architectures.gpt2.config(sizes);

/** By name. */
export const cheapAttention: ReadonlyMap<string, ModelConfig> = new Map([
  ['full', full],
  ['linear', architectures['linear-attention'].config(sizes)],
  ['latent', architectures['latent-attention'].config({ ...sizes, latent: 12 })],
  ['local', withChoices(full, { window: 6 })],
  ['strided', withChoices(full, { sparse: { kind: 'strided', stride: 4 } })],
  ['global', withChoices(full, { sparse: { kind: 'global', window: 5, globals: 1 } })],
  ['blocks', withChoices(full, { sparse: { kind: 'blocks', size: 4 } })],
]);

const steps = 2_000;
const dataset = keyValueDataset({ ...kinds, pairs: [pairs] });
const shared = taskRecipe({ dataset, words: cheapWords, source: keyValueSource });

export const cheapRecipe = (config: ModelConfig) => ({ ...shared, config, steps, length: context });

/** Texts that no training saw. */
export const cheapHeldOut = () => dataset.heldOut(8, 32, context);
