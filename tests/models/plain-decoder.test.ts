import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readParams } from '../../src/models/checkpoints/save.ts';
import type { LayerConfig, ModelConfig } from '../../src/models/config.ts';
import { forward, init } from '../../src/models/model.ts';
import { disposeParams } from '../../src/models/params.ts';
import { startBackend, type Tensor2D, tensor, tidy } from '../../src/models/tf.ts';
import { plainDecoder } from './plain-decoder.ts';
import { largestDifference, smallConfig } from './small-rows.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const ids = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 10, 0, 7];
const gpt2 = smallConfig('gpt2');

const withMixer = (config: ModelConfig, changes: Partial<LayerConfig['mixer']>): ModelConfig => ({
  ...config,
  layers: config.layers.map((layer) => ({
    ...layer,
    mixer: { ...layer.mixer, ...changes } as LayerConfig['mixer'],
  })),
});
const withChannels = (config: ModelConfig, changes: Partial<LayerConfig['channelMixer']>): ModelConfig => ({
  ...config,
  layers: config.layers.map((layer) => ({
    ...layer,
    channelMixer: { ...layer.channelMixer, ...changes } as LayerConfig['channelMixer'],
  })),
});

const cases: [string, ModelConfig][] = [
  ['GPT-2', gpt2],
  ['LLaMA', smallConfig('llama')],
  ['Mistral', smallConfig('mistral')],
  ['PaLM: one norm for two sub-layers, one key-value head', smallConfig('palm', { keyValueHeads: 1 })],
  ['no positions', { ...gpt2, position: { kind: 'none' } }],
  ['sinusoids', { ...gpt2, position: { kind: 'sinusoidal' } }],
  ['ALiBi', { ...gpt2, position: { kind: 'alibi' } }],
  ['causal buckets', { ...gpt2, position: { kind: 'buckets', buckets: 8, maximumDistance: 11 } }],
  ['norms after the sums', { ...gpt2, norm: { ...gpt2.norm, place: 'post' }, finalNorm: false }],
  ['no norms', { ...gpt2, norm: { ...gpt2.norm, place: 'none' } }],
  ['no residuals', { ...gpt2, residual: false }],
  [
    'norms after the sub-layers, no residuals',
    { ...gpt2, residual: false, norm: { ...gpt2.norm, place: 'post' }, finalNorm: false },
  ],
  ['a window of one', withMixer(gpt2, { window: 1 })],
  ['scores that are not scaled', withMixer(gpt2, { scaled: false })],
  ...(['relu', 'gelu', 'gelu-tanh', 'silu', 'identity'] as const).map((activation): [string, ModelConfig] => [
    `gated ${activation}`,
    withChannels(gpt2, { activation, gated: true }),
  ]),
];

describe.each(['cpu', 'wasm'] as const)('plain loops and tensors agree, on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it.each(cases)('%s', async (_name, config) => {
    const params = init(config, 17);
    const expected = plainDecoder(config, await readParams(params), ids).flat();
    const logits = tidy(() => {
      const tokens = tensor(ids, [1, ids.length], 'int32') as Tensor2D;
      return forward(params, config, { tokens }).logits;
    });
    expect(largestDifference(await logits.data(), expected)).toBeLessThan(1e-4);
    logits.dispose();
    disposeParams(params);
  });
});
