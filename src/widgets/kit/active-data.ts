/** Configs of models with experts, and the same with other numbers of experts: what there is, and what works on a token. */
import { architectures } from '../../models/architectures.ts';
import type { LayerConfig, MixtureConfig, ModelConfig } from '../../models/config.ts';
import { countParameters, decodeFlops } from '../../models/count.ts';
import { presets } from '../../models/presets.ts';
import { expertModels } from './expert-models.ts';
import { type ShippedModel, shippedModels } from './models.ts';

const ships: Readonly<Record<string, ShippedModel>> = shippedModels;

/** The row of `architectures.ts` that each of the book's own is: those with experts, and their dense rivals. */
const rows = {
  'switch-domains': 'switch-decoder',
  'dense-domains': 'gpt2',
  'mixtral-domains': 'mixtral',
  'dense-llama-domains': 'llama',
} as const;

/** Of the book's own, from what the table of shipped models says: for counting. */
export function domainConfig(id: string): ModelConfig {
  const shipped = ships[id];
  const row = Object.entries(rows).find(([name]) => name === id)?.[1];
  if (!shipped || !row) throw new Error(`No model ${id} of the four domains ships.`);
  const { vocabulary, context, width, layers, heads, keyValueHeads, hidden, experts } = shipped;
  return architectures[row].config({
    vocabulary,
    context,
    width,
    layers,
    heads,
    keyValueHeads,
    hidden,
    experts,
  });
}

/** By id: the book's own that ship, then two published ones. */
export const activeConfigs: ReadonlyMap<string, ModelConfig> = new Map([
  ...expertModels.map(({ id }) => [id, domainConfig(id)] as const),
  ...['mixtral', 'switch-c'].flatMap((id) => {
    const preset = presets.find((one) => one.id === id);
    return preset ? [[id, preset.config] as const] : [];
  }),
]);

export const activeIds: readonly string[] = [...activeConfigs.keys()];

export function mixtureIn({ layers }: ModelConfig): MixtureConfig {
  const found = layers.find(({ channelMixer }) => channelMixer.kind === 'mixture-of-experts')?.channelMixer;
  if (found?.kind !== 'mixture-of-experts') throw new Error('The model has no experts.');
  return found;
}

export function withExperts(config: ModelConfig, experts: number, chosen: number): ModelConfig {
  const change = (layer: LayerConfig): LayerConfig =>
    layer.channelMixer.kind === 'mixture-of-experts'
      ? { ...layer, channelMixer: { ...layer.channelMixer, experts, chosen: Math.min(chosen, experts) } }
      : layer;
  const { encoder } = config;
  return {
    ...config,
    layers: config.layers.map(change),
    ...(encoder ? { encoder: { ...encoder, layers: encoder.layers.map(change) } } : {}),
  };
}

const kindOf = {
  embedding: 'embedding',
  positions: 'embedding',
  head: 'embedding',
  attention: 'attention',
  'cross-attention': 'attention',
  experts: 'experts',
  router: 'experts',
} as const satisfies Readonly<Record<string, string>>;

export type ActivePart = (typeof kindOf)[keyof typeof kindOf] | 'rest';
export const activeParts: readonly ActivePart[] = ['embedding', 'attention', 'experts', 'rest'];

export interface ActiveCount {
  readonly total: number;
  readonly active: number;
  /** In the order of `activeParts`. */
  readonly all: readonly number[];
  readonly working: readonly number[];
  /** Of one more token, without those before it; of two stacks the decoder's. */
  readonly operations: number;
}

export function activeCount(config: ModelConfig): ActiveCount {
  const { total, active, parts } = countParameters(config);
  const kind = (part: string): ActivePart => (part in kindOf ? kindOf[part as keyof typeof kindOf] : 'rest');
  const sum = (own: ActivePart, of: 'total' | 'active') =>
    parts.reduce((all, one) => all + (kind(one.part) === own ? one[of] : 0), 0);
  return {
    total,
    active,
    all: activeParts.map((part) => sum(part, 'total')),
    working: activeParts.map((part) => sum(part, 'active')),
    operations: decodeFlops(config, 0).total,
  };
}
