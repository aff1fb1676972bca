/**
 * The way from one architecture to another, one choice at a time: GPT-2, with other positions, with another norm, ...
 * is LLaMA. Every step on the way is a config of its own that runs.
 */
import type {
  AttentionConfig,
  ChannelMixerConfig,
  LayerConfig,
  ModelConfig,
  TokenMixerConfig,
} from './config.ts';

export interface WalkStep {
  /** Which choice is made anew; null for where the walk begins. */
  readonly choice: ChoiceId | null;
  readonly config: ModelConfig;
}

interface Choice {
  /** What a config has chosen: compared as JSON. */
  read(config: ModelConfig): unknown;
  /** `config` with this one choice made as `to` made it. */
  write(config: ModelConfig, to: ModelConfig): ModelConfig;
}

/** A choice that is one or more fields of the model. */
const fields = (...names: (keyof ModelConfig)[]): Choice => ({
  read: (config) => names.map((name) => config[name]),
  write: (config, to) => {
    const kept = Object.entries(config).filter(([name]) => !(names as string[]).includes(name));
    const taken = Object.entries(to).filter(([name]) => (names as string[]).includes(name));
    return Object.fromEntries([...kept, ...taken]) as unknown as ModelConfig;
  },
});

const normFields = (...names: (keyof ModelConfig['norm'])[]): Choice => ({
  read: ({ norm }) => names.map((name) => norm[name]),
  write: (config, to) => {
    const kept = Object.entries(config.norm).filter(([name]) => !(names as string[]).includes(name));
    const taken = Object.entries(to.norm).filter(([name]) => (names as string[]).includes(name));
    return { ...config, norm: Object.fromEntries([...kept, ...taken]) as unknown as ModelConfig['norm'] };
  },
});

type Mixer = TokenMixerConfig | ChannelMixerConfig;

/** Fields of one mixer in every layer, as far as both configs have a mixer of the same kind there. */
const mixerFields = (place: 'mixer' | 'channelMixer', ...names: string[]): Choice => ({
  read: ({ layers }) => layers.map((layer) => names.map((name) => Reflect.get(layer[place], name))),
  write: (config, to) => eachLayer(config, to, (layer, target) => withFields(layer, target, place, names)),
});

function withFields(
  layer: LayerConfig,
  target: LayerConfig,
  place: 'mixer' | 'channelMixer',
  names: readonly string[],
): LayerConfig {
  const own: Mixer = layer[place];
  const other: Mixer = target[place];
  if (own.kind !== other.kind) return layer;
  const taken = Object.entries(other).filter(([name]) => names.includes(name));
  return { ...layer, [place]: { ...own, ...Object.fromEntries(taken) } };
}

/** The whole mixer, where its kind differs. What both kinds can say is kept, so that only the kind changes. */
const mixerKind = (place: 'mixer' | 'channelMixer'): Choice => ({
  read: ({ layers }) => layers.map((layer) => layer[place].kind),
  write: (config, to) =>
    eachLayer(config, to, (layer, target) => {
      if (layer[place].kind === target[place].kind) return layer;
      const shared = Object.entries(layer[place]).filter(
        ([name]) => name !== 'kind' && name in target[place],
      );
      return { ...layer, [place]: { ...target[place], ...Object.fromEntries(shared) } };
    }),
});

function eachLayer(
  config: ModelConfig,
  to: ModelConfig,
  change: (layer: LayerConfig, target: LayerConfig) => LayerConfig,
): ModelConfig {
  const layers = config.layers.map((layer, index) => {
    const target = to.layers[index];
    return target === undefined ? layer : change(layer, target);
  });
  return { ...config, layers };
}

/** The number of layers; a new one is like the last. */
const depth: Choice = {
  read: ({ layers }) => layers.length,
  write: (config, to) => {
    const last = config.layers.at(-1);
    return { ...config, layers: to.layers.map((layer, index) => config.layers[index] ?? last ?? layer) };
  },
};

const biases: Choice = {
  read: (config) => [attentionBiases.read(config), feedForwardBias.read(config)],
  write: (config, to) => feedForwardBias.write(attentionBiases.write(config, to), to),
};
const attentionFields = (...names: (keyof AttentionConfig)[]): Choice => mixerFields('mixer', ...names);
const attentionBiases = attentionFields('bias', 'outputBias');
const feedForwardBias = mixerFields('channelMixer', 'bias');

/** In the order in which a walk makes them. */
const choices = {
  vocabulary: fields('vocabulary'),
  width: fields('width'),
  context: fields('context'),
  depth,
  position: fields('position'),
  norm: normFields('kind', 'bias'),
  normPlace: normFields('place'),
  normEpsilon: normFields('epsilon'),
  finalNorm: fields('finalNorm'),
  embeddingNorm: fields('embeddingNorm'),
  tokenMixer: mixerKind('mixer'),
  heads: attentionFields('heads', 'headSize'),
  keyValueHeads: attentionFields('keyValueHeads'),
  window: attentionFields('window'),
  causal: attentionFields('causal'),
  scaled: attentionFields('scaled'),
  activation: mixerFields('channelMixer', 'activation'),
  gate: mixerFields('channelMixer', 'gated'),
  hidden: mixerFields('channelMixer', 'hidden'),
  biases,
  selective: mixerFields('mixer', 'selective'),
  mixerSize: mixerFields(
    'mixer',
    'inner',
    'states',
    'taps',
    'deltaRank',
    'convolutionBias',
    'order',
    'hidden',
  ),
  channelMixer: mixerKind('channelMixer'),
  experts: mixerFields('channelMixer', 'experts'),
  chosen: mixerFields('channelMixer', 'chosen'),
  routing: mixerFields('channelMixer', 'capacityFactor', 'renormalized', 'loadBalance', 'routerZ'),
  stack: fields('stack', 'segments', 'pooler', 'nextSentence', 'classes'),
  head: fields('tiedHead', 'headBias', 'headScale', 'headTransform'),
  initialization: fields('initializerRange', 'embeddingRange', 'embeddingScale'),
} as const satisfies Record<string, Choice>;

export type ChoiceId = keyof typeof choices;

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/**
 * The configs from `from` to `to`, both included; each differs from the one before in one choice. Between models of
 * one stack: a second stack is no single choice, and is refused.
 */
export function walk(from: ModelConfig, to: ModelConfig): WalkStep[] {
  const steps: WalkStep[] = [{ choice: null, config: from }];
  let config = from;
  for (const choice of Object.keys(choices) as ChoiceId[]) {
    if (same(choices[choice].read(config), choices[choice].read(to))) continue;
    const next = choices[choice].write(config, to);
    if (same(next, config)) continue; // It will be made with a choice that comes later.
    config = next;
    steps.push({ choice, config });
  }
  const missed = differences(config, to);
  if (missed.length > 0)
    throw new RangeError(`No single choice leads there: ${missed.join(', ')} would differ.`);
  return steps;
}

/** The names under which two plain values differ, e.g. `layers.0.mixer.heads`. */
export function differences(left: unknown, right: unknown, path = ''): string[] {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return left === right ? [] : [path];
  }
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].flatMap((name) =>
    differences(Reflect.get(left, name), Reflect.get(right, name), path === '' ? name : `${path}.${name}`),
  );
}
