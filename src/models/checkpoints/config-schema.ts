/**
 * `config.json` of a checkpoint of ours: the fields of `ModelConfig` beside a format, an id and the tokenizer's file.
 * The schemas mirror `../config.ts`: where the two part, `ConfigFile` is `never` and `save.ts` no longer compiles.
 */
import * as v from 'valibot';
import type { ModelConfig } from '../config.ts';

export const formatName = 'llm-architecture/1';

/** No size of a model comes near this, and a product of three of them is still an exact integer. */
const largest = 2 ** 17;
const embeddingRows = 2 ** 21;

const whole = (minimum: number, maximum: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));
const size = whole(1, largest);
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

const buckets = v.pipe(
  // Of fewer no distance that is seen from both sides would have one to itself.
  v.strictObject({ kind: v.literal('buckets'), buckets: whole(4, 4096), maximumDistance: size }),
  v.check(
    ({ buckets: count, maximumDistance }) => maximumDistance > Math.floor(count / 2),
    'The first half of the buckets hold one distance each: the greatest distance has to be beyond them.',
  ),
);

const position = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('learned'), maximum: whole(1, embeddingRows), offset: whole(0, 1024) }),
  v.strictObject({ kind: v.literal('sinusoidal') }),
  v.strictObject({ kind: v.literal('rotary'), base: positive }),
  v.strictObject({ kind: v.literal('alibi') }),
  buckets,
]);

const norm = v.strictObject({
  kind: v.picklist(['layer', 'rms']),
  place: v.picklist(['pre', 'post', 'parallel', 'none']),
  epsilon: positive,
  bias: v.exactOptional(v.boolean()),
});

const sparse = v.variant('kind', [
  v.strictObject({ kind: v.literal('strided'), stride: size }),
  v.strictObject({ kind: v.literal('global'), window: size, globals: size }),
  v.strictObject({ kind: v.literal('blocks'), size }),
]);

const attention = v.pipe(
  v.strictObject({
    kind: v.literal('attention'),
    heads: size,
    keyValueHeads: size,
    headSize: size,
    window: v.nullable(whole(1, embeddingRows)),
    causal: v.boolean(),
    scaled: v.boolean(),
    bias: v.boolean(),
    outputBias: v.boolean(),
    sparse: v.exactOptional(sparse),
    tile: v.exactOptional(size),
  }),
  v.check(
    ({ sparse: pattern, causal }) => pattern === undefined || causal,
    'The sparse patterns are of earlier keys, and this attention is not causal.',
  ),
  v.check(
    ({ heads, keyValueHeads }) => heads % keyValueHeads === 0,
    'The heads cannot be shared out evenly among the key-value heads.',
  ),
);

const activation = v.picklist(['relu', 'gelu', 'gelu-tanh', 'silu', 'identity']);
const factor = v.pipe(v.number(), v.finite(), v.minValue(0));

const feedForwardEntries = {
  hidden: size,
  activation,
  gated: v.boolean(),
  bias: v.boolean(),
};

const feedForward = v.strictObject({ kind: v.literal('feed-forward'), ...feedForwardEntries });

const mixture = v.pipe(
  v.strictObject({
    kind: v.literal('mixture-of-experts'),
    ...feedForwardEntries,
    experts: whole(1, 4096),
    chosen: whole(1, 4096),
    capacityFactor: v.nullable(positive),
    renormalized: v.boolean(),
    loadBalance: factor,
    routerZ: factor,
  }),
  v.check(({ experts, chosen }) => chosen <= experts, 'A token cannot choose more experts than there are.'),
);

const taps = whole(2, 1024);

const mamba = v.strictObject({
  kind: v.literal('mamba'),
  inner: size,
  states: whole(1, 4096),
  taps,
  deltaRank: size,
  selective: v.boolean(),
  gated: v.exactOptional(v.boolean()),
  bias: v.boolean(),
  convolutionBias: v.boolean(),
});

const hyena = v.strictObject({
  kind: v.literal('hyena'),
  order: whole(1, 64),
  maximum: whole(1, embeddingRows),
  taps,
  filterWidth: size,
  filterLayers: whole(1, 64),
  bands: whole(1, 4096),
  sineFrequency: positive,
});

const linearAttention = v.strictObject({
  kind: v.literal('linear-attention'),
  heads: size,
  headSize: size,
  bias: v.boolean(),
});

const latentAttention = v.strictObject({
  kind: v.literal('latent-attention'),
  heads: size,
  headSize: size,
  latent: size,
  bias: v.boolean(),
});

const gru = v.strictObject({ kind: v.literal('gru'), hidden: size });

const none = v.strictObject({ kind: v.literal('none') });

const layers = v.pipe(
  v.array(
    v.strictObject({
      mixer: v.variant('kind', [attention, mamba, hyena, linearAttention, latentAttention, gru, none]),
      cross: v.exactOptional(attention),
      channelMixer: v.variant('kind', [feedForward, mixture, none]),
      depth: v.exactOptional(v.strictObject({ capacity: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)) })),
    }),
  ),
  v.maxLength(1024),
);

const stackEntries = {
  context: whole(1, embeddingRows),
  position,
  layers,
  finalNorm: v.boolean(),
};

const modelEntries = {
  stack: v.picklist(['decoder', 'encoder', 'encoder-decoder']),
  vocabulary: whole(1, embeddingRows),
  width: size,
  norm,
  ...stackEntries,
  tiedHead: v.boolean(),
  headBias: v.boolean(),
  initializerRange: factor,
  embeddingRange: v.exactOptional(factor),
  encoder: v.exactOptional(v.strictObject(stackEntries)),
  residual: v.exactOptional(v.boolean()),
  embeddingNorm: v.exactOptional(v.boolean()),
  embeddingScale: v.exactOptional(positive),
  segments: v.exactOptional(whole(1, 4096)),
  headScale: v.exactOptional(positive),
  headTransform: v.exactOptional(activation),
  adapters: v.exactOptional(v.strictObject({ rank: size })),
  pooler: v.exactOptional(v.boolean()),
  nextSentence: v.exactOptional(v.boolean()),
  classes: v.exactOptional(whole(1, largest)),
};

/** A file name without folders, so that a config cannot reach outside of its own. */
const fileName = v.pipe(v.string(), v.regex(/^\w[\w.-]*$/, 'This is not the name of a file.'));

export const configFileSchema = v.strictObject({
  format: v.literal(formatName, `The format is not ${formatName}.`),
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)),
  tokenizer: v.nullable(fileName),
  ...modelEntries,
});

type Parsed = v.InferOutput<typeof configFileSchema>;
type Described = ModelConfig & {
  readonly format: typeof formatName;
  readonly id: string;
  readonly tokenizer: string | null;
};

/** Without optional fields and mutable lists, so that a field which only one side has is seen. */
type Bare<T> = T extends object ? { readonly [K in keyof T]-?: Bare<T[K]> } : T;
type Fits<A, B> = [A] extends [B] ? true : false;
type Mirrored = [Fits<Bare<Parsed>, Bare<Described>>, Fits<Bare<Described>, Bare<Parsed>>];
export type ConfigFile = Mirrored extends [true, true] ? Described : never;
