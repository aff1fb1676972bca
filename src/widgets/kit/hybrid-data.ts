/** Attention among Mamba layers: where it stands, what each layer keeps of a text, and what is lost where a layer writes nothing. */
import { architectures, type Sizes } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import { stateBytes } from '../../models/count.ts';
import { meanOf } from '../../models/statistics.ts';
import {
  type Intervention,
  type ModelChoice,
  type Options,
  type RunResult,
  runtime,
  type TensorData,
} from '../../runtime/client.ts';
import { configOf } from '../../training/experiment-config.ts';
import type { Experiment } from '../../training/experiment-schema.ts';
import { lastLogits } from './last-logits.ts';
import { type ShippedModel, shippedModels } from './models.ts';
import { type Guess, guesses } from './rows-of.ts';

const ships: Readonly<Record<string, ShippedModel>> = shippedModels;
/** Of Toytown, where it ships. */
export const shippedHybrid: ShippedModel | null = ships['hybrid-toytown'] ?? null;
export const toytownModel = shippedModels['gpt2-toytown'];

/** In which layer attention stands. */
export const places = ['none', '1', '2', '3', '4', 'all'] as const;
export type Place = (typeof places)[number];

const attentionAt = (place: Place, layers: number): Pick<Sizes, 'attentionEvery' | 'attentionFirst'> => {
  if (place === 'all') return { attentionEvery: 1 };
  // The first of a stack that has as many layers is the one after the last.
  if (place === 'none') return { attentionEvery: layers + 1, attentionFirst: layers + 1 };
  return { attentionEvery: layers, attentionFirst: Number(place) };
};

/** The mixers of each layer, by name. */
export const mixersOf = ({ layers }: ModelConfig): string[] => layers.map(({ mixer }) => mixer.kind);

/** Where a shipped model has its attention. */
export function placeOf(mixers: readonly string[]): Place {
  const found = mixers.flatMap((mixer, index) => (mixer === 'attention' ? [index + 1] : []));
  if (found.length === mixers.length) return 'all';
  return places.find((place) => place === String(found[0])) ?? 'none';
}

const ownSizes = { width: 32, layers: 4, heads: 4, context: 64, states: 8 } as const;

/** A small stack that learns Toytown in the tab. */
export const ownHybrid = (place: Place, seed: number): Experiment => ({
  data: { id: 'toytown' },
  architecture: 'hybrid',
  sizes: { ...ownSizes, ...attentionAt(place, ownSizes.layers) },
  rows: 4,
  length: ownSizes.context,
  steps: 240,
  seed,
  schedule: { peak: 1e-2, warmUp: 10, finalShare: 0.1 },
  weightDecay: 0.01,
  clip: 1,
  beta2: 0.95,
});

export const ownConfig = (place: Place): ModelConfig =>
  configOf(ownHybrid(place, 0), { vocabulary: toytownModel.vocabulary, length: ownSizes.context });

/** A shipped stack of these sizes, with its attention in another place too. */
export const shippedConfig = (
  { vocabulary, context, width, layers, heads, hidden }: ShippedModel,
  place: Place,
): ModelConfig =>
  architectures.hybrid.config({
    vocabulary,
    context,
    width,
    layers,
    heads,
    hidden,
    ...attentionAt(place, layers),
  });

/** Lengths of texts at which it is counted what is kept. */
export const keptLengths = [16, 64, 256, 1024, 4096, 16_384, 65_536] as const;
export const longest = 65_536;

/** Bytes that each layer keeps after so many tokens. // [layer] */
export const keptByLayer = (config: ModelConfig, length: number): number[] =>
  config.layers.map((layer) => stateBytes({ ...config, layers: [layer] }, length));

/** What a mixer adds to the stream. */
const writes: Readonly<Record<string, string>> = { attention: 'attn_out', mamba: 'ssm_out' };

/** These layers' mixers add nothing to the stream; their feed-forward layers go on. */
export const withoutLayers = (mixers: readonly string[], off: readonly number[]): Intervention[] =>
  off.flatMap((layer) => {
    const part = writes[mixers[layer] ?? ''];
    return part === undefined
      ? []
      : [{ kind: 'ablate' as const, name: `blocks.${layer}.${part}`, places: [] }];
  });

/** One pass over a text. */
export interface Pass {
  /** Nats of each token but the first. // [seq - 1] */
  readonly losses: ArrayLike<number>;
  /** Nats a token. */
  readonly loss: number;
  /** The likeliest next token. */
  readonly says: Guess;
}

export function passOf(result: RunResult): Pass {
  const losses = result.losses ?? [];
  const [says = { id: 0, probability: 0 }] = guesses(lastLogits(result) ?? [], 1);
  return { losses, loss: meanOf(losses), says };
}

/** The token of the text that costs the most more than in another pass. */
export function dearestToken(pass: Pass, plain: Pass): { readonly position: number; readonly more: number } {
  const more = Array.from(pass.losses, (loss, at) => loss - (plain.losses[at] ?? 0));
  const most = Math.max(...more);
  return { position: more.indexOf(most) + 1, more: most };
}

/** Where the last token looks most, over the mean of the heads. // [1, heads, query, key] */
export function lookBack({ shape, data }: TensorData): {
  readonly position: number;
  readonly weight: number;
} {
  const [, heads = 0, queries = 0, keys = 0] = shape;
  const weights = Array.from({ length: keys }, (_, key) =>
    meanOf(
      Array.from({ length: heads }, (_, head) => data[(head * queries + queries - 1) * keys + key] ?? 0),
    ),
  );
  const weight = Math.max(...weights);
  return { position: weights.indexOf(weight), weight };
}

export interface HybridReading {
  readonly tokens: readonly number[];
  readonly plain: Pass;
  /** By layer: where it alone writes nothing. */
  readonly alone: readonly Pass[];
  /** Of the first layer with attention; null: there is none. */
  readonly looks: { readonly layer: number; readonly position: number; readonly weight: number } | null;
  readonly milliseconds: number;
}

/** Of a run that goes on, a step that it has kept: else each pass would see other weights. */
export interface Looked {
  readonly model: ModelChoice;
  readonly step?: number;
}

export async function readWithout(
  looked: Looked,
  mixers: readonly string[],
  tokens: readonly number[],
  off: readonly number[],
  options: Options,
): Promise<Pass> {
  const interventions = withoutLayers(mixers, off);
  const request = { ...looked, tokens, capture: ['logits'], interventions, loss: true };
  return passOf(await runtime().run(request, options));
}

/** One pass as it is, and one without each layer. */
export async function readHybrid(
  looked: Looked,
  mixers: readonly string[],
  tokens: readonly number[],
  options: Options,
): Promise<HybridReading> {
  const layer = mixers.indexOf('attention');
  const name = `blocks.${layer}.attn.pattern`;
  const capture = layer < 0 ? ['logits'] : ['logits', name];
  const whole = await runtime().run({ ...looked, tokens, capture, loss: true }, options);
  const alone: Pass[] = [];
  for (const each of mixers.keys()) alone.push(await readWithout(looked, mixers, tokens, [each], options));
  const pattern = whole.tensors[name];
  return {
    tokens,
    plain: passOf(whole),
    alone,
    looks: pattern ? { layer, ...lookBack(pattern) } : null,
    milliseconds: whole.milliseconds,
  };
}
