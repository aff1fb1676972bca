import { beforeAll, describe, expect, it } from 'vitest';
import { openTokenizer } from '../../../src/data/tokenizers/open.ts';
import { memoryFiles, weightsFile } from '../../../src/models/checkpoints/files.ts';
import { writeHuggingFace } from '../../../src/models/checkpoints/huggingface.ts';
import type { FloatTensor } from '../../../src/models/checkpoints/int8.ts';
import { loadCheckpoint } from '../../../src/models/checkpoints/load.ts';
import {
  readSafetensors,
  type StoredTensor,
  writeSafetensors,
} from '../../../src/models/checkpoints/safetensors.ts';
import { readParams } from '../../../src/models/checkpoints/save.ts';
import type { ModelConfig } from '../../../src/models/config.ts';
import { init } from '../../../src/models/model.ts';
import { disposeParams, type ParamTree } from '../../../src/models/params.ts';
import { memory, startBackend } from '../../../src/models/tf.ts';
import { config } from './small-model.ts';

async function floatsOf(model: ModelConfig): Promise<Map<string, FloatTensor>> {
  const params = init(model, 3) as unknown as ParamTree;
  try {
    return await readParams(params);
  } finally {
    disposeParams(params);
  }
}

const fileOf = (files: ReadonlyMap<string, Uint8Array>, name: string) => files.get(name) ?? new Uint8Array();
const jsonOf = (files: ReadonlyMap<string, Uint8Array>): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(fileOf(files, 'config.json')));
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Opens a folder, checks that it holds this model, and leaves no tensor behind. */
async function expectModel(files: ReadonlyMap<string, Uint8Array>, model: ModelConfig): Promise<void> {
  const before = memory().numTensors;
  const loaded = await loadCheckpoint(memoryFiles(files));
  const params = loaded.params as unknown as ParamTree;
  expect(loaded.config).toEqual(model);
  expect(await readParams(params)).toEqual(await floatsOf(model));
  disposeParams(params);
  expect(memory().numTensors).toBe(before);
}

async function refusal(files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const before = memory().numTensors;
  const message = await loadCheckpoint(memoryFiles(files)).then(
    () => 'The folder was opened.',
    (error: Error) => `${error.name} ${error.message}`,
  );
  expect(memory().numTensors).toBe(before);
  return message;
}

beforeAll(async () => {
  await startBackend('cpu');
});

describe('a GPT-2 in a Hugging Face folder', () => {
  it.each([
    ['tied', config],
    ['with a head of its own', { ...config, tiedHead: false }],
    ['with another epsilon', { ...config, norm: { ...config.norm, epsilon: 1e-3 } }],
  ])('comes back as it was written: %s', async (_what, model: ModelConfig) => {
    await expectModel(writeHuggingFace(model, await floatsOf(model)), model);
  });

  it('has query, key and value side by side, each [inputs, outputs]', async () => {
    const floats = await floatsOf(config);
    const { tensors, metadata } = readSafetensors(fileOf(writeHuggingFace(config, floats), weightsFile));
    const joined = tensors.get('transformer.h.1.attn.c_attn.weight');
    expect(joined?.shape).toEqual([8, 24]);
    const key = floats.get('blocks.1.attn.key.weight');
    // Input 3, output 5 of the key.
    expect(joined?.data[3 * 24 + 8 + 5]).toBe(key?.data[3 * 8 + 5]);
    expect(metadata.get('format')).toBe('pt');
    expect([...tensors.keys()].filter((name) => !name.startsWith('transformer.'))).toEqual([]);
  });

  it('is read without the prefix, with its buffers, and from shards', async () => {
    const files = writeHuggingFace(config, await floatsOf(config));
    const { tensors } = readSafetensors(fileOf(files, weightsFile));
    const bare = new Map([...tensors].map(([name, tensor]) => [name.replace('transformer.', ''), tensor]));
    const mask: StoredTensor = { type: 'U8', shape: [1, 1, 2, 2], data: Uint8Array.of(1, 0, 1, 1) };
    bare.set('h.0.attn.bias', mask);
    await expectModel(new Map([...files, [weightsFile, writeSafetensors(bare)]]), config);

    const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
    const places = [...tensors.keys()].map(
      (name, index) => [name, index % 2 === 0 ? first : second] as const,
    );
    const shard = (file: string) =>
      writeSafetensors(new Map([...tensors].filter(([name]) => new Map(places).get(name) === file)));
    const sharded = new Map([
      ['config.json', fileOf(files, 'config.json')],
      ['model.safetensors.index.json', bytes({ weight_map: Object.fromEntries(places) })],
      [first, shard(first)],
      [second, shard(second)],
    ]);
    await expectModel(sharded, config);
    sharded.set(second, shard(second).slice(0, -8));
    expect(await refusal(sharded)).toMatch(new RegExp(`^CheckpointError ${second}: tensor .* ends at byte`));
    sharded.delete(second);
    expect(await refusal(sharded)).toBe(`CheckpointError ${second}: the file is missing.`);
  });

  it('brings its tokenizer along', async () => {
    const vocab = { '[UNK]': 0, the: 1, cat: 2, '##s': 3, '.': 4 };
    const model = { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', vocab };
    const json = {
      model,
      added_tokens: [],
      normalizer: { type: 'Lowercase' },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: null,
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    };
    const files = writeHuggingFace(config, await floatsOf(config));
    const loaded = await loadCheckpoint(memoryFiles(new Map([...files, ['tokenizer.json', bytes(json)]])));
    const tokenizer = await openTokenizer(loaded.tokenizer);
    expect(tokenizer?.encode('The cats.').map(({ id, start, end }) => [id, start, end])).toEqual([
      [1, 0, 3],
      [2, 4, 7],
      [3, 7, 8],
      [4, 8, 9],
    ]);
    disposeParams(loaded.params as unknown as ParamTree);
  });

  it('that is not whole or not of a known kind is refused by name', async () => {
    const files = writeHuggingFace(config, await floatsOf(config));
    const withConfig = (changes: object) =>
      new Map([...files, ['config.json', bytes({ ...jsonOf(files), ...changes })]]);
    const withTensors = (change: (tensors: Map<string, StoredTensor>) => void) => {
      const { tensors } = readSafetensors(fileOf(files, weightsFile));
      change(tensors);
      return new Map([...files, [weightsFile, writeSafetensors(tensors)]]);
    };
    const one: StoredTensor = { type: 'F32', shape: [1], data: Float32Array.of(1) };
    const withTokenizer = (json: object) => new Map([...files, ['tokenizer.json', bytes(json)]]);
    const cases: [Map<string, Uint8Array>, RegExp][] = [
      [withConfig({ model_type: 'toString' }), /model_type toString is unknown; known are gpt2/],
      [withConfig({ activation_function: 'sine' }), /config\.json: activation_function: /],
      [
        withConfig({ scale_attn_by_inverse_layer_idx: true }),
        /scale_attn_by_inverse_layer_idx is not supported/,
      ],
      [withConfig({ n_head: 3 }), /8 columns cannot be cut into 3 heads/],
      [withConfig({ n_layer: 3 }), /tensor h\.2\.attn\.c_attn\.weight is missing/],
      [
        withConfig({ n_embd: 4 }),
        /tensor embed\.tokens has the shape \[7, 8\], where the config asks for \[7, 4\]/,
      ],
      [withTensors((all) => all.delete('transformer.wpe.weight')), /tensor wpe\.weight is missing/],
      [withTensors((all) => all.set('score.weight', one)), /tensor score\.weight has no place/],
      [
        withTensors((all) =>
          all.set('transformer.ln_f.weight', { type: 'I32', shape: [8], data: new Int32Array(8) }),
        ),
        /^CheckpointError model\.safetensors: tensor ln_f\.weight is of type I32/,
      ],
      [
        withTensors((all) => all.set('transformer.ln_f.weight', one)),
        /^CheckpointError model\.safetensors: tensor ln_final\.gain has the shape \[1\]/,
      ],
      [
        withTokenizer({ model: 7, added_tokens: [{ id: 7 }] }),
        /^CheckpointError tokenizer\.json: the tokenizer has 8 pieces, the model only 7\./,
      ],
      [
        withTokenizer({ model: { type: 'BPE', vocab: { a: 0, b: 9 } } }),
        /^CheckpointError tokenizer\.json: the tokenizer has 10 pieces/,
      ],
      [
        withTokenizer({ model: { type: 'Unigram', vocab: Array.from({ length: 12 }, () => ['a', 0]) } }),
        /^CheckpointError tokenizer\.json: the tokenizer has 12 pieces/,
      ],
      [
        new Map([...files, ['tokenizer.json', new TextEncoder().encode('{"model"')]]),
        /^CheckpointError tokenizer\.json: the file is not JSON/,
      ],
      [
        withTensors((all) => all.set('transformer.h.0.attn.c_attn.bias', one)),
        /c_attn\.bias is 1 wide, which is not 3/,
      ],
    ];
    for (const [folder, sentence] of cases) expect(await refusal(folder)).toMatch(sentence);
  });

  it('is not made from a model that is none', async () => {
    const rotary: ModelConfig = { ...config, position: { kind: 'rotary', base: 10000 } };
    const floats = await floatsOf(rotary);
    expect(() => writeHuggingFace(rotary, floats)).toThrow(/none of Hugging Face's gpt2/);
  });
});
