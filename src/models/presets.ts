/**
 * Published models as configs, so that their parameters can be counted and compared with what their papers say. Plain data: no
 * tensors. The counts of BERT, RoBERTa and BART are of the model without the head of its pre-training.
 */
import { type ArchitectureId, architectures, type Sizes } from './architectures.ts';
import type { LayerConfig, ModelConfig } from './config.ts';

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly config: ModelConfig;
  /** As its paper says it, and the key of that paper in `content/references.bib`. */
  readonly published: string;
  readonly source: string;
  /** The whole count in millions to `digits` decimals: what the config must come to. */
  readonly exact: { readonly millions: number; readonly digits: number };
}

const row = (id: ArchitectureId, sizes: Sizes, changes: Partial<ModelConfig> = {}): ModelConfig => ({
  ...architectures[id].config(sizes),
  ...changes,
});

function withoutHead(id: 'bert' | 'roberta', sizes: Sizes): ModelConfig {
  const { headTransform: _, nextSentence: __, ...config } = architectures[id].config(sizes);
  return { ...config, headBias: false, pooler: true };
}

const bert = (layers: number, width: number, heads: number) =>
  withoutHead('bert', { vocabulary: 30522, context: 512, width, layers, heads });
const roberta = (layers: number, width: number, heads: number) =>
  withoutHead('roberta', { vocabulary: 50265, context: 512, width, layers, heads });
const gpt = (layers: number, width: number, heads: number, context: number) =>
  row('gpt2', { vocabulary: 50257, context, width, layers, heads });
const llama = (
  layers: number,
  width: number,
  heads: number,
  hidden: number,
  context: number,
  keyValueHeads = heads,
) => row('llama', { vocabulary: 32000, context, width, layers, heads, hidden, keyValueHeads });
const t5 = (layers: number, width: number, hidden: number, heads: number, headSize: number) =>
  row('t5', { vocabulary: 32128, context: 512, width, layers, heads, headSize, hidden });
const bart = (layers: number, width: number, heads: number) =>
  row('bart', { vocabulary: 50265, context: 1024, width, layers, heads }, { headBias: false });
const mamba = (layers: number, width: number) =>
  row('mamba', { vocabulary: 50280, context: 2048, width, layers, heads: 1 });

const mistralSizes: Sizes = {
  vocabulary: 32000,
  context: 32768,
  width: 4096,
  layers: 32,
  heads: 32,
  keyValueHeads: 8,
  hidden: 14336,
};

/** Every dense layer of T5 becomes 2,048 experts of the same size, of which a token takes one. */
function switchC(): ModelConfig {
  const dense = t5(15, 2080, 6144, 32, 64);
  const changed = (layer: LayerConfig): LayerConfig =>
    layer.channelMixer.kind === 'feed-forward'
      ? {
          ...layer,
          channelMixer: {
            ...layer.channelMixer,
            kind: 'mixture-of-experts',
            experts: 2048,
            chosen: 1,
            capacityFactor: 1.25,
            renormalized: false,
            loadBalance: 0.01,
            routerZ: 0,
          },
        }
      : layer;
  const { encoder } = dense;
  return {
    ...dense,
    layers: dense.layers.map(changed),
    ...(encoder ? { encoder: { ...encoder, layers: encoder.layers.map(changed) } } : {}),
  };
}

const preset = (
  id: string,
  title: string,
  config: ModelConfig,
  published: string,
  source: string,
  millions: number,
  digits: number,
): Preset => ({ id, title, config, published, source, exact: { millions, digits } });

export const presets: readonly Preset[] = [
  preset('bert-base', 'BERT-base', bert(12, 768, 12), '110M', 'devlin2019', 109.48, 2),
  preset('bert-large', 'BERT-large', bert(24, 1024, 16), '340M', 'devlin2019', 335.14, 2),
  preset('roberta-base', 'RoBERTa-base', roberta(12, 768, 12), '125M', 'liu2019', 124.65, 2),
  preset('roberta-large', 'RoBERTa-large', roberta(24, 1024, 16), '355M', 'liu2019', 355.36, 2),
  preset('gpt2-small', 'GPT-2 small', gpt(12, 768, 12, 1024), '117M', 'radford2019', 124.44, 2),
  preset('gpt3', 'GPT-3', gpt(96, 12288, 96, 2048), '175B', 'brown2020', 174.6e3, -2),
  preset(
    'palm',
    'PaLM',
    row('palm', {
      vocabulary: 256000,
      context: 2048,
      width: 18432,
      layers: 118,
      heads: 48,
      headSize: 256,
      hidden: 73728,
    }),
    '540B',
    'chowdhery2022',
    540.36e3,
    -1,
  ),
  preset('llama-7b', 'LLaMA-7B', llama(32, 4096, 32, 11008, 2048), '6.7B', 'touvron2023', 6.738e3, 0),
  preset('llama-65b', 'LLaMA-65B', llama(80, 8192, 64, 22016, 2048), '65.2B', 'touvron2023', 65.29e3, -1),
  preset(
    'llama2-70b',
    'LLaMA-2-70B',
    llama(80, 8192, 64, 28672, 4096, 8),
    '70B',
    'touvron2023b',
    68.98e3,
    -1,
  ),
  preset(
    'mistral-7b',
    'Mistral-7B',
    row('mistral', { ...mistralSizes, window: 4096 }),
    '7B',
    'jiang2023',
    7.242e3,
    0,
  ),
  preset('mixtral', 'Mixtral 8x7B', row('mixtral', mistralSizes), '47B', 'jiang2024', 46.7e3, -1),
  preset('switch-c', 'Switch-C', switchC(), '1,571B', 'fedus2022', 1571.3e3, -2),
  preset('t5-small', 'T5-small', t5(6, 512, 2048, 8, 64), '60M', 'raffel2020', 60.51, 2),
  preset('t5-base', 'T5-base', t5(12, 768, 3072, 12, 64), '220M', 'raffel2020', 222.9, 2),
  preset('t5-11b', 'T5-11B', t5(24, 1024, 65536, 128, 128), '11B', 'raffel2020', 11.31e3, -1),
  preset('bart-base', 'BART-base', bart(6, 768, 12), '140M', 'lewis2020', 139.42, 2),
  preset('bart-large', 'BART-large', bart(12, 1024, 16), '400M', 'lewis2020', 406.29, 2),
  preset('mamba-130m', 'Mamba-130M', mamba(24, 768), '130M', 'gu2023', 129.1, 1),
  preset('mamba-370m', 'Mamba-370M', mamba(48, 1024), '370M', 'gu2023', 371.5, 1),
  preset('mamba-790m', 'Mamba-790M', mamba(48, 1536), '790M', 'gu2023', 793.2, 1),
  preset('mamba-1.4b', 'Mamba-1.4B', mamba(48, 2048), '1.4B', 'gu2023', 1372.2, 1),
  preset('mamba-2.8b', 'Mamba-2.8B', mamba(64, 2560), '2.8B', 'gu2023', 2768.3, 1),
];
