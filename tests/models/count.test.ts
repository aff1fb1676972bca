import { beforeAll, describe, expect, it } from 'vitest';
import { type ArchitectureId, architectures, type Sizes } from '../../src/models/architectures.ts';
import type { LayerConfig, MambaConfig, ModelConfig } from '../../src/models/config.ts';
import { seenPairs } from '../../src/models/count/mixers.ts';
import {
  countParameters,
  decodeFlops,
  prefillFlops,
  stateBytes,
  trainingFlops,
  trainingMemory,
} from '../../src/models/count.ts';
import { emptyState, init, stateTensors } from '../../src/models/model.ts';
import { countParams, disposeParams } from '../../src/models/params.ts';
import { startBackend, tidy } from '../../src/models/tf.ts';

const row = (id: ArchitectureId, sizes: Sizes, changes: Partial<ModelConfig> = {}): ModelConfig => ({
  ...architectures[id].config(sizes),
  ...changes,
});

/** The published models without the head of their pre-training, as the counts of `design/facts.md` have them. */
function bare(id: 'bert' | 'roberta', sizes: Sizes): ModelConfig {
  const { headTransform: _, nextSentence: __, ...config } = architectures[id].config(sizes);
  return { ...config, headBias: false, pooler: true };
}

const bert = (layers: number, width: number, heads: number) =>
  bare('bert', { vocabulary: 30522, context: 512, width, layers, heads });
const roberta = (layers: number, width: number, heads: number) =>
  bare('roberta', { vocabulary: 50265, context: 512, width, layers, heads });
const gpt = (layers: number, width: number, heads: number, context: number) =>
  row('gpt2', { vocabulary: 50257, context, width, layers, heads });
const llama = (layers: number, width: number, heads: number, hidden: number, keyValueHeads = heads) =>
  row('llama', { vocabulary: 32000, context: 2048, width, layers, heads, hidden, keyValueHeads });
const t5 = (layers: number, width: number, hidden: number, heads: number, headSize: number) =>
  row('t5', { vocabulary: 32128, context: 512, width, layers, heads, headSize, hidden });
const bart = (layers: number, width: number, heads: number) =>
  row('bart', { vocabulary: 50265, context: 1024, width, layers, heads }, { headBias: false });

const mistral7b = row('mistral', {
  vocabulary: 32000,
  context: 32768,
  width: 4096,
  layers: 32,
  heads: 32,
  keyValueHeads: 8,
  hidden: 14336,
  window: 4096,
});

/** Every dense layer becomes a mixture of experts of the same size. */
function withExperts(config: ModelConfig, experts: number, chosen: number): ModelConfig {
  const changed = (layer: LayerConfig): LayerConfig => {
    if (layer.channelMixer.kind !== 'feed-forward') throw new Error('There is no dense layer to replace.');
    const terms = { capacityFactor: null, renormalized: true, loadBalance: 0, routerZ: 0 };
    return {
      ...layer,
      channelMixer: { ...layer.channelMixer, kind: 'mixture-of-experts', experts, chosen, ...terms },
    };
  };
  const { encoder } = config;
  return {
    ...config,
    layers: config.layers.map(changed),
    ...(encoder ? { encoder: { ...encoder, layers: encoder.layers.map(changed) } } : {}),
  };
}

const switchC = withExperts(t5(15, 2080, 6144, 32, 64), 2048, 1);

function mamba(layers: number, width: number): ModelConfig {
  const mixer: MambaConfig = {
    kind: 'mamba',
    inner: 2 * width,
    states: 16,
    taps: 4,
    deltaRank: Math.ceil(width / 16),
    selective: true,
    bias: false,
    convolutionBias: true,
  };
  return {
    ...llama(layers, width, 1, 1),
    vocabulary: 50280,
    position: { kind: 'none' },
    layers: Array.from({ length: layers }, () => ({ mixer, channelMixer: { kind: 'none' } })),
    tiedHead: true,
  };
}

const palm540b = row('palm', {
  vocabulary: 256000,
  context: 2048,
  width: 18432,
  layers: 118,
  heads: 48,
  headSize: 256,
  hidden: 73728,
});

/** design/facts.md: the config, the exact count in millions, to the digits given. */
const published: [string, ModelConfig, number, number][] = [
  ['BERT-base', bert(12, 768, 12), 109.48, 2],
  ['BERT-large', bert(24, 1024, 16), 335.14, 2],
  ['RoBERTa-base', roberta(12, 768, 12), 124.65, 2],
  ['RoBERTa-large', roberta(24, 1024, 16), 355.36, 2],
  ['GPT-2 small', gpt(12, 768, 12, 1024), 124.44, 2],
  ['GPT-3', gpt(96, 12288, 96, 2048), 174.6e3, -2],
  ['PaLM', palm540b, 540.36e3, -1],
  ['LLaMA-7B', llama(32, 4096, 32, 11008), 6.738e3, 0],
  ['LLaMA-65B', llama(80, 8192, 64, 22016), 65.29e3, -1],
  ['LLaMA-2-70B', llama(80, 8192, 64, 28672, 8), 68.98e3, -1],
  ['Mistral-7B', mistral7b, 7.242e3, 0],
  ['Mixtral 8x7B', withExperts(mistral7b, 8, 2), 46.7e3, -1],
  ['Switch-C', switchC, 1571.3e3, -2],
  ['T5-small', t5(6, 512, 2048, 8, 64), 60.51, 2],
  ['T5-base', t5(12, 768, 3072, 12, 64), 222.9, 2],
  ['T5-11B', t5(24, 1024, 65536, 128, 128), 11.31e3, -1],
  ['BART-base', bart(6, 768, 12), 139.42, 2],
  ['BART-large', bart(12, 1024, 16), 406.29, 2],
  ['Mamba 130M', mamba(24, 768), 129.1, 1],
  ['Mamba 370M', mamba(48, 1024), 371.5, 1],
  ['Mamba 790M', mamba(48, 1536), 793.2, 1],
  ['Mamba 1.4B', mamba(48, 2048), 1372.2, 1],
  ['Mamba 2.8B', mamba(64, 2560), 2768.3, 1],
];

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

describe('parameters of published models', () => {
  it.each(published)('%s', (_name, config, millions, digits) => {
    expect(rounded(countParameters(config).total / 1e6, digits)).toBeCloseTo(rounded(millions, digits), 6);
  });

  it('counts the experts of a token only', () => {
    expect(rounded(countParameters(withExperts(mistral7b, 8, 2)).active / 1e9, 2)).toBe(12.88);
  });
});

const small: Sizes = {
  vocabulary: 11,
  context: 8,
  width: 8,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 6,
};

describe('every row, built small', () => {
  beforeAll(() => startBackend('cpu'));

  it.each(Object.keys(architectures) as ArchitectureId[])(
    '%s has as many parameters as are counted',
    (id) => {
      const config = architectures[id].config(small);
      const params = init(config, 1);
      const { total, parts } = countParameters(config);
      expect(total).toBe(countParams(params));
      expect(parts.reduce((sum, part) => sum + part.total, 0)).toBe(total);
      disposeParams(params);
    },
  );

  it.each(Object.keys(architectures) as ArchitectureId[])('%s keeps as many numbers as are counted', (id) => {
    const config = { ...architectures[id].config(small), stack: 'decoder' as const };
    tidy(() => {
      const kept = stateTensors(emptyState(config, 1)).reduce((sum, { size }) => sum + size, 0);
      const windows = config.layers.filter(
        ({ mixer }) => mixer.kind === 'attention' && mixer.window !== null,
      );
      // The newest token of a window needs no slot, since it is read from where it is made.
      const newest = windows.length * 2 * 2 * 6;
      const counted = stateBytes(config, config.context, 0, 1);
      expect(counted).toBeGreaterThanOrEqual(kept);
      expect(counted).toBeLessThanOrEqual(kept + newest);
    });
  });
});

describe('operations', () => {
  const config = row('mistral', { ...small, context: 64, window: 5 });

  it('see each pair of query and key once', () => {
    const brute = (causal: boolean, window: number | null, start: number, tokens: number) => {
      let pairs = 0;
      for (let query = start; query < start + tokens; query++) {
        for (let key = 0; key < start + tokens; key++) {
          const past = !causal || key <= query;
          const near = window === null || query - key < window;
          if (past && near) pairs++;
        }
      }
      return pairs;
    };
    for (const [start, tokens] of [
      [0, 13],
      [3, 4],
      [9, 7],
    ] as const) {
      for (const window of [null, 5]) {
        const counted = seenPairs({ causal: true, window }, { start, tokens });
        expect(counted).toBe(brute(true, window, start, tokens));
      }
      expect(seenPairs({ causal: false, window: null }, { start, tokens })).toBe(
        brute(false, null, start, tokens),
      );
    }
  });

  it('of a text read token by token are those of the text read at once', () => {
    const tokens = Array.from({ length: 21 }, (_, length) => decodeFlops(config, length).total);
    expect(tokens.reduce((sum, one) => sum + one)).toBe(prefillFlops(config, 21).total);
  });

  it('are about two a parameter and token, and three times as many to train', () => {
    const big = gpt(12, 768, 12, 1024);
    const perToken = (prefillFlops(big, 1024).total - prefillFlops(big, 1024).mixing) / 1024;
    const positions = 1024 * 768;
    expect(perToken / (2 * (countParameters(big).total - positions))).toBeCloseTo(1, 2);
    expect(trainingFlops(big, 1024)).toBe(3 * prefillFlops(big, 1024).total);
  });

  it('of attention grow with the square of the text, of a window with its length', () => {
    const slope = (of: ModelConfig) =>
      Math.log2(prefillFlops(of, 2 ** 20).mixing / prefillFlops(of, 2 ** 19).mixing);
    expect(slope(row('llama', small))).toBeCloseTo(2, 4);
    expect(slope(config)).toBeCloseTo(1, 4);
    expect(slope(mamba(2, 32))).toBe(1);
  });
});

describe('memory', () => {
  it('of keys and values is that of the heads that have some, up to the window', () => {
    const perToken = 2 * 8 * 128 * 32 * 2;
    expect(stateBytes(mistral7b, 1000, 0, 2)).toBe(1000 * perToken);
    expect(stateBytes(mistral7b, 10_000, 0, 2)).toBe(4096 * perToken);
  });

  it('of training is four times the weights, and the activations', () => {
    const config = row('gpt2', small);
    const memory = trainingMemory(config, 2, 8);
    expect(memory.weights).toBe(4 * countParameters(config).total);
    expect(memory.total - memory.activations).toBe(4 * memory.weights);
    expect(trainingMemory(config, 4, 8).activations).toBe(2 * memory.activations);
  });
});
