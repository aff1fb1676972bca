/**
 * Choices of a config that can be made anew on a model that has its parameters: those that hold none themselves.
 * Another one may not suit what the model learned; what then comes out is what the figures that use them show.
 */
import type { AttentionConfig, EncoderConfig, LayerConfig, ModelConfig, PositionConfig } from './config.ts';

export interface ConfigChoices {
  /** A kind without a table, or the model's own kind; a table is left unused. */
  readonly position?: PositionConfig;
  /** Longer than the model was built for: where no table or filter ends before. */
  readonly context?: number;
  /** Of every self-attention that is written about; null: all that comes before. */
  readonly window?: number | null;
  readonly causal?: boolean;
  readonly scaled?: boolean;
  /** Which of the earlier keys a query sees; null: all. */
  readonly sparse?: AttentionConfig['sparse'] | null;
  /** The softmax by tiles of so many keys. */
  readonly tile?: number;
  /** Of every mixture: how many experts work on each token, and how many tokens an expert takes. */
  readonly chosen?: number;
  readonly capacityFactor?: number | null;
}

/** Its message is a sentence for the reader. */
export class ChoiceError extends Error {
  override readonly name = 'ChoiceError';
}

/** The longest text that a figure may ask for beyond what a model was built for. */
const longest = 4096;

/** The same parameters fit the config that comes back. Of models of two stacks the decoder's positions and masks change. */
export function withChoices(config: ModelConfig, choices: ConfigChoices | undefined): ModelConfig {
  if (choices === undefined) return config;
  const position = positionOf(config, choices);
  const context = contextOf(config, position, choices);
  const layers = config.layers.map((layer) => layerOf(layer, choices));
  return { ...config, position, context, layers };
}

const hasTable = ({ kind }: PositionConfig): boolean => kind === 'learned' || kind === 'buckets';

function positionOf({ position: own }: EncoderConfig, { position }: ConfigChoices): PositionConfig {
  if (position === undefined) return own;
  // A table was learned with the model: it can be left out, but not put in or made longer.
  if (hasTable(position) && JSON.stringify(position) !== JSON.stringify(own)) {
    throw new ChoiceError(`This model has no table for positions of the kind "${position.kind}".`);
  }
  return position;
}

function contextOf(
  { context: own, layers }: ModelConfig,
  position: PositionConfig,
  { context }: ConfigChoices,
): number {
  if (context === undefined) return own;
  const bounds = layers.flatMap(({ mixer }) => (mixer.kind === 'hyena' ? [mixer.maximum] : []));
  const most = Math.min(longest, ...bounds, position.kind === 'learned' ? position.maximum : longest);
  if (!Number.isInteger(context) || context < 1 || context > most) {
    throw new ChoiceError(`This model can read from 1 to ${most} tokens, not ${context}.`);
  }
  return context;
}

function layerOf(layer: LayerConfig, choices: ConfigChoices): LayerConfig {
  const { mixer, channelMixer } = layer;
  return {
    ...layer,
    mixer: mixer.kind === 'attention' ? attentionOf(mixer, choices) : mixer,
    channelMixer:
      channelMixer.kind === 'mixture-of-experts'
        ? {
            ...channelMixer,
            chosen: chosenOf(choices.chosen ?? channelMixer.chosen, channelMixer.experts),
            capacityFactor: capacityOf(choices.capacityFactor, channelMixer.capacityFactor),
          }
        : channelMixer,
  };
}

function attentionOf(own: AttentionConfig, choices: ConfigChoices): AttentionConfig {
  const { window, causal, scaled, tile } = choices;
  if (window !== undefined && window !== null && !(Number.isInteger(window) && window >= 1)) {
    throw new ChoiceError('A window is a whole number of tokens, at least 1.');
  }
  if (tile !== undefined && !isSize(tile))
    throw new ChoiceError('A tile is a whole number of keys, at least 1.');
  const { sparse: had, ...rest } = own;
  const sparse = choices.sparse === undefined ? had : (choices.sparse ?? undefined);
  if (sparse && !(causal ?? own.causal)) {
    throw new ChoiceError(
      'The sparse patterns are of earlier words: here every word sees those after it too.',
    );
  }
  if (sparse && !Object.values(sparse).every((value) => typeof value === 'string' || isSize(value))) {
    throw new ChoiceError('The sizes of a sparse pattern are whole numbers, at least 1.');
  }
  return {
    ...rest,
    ...(sparse ? { sparse } : {}),
    ...(tile === undefined ? {} : { tile }),
    window: window === undefined ? own.window : window,
    causal: causal ?? own.causal,
    scaled: scaled ?? own.scaled,
  };
}

const isSize = (value: number): boolean => Number.isInteger(value) && value >= 1;

function chosenOf(chosen: number, experts: number): number {
  if (Number.isInteger(chosen) && chosen >= 1 && chosen <= experts) return chosen;
  throw new ChoiceError(`A token can choose from 1 to ${experts} experts, not ${chosen}.`);
}

function capacityOf(factor: number | null | undefined, own: number | null): number | null {
  if (factor === undefined) return own;
  if (factor === null || (Number.isFinite(factor) && factor > 0)) return factor;
  throw new ChoiceError('The capacity factor of experts must be above 0.');
}
