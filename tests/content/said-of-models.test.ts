import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Tokenizer, tokenizerFromJSON } from '../../src/data/tokenizers/index.ts';
import { type Checkpoint, loadCheckpoint } from '../../src/models/checkpoints/load.ts';
import { forward } from '../../src/models/model.ts';
import { capture } from '../../src/models/probe.ts';
import { softmax } from '../../src/models/sampling.ts';
import { startBackend, type Tensor2D, tensor, tidy } from '../../src/models/tf.ts';
import { nodeFolder } from '../../src/training/node-files.ts';

/** What the chapters say of the shipped model in words must be so of the file that ships. */

const folder = join(import.meta.dirname, '../../public/checkpoints/gpt2-toytown');
let model: Checkpoint;
let tokenizer: Tokenizer;

beforeAll(async () => {
  await startBackend('wasm');
  model = await loadCheckpoint(nodeFolder(folder));
  tokenizer = tokenizerFromJSON(model.tokenizer);
});

async function read(text: string, name: string): Promise<{ words: string[]; data: ArrayLike<number> }> {
  const words = [tokenizer.begin ?? '', ...text.split(' ')];
  const ids = words.map((word) => tokenizer.vocabulary.indexOf(word));
  const { probe, tensors } = capture((other) => other === name);
  tidy(() => {
    forward(
      model.params,
      model.config,
      { tokens: tensor(ids, [1, ids.length], 'int32') as Tensor2D },
      { probe },
    );
  });
  const data = await tensors.get(name)?.data();
  if (data === undefined) throw new Error(`There is no ${name}.`);
  return { words, data };
}

async function nextWords(text: string): Promise<(word: string) => number> {
  const { data } = await read(text, 'logits');
  const probabilities = softmax(Array.from(data).slice(-tokenizer.vocabulary.length));
  return (word) => probabilities[tokenizer.vocabulary.indexOf(word)] ?? 0;
}

test('introduction: where there is one thing to want, it is sure', async () => {
  const one = await nextWords('mia has a red ball . tom wants the');
  expect(one('red')).toBeGreaterThan(0.9);
});

test('self-attention: it says to whom the thing is given', async () => {
  const next = await nextWords(
    'rosa has a pink boat . leo has nothing . leo wants the pink boat . rosa gives it to',
  );
  expect(next('him')).toBeGreaterThan(0.9);
});

test('the exercises: it says who is given the train', async () => {
  const next = await nextWords('leo has a red train . rosa has nothing . leo gives the red train to');
  expect(next('rosa')).toBeGreaterThan(0.5);
});
