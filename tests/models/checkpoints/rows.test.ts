import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type FileSource, memoryFiles, weightsFile } from '../../../src/models/checkpoints/files.ts';
import { writeHuggingFace } from '../../../src/models/checkpoints/huggingface.ts';
import { loadCheckpoint } from '../../../src/models/checkpoints/load.ts';
import { readSafetensors, writeSafetensors } from '../../../src/models/checkpoints/safetensors.ts';
import { readParams, saveCheckpoint } from '../../../src/models/checkpoints/save.ts';
import { init } from '../../../src/models/model.ts';
import { disposeParams } from '../../../src/models/params.ts';
import { memory, startBackend } from '../../../src/models/tf.ts';
import { nodeFolder } from '../../../src/training/node-files.ts';
import { rowIds, smallConfig } from '../small-rows.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const values = join(import.meta.dirname, '../../reference/values');
const folders = readdirSync(values);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

beforeAll(async () => {
  await startBackend('cpu');
});

describe('a checkpoint of ours', () => {
  it.each(rowIds)('holds a %s', async (id) => {
    const before = memory().numTensors;
    const config = smallConfig(id);
    const params = init(config, 3);
    const files = await saveCheckpoint({ id, config, params, tokenizer: null }, 'float32');
    const loaded = await loadCheckpoint(memoryFiles(files));
    expect(loaded.config).toEqual(config);
    expect(await readParams(loaded.params)).toEqual(await readParams(params));
    disposeParams(params);
    disposeParams(loaded.params);
    expect(memory().numTensors).toBe(before);
  });
});

/** The file in which every tensor but the last is, and another with the last. */
async function inShards(folder: FileSource): Promise<Map<string, Uint8Array>> {
  const { tensors } = readSafetensors(await folder.read(weightsFile), { file: weightsFile });
  const names = [...tensors.keys()];
  const shards = { 'model-1.safetensors': names.slice(0, -1), 'model-2.safetensors': names.slice(-1) };
  const files = new Map([['config.json', await folder.read('config.json')]]);
  const map: Record<string, string> = {};
  for (const [file, own] of Object.entries(shards)) {
    for (const name of own) map[name] = file;
    const held = new Map([...tensors].filter(([name]) => own.includes(name)));
    files.set(file, writeSafetensors(held, { file }));
  }
  files.set('model.safetensors.index.json', bytesOf({ metadata: {}, weight_map: map }));
  return files;
}

describe.each(folders)('the Hugging Face folder of %s', (row) => {
  const folder = nodeFolder(join(values, row));

  it('is written again as it was read', async () => {
    const { config, params } = await loadCheckpoint(folder);
    const written = writeHuggingFace(config, await readParams(params));
    const theirs = readSafetensors(await folder.read(weightsFile)).tensors;
    const ours = readSafetensors(written.get(weightsFile) ?? new Uint8Array()).tensors;
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
    for (const [name, tensor] of theirs) expect(ours.get(name), name).toEqual(tensor);
    const again = await loadCheckpoint(memoryFiles(written));
    expect(again.config).toEqual(config);
    disposeParams(params);
    disposeParams(again.params);
  });

  it('is read from shards', async () => {
    const whole = await loadCheckpoint(folder);
    const sharded = await loadCheckpoint(memoryFiles(await inShards(folder)));
    expect(await readParams(sharded.params)).toEqual(await readParams(whole.params));
    disposeParams(whole.params);
    disposeParams(sharded.params);
  });

  it.each(['missing', 'extra', 'turned'])(
    'is refused with a tensor that is %s, by its name',
    async (what) => {
      const before = memory().numTensors;
      const { tensors } = readSafetensors(await folder.read(weightsFile));
      // Not an embedding nor a head, which decide what else is asked for.
      const [name, tensor] =
        [...tensors].find(([key, { shape }]) => /\.(0|1)\./.test(key) && shape.length === 2) ?? [];
      if (name === undefined || tensor === undefined) throw new Error('There is no matrix in a block.');
      const changed = new Map(tensors);
      if (what === 'missing') changed.delete(name);
      if (what === 'extra') changed.set(`${name}.more`, tensor);
      if (what === 'turned') {
        changed.set(name, { ...tensor, shape: [tensor.shape[0] ?? 0, 1, tensor.shape[1] ?? 0] });
      }
      const files = new Map([
        ['config.json', await folder.read('config.json')],
        [weightsFile, writeSafetensors(changed, { file: weightsFile })],
      ]);
      await expect(loadCheckpoint(memoryFiles(files))).rejects.toThrow(
        /^model\.safetensors: tensor .*\.(0|1)\./,
      );
      expect(memory().numTensors).toBe(before);
    },
  );
});

describe('what no part of ours carries out is refused by its name', () => {
  it.each([
    ['llama', { rope_scaling: { type: 'linear', factor: 2 } }, 'rope_scaling'],
    ['llama', { rope_parameters: { rope_type: 'yarn', rope_theta: 1e4 } }, 'rope_type yarn'],
    ['llama', { hidden_act: 'mish' }, 'hidden_act'],
    ['bert', { is_decoder: true }, 'is_decoder'],
    ['bert', { position_embedding_type: 'relative_key' }, 'position_embedding_type relative_key'],
    ['bert', { num_attention_heads: 5 }, '18 columns cannot be cut into 5 heads'],
    ['bart', { normalize_before: true }, 'normalize_before'],
    ['bart', { encoder_ffn_dim: 23 }, 'unlike'],
    ['t5', { num_heads: 'three' }, 'num_heads'],
    ['gpt2', { model_type: 'gpt3' }, 'model_type gpt3 is unknown'],
  ])('%s with %o', async (row, fields, expected) => {
    const folder = nodeFolder(join(values, row));
    const json = JSON.parse(textOf(await folder.read('config.json')));
    const files = new Map([['config.json', bytesOf({ ...json, ...fields })]]);
    await expect(loadCheckpoint(memoryFiles(files))).rejects.toThrow(expected);
  });
});
