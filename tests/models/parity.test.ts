import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FileSource } from '../../src/models/checkpoints/files.ts';
import { memory, startBackend } from '../../src/models/tf.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { bars, compareWithReference, summarize } from '../reference/compare.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const values = join(import.meta.dirname, '../reference/values');
const rows = readdirSync(values);

/** The folder with one field of `config.json` set to another value. */
function withField(folder: FileSource, name: string, value: unknown): FileSource {
  return {
    async read(file) {
      const bytes = await folder.read(file);
      if (file !== 'config.json') return bytes;
      const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
      return new TextEncoder().encode(JSON.stringify({ ...(json as object), [name]: value }));
    },
  };
}

describe.each(['wasm', 'cpu'] as const)('the reference implementation, on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it.each(rows)('%s: every intermediate, the logits, the loss and the gradients', async (row) => {
    const before = memory().numTensors;
    const differences = await compareWithReference(nodeFolder(join(values, row)));
    expect(memory().numTensors).toBe(before);
    const kinds = new Set(differences.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['gradient', 'intermediate', 'logits', 'loss']);
    expect(summarize(differences, bars[backend])).toMatchObject({ holds: true });
  });
});

describe('a model that is not quite the reference', () => {
  beforeAll(() => startBackend('cpu'));

  it.each([
    ['mistral', 'sliding_window', 5],
    ['mistral', 'rope_parameters', { rope_type: 'default', rope_theta: 501 }],
    ['llama', 'rms_norm_eps', 1e-3],
    ['t5', 'relative_attention_max_distance', 11],
    ['t5', 'scale_decoder_outputs', false],
    ['t5_v1_1', 'feed_forward_proj', 'gated-silu'],
    ['bert', 'hidden_act', 'gelu_new'],
    ['bart', 'scale_embedding', true],
    ['gpt2', 'activation_function', 'gelu'],
    ['mixtral', 'num_experts_per_tok', 1],
    ['mixtral_balance', 'router_aux_loss_coef', 0.25],
    ['switch', 'capacity_factor', 1],
    ['mamba', 'layer_norm_epsilon', 1e-3],
  ])('%s with another %s is told from it', async (row, name, value) => {
    const differences = await compareWithReference(withField(nodeFolder(join(values, row)), name, value));
    expect(summarize(differences, bars.cpu)).toMatchObject({ holds: false });
  });
});
