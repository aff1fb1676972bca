/** The choices of the parameter calculator: those of a published model, or the reader's own by the row of an architecture. */
import { type ArchitectureId, architectures } from '../../models/architectures.ts';
import type { AttentionConfig, FeedForwardConfig, MixtureConfig, ModelConfig } from '../../models/config.ts';
import { presets } from '../../models/presets.ts';

/** The architecture that each published model is a row of. */
const architectureOf: Readonly<Record<string, ArchitectureId>> = {
  'bert-base': 'bert',
  'bert-large': 'bert',
  'roberta-base': 'roberta',
  'roberta-large': 'roberta',
  'gpt2-small': 'gpt2',
  gpt3: 'gpt2',
  palm: 'palm',
  'llama-7b': 'llama',
  'llama-65b': 'llama',
  'llama2-70b': 'llama',
  'mistral-7b': 'mistral',
  mixtral: 'mixtral',
  'switch-c': 'switch',
  't5-small': 't5',
  't5-base': 't5',
  't5-11b': 't5',
  'bart-base': 'bart',
  'bart-large': 'bart',
};
const mambaPrefix = 'mamba-';

/** The architectures that a reader may build with. */
export const buildable = [
  'gpt2',
  'llama',
  'mistral',
  'mixtral',
  'palm',
  'bert',
  't5',
  'mamba',
] as const satisfies readonly ArchitectureId[];
export type Buildable = (typeof buildable)[number];

export interface Choices {
  readonly architecture: Buildable;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly hidden: number;
  readonly vocabulary: number;
  /** The longest text: where positions are learned, each has a row. */
  readonly context: number;
  readonly experts: number;
}

const toBuildable = (id: ArchitectureId): Buildable =>
  buildable.find((one) => one === id) ?? (id === 'roberta' ? 'bert' : 't5');

/** What the sliders stand at for a config: its sizes, where it has them. */
export function choicesOf(id: string, config: ModelConfig): Choices {
  const attention = config.layers
    .map(({ mixer }) => mixer)
    .find((mixer): mixer is AttentionConfig => mixer.kind === 'attention');
  const feedForward = config.layers
    .map(({ channelMixer }) => channelMixer)
    .find((mixer): mixer is FeedForwardConfig | MixtureConfig => mixer.kind !== 'none');
  const heads = attention?.heads ?? 1;
  return {
    architecture: toBuildable(id.startsWith(mambaPrefix) ? 'mamba' : (architectureOf[id] ?? 'gpt2')),
    layers: config.layers.length,
    width: config.width,
    heads,
    keyValueHeads: attention?.keyValueHeads ?? 1,
    headSize: attention?.headSize ?? 64,
    hidden: feedForward?.hidden ?? 4 * config.width,
    vocabulary: config.vocabulary,
    context: config.context,
    experts: feedForward?.kind === 'mixture-of-experts' ? feedForward.experts : 8,
  };
}

/** A model of the reader's own. Key-value heads must divide the heads. */
export function configOf({ architecture, keyValueHeads, heads, ...sizes }: Choices): ModelConfig {
  let shared = Math.min(keyValueHeads, heads);
  while (heads % shared !== 0) shared -= 1;
  return architectures[architecture].config({
    ...sizes,
    heads,
    keyValueHeads: shared,
  });
}

export const presetOf = (id: string) => presets.find((preset) => preset.id === id) ?? null;
