/**
 * T5 in Hugging Face's transformers: https://huggingface.co/docs/transformers/model_doc/t5
 * v1.0 and v1.1 share a model type: what differs is the activation, and whether the head is tied and scaled.
 */
import * as v from 'valibot';
import { architectures } from '../../architectures.ts';
import type { Activation, LayerConfig, ModelConfig } from '../../config.ts';
import { checked } from '../json.ts';
import { type Rule, rules } from './layouts.ts';
import {
  activationName,
  activationSchema,
  count,
  denseLayer,
  type HuggingFaceRow,
  linearRules,
  normRules,
  number,
  size,
  unsupported,
} from './row.ts';

/** Defaults are those of their `T5Config`; the last two are ours, since theirs has no such field. */
export const t5Entries = {
  vocab_size: count(32128),
  d_model: count(512),
  d_kv: count(64),
  d_ff: count(2048),
  num_layers: count(6),
  num_decoder_layers: v.nullish(size),
  num_heads: count(8),
  relative_attention_num_buckets: count(32),
  relative_attention_max_distance: count(128),
  layer_norm_epsilon: number(1e-6),
  initializer_factor: number(1),
  feed_forward_proj: v.optional(v.string(), 'relu'),
  tie_word_embeddings: v.nullish(v.boolean()),
  scale_decoder_outputs: v.nullish(v.boolean()),
  n_positions: count(512),
  initializer_range: number(0.02),
};
const schema = v.looseObject(t5Entries);

/** `gated-gelu` means the approximation by tanh; every other name means itself. */
export function readProjection(projection: string): { gated: boolean; activation: Activation } {
  if (projection === 'gated-gelu') return { gated: true, activation: 'gelu-tanh' };
  const gated = projection.startsWith('gated-');
  const name = gated ? projection.slice('gated-'.length) : projection;
  return { gated, activation: checked(activationSchema, name, 'config.json', 'config') };
}

export function writeProjection(gated: boolean, activation: Activation): string {
  if (gated && activation === 'gelu-tanh') return 'gated-gelu';
  return `${gated ? 'gated-' : ''}${activationName(activation)}`;
}

/** The rules of one block; `ffn` is what its channel mixer needs. */
type ChannelRules = (layer: LayerConfig, theirs: string, ours: string) => Rule[];

function blockRules(
  stack: 'encoder' | 'decoder',
  index: number,
  layer: LayerConfig,
  channelRules: ChannelRules,
): Rule[] {
  const theirs = `${stack}.block.${index}.layer`;
  const ours = `${stack}.blocks.${index}`;
  const last = layer.cross ? 2 : 1;
  const attention = (name: string, own: string) => [
    ...linearRules(`${name}.q`, `${own}.query`, false),
    ...linearRules(`${name}.k`, `${own}.key`, false),
    ...linearRules(`${name}.v`, `${own}.value`, false),
    ...linearRules(`${name}.o`, `${own}.output`, false),
  ];
  return [
    ...normRules(`${theirs}.0.layer_norm`, `${ours}.ln1`, false),
    ...attention(`${theirs}.0.SelfAttention`, `${ours}.attn`),
    ...(layer.cross
      ? [
          ...normRules(`${theirs}.1.layer_norm`, `${ours}.ln_cross`, false),
          ...attention(`${theirs}.1.EncDecAttention`, `${ours}.cross_attn`),
        ]
      : []),
    ...normRules(`${theirs}.${last}.layer_norm`, `${ours}.ln2`, false),
    ...channelRules(layer, `${theirs}.${last}`, ours),
  ];
}

/** Everything of a T5 but its blocks. */
const outerRules = (config: ModelConfig): Rule[] => [
  ...rules('same', {
    'shared.weight': 'embed.tokens',
    'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight': 'encoder.embed.positions.table',
    'decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight': 'decoder.embed.positions.table',
    'encoder.final_layer_norm.weight': 'encoder.ln_final.gain',
    'decoder.final_layer_norm.weight': 'decoder.ln_final.gain',
  }),
  ...(config.tiedHead ? [] : rules('transposed', { 'lm_head.weight': 'unembed.weight' })),
];

/** Of a whole model of this family; what stands in the place of the feed-forward layers is the caller's. */
export const t5Rules = (config: ModelConfig, channelRules: ChannelRules): Rule[] => [
  ...outerRules(config),
  ...(config.encoder?.layers ?? []).flatMap((layer, index) =>
    blockRules('encoder', index, layer, channelRules),
  ),
  ...config.layers.flatMap((layer, index) => blockRules('decoder', index, layer, channelRules)),
];

function denseRules(layer: LayerConfig, theirs: string, ours: string): Rule[] {
  const { gated } = denseLayer(layer).channelMixer;
  const dense = `${theirs}.DenseReluDense`;
  return [
    ...(gated
      ? [
          ...linearRules(`${dense}.wi_0`, `${ours}.mlp.gate`, false),
          ...linearRules(`${dense}.wi_1`, `${ours}.mlp.in`, false),
        ]
      : linearRules(`${dense}.wi`, `${ours}.mlp.in`, false)),
    ...linearRules(`${dense}.wo`, `${ours}.mlp.out`, false),
  ];
}

/** The embedding is saved once more for each stack; a table of buckets for cross attention is made, but never read. */
export const t5Ignored = (name: string, config: ModelConfig): boolean =>
  /^(encoder|decoder)\.embed_tokens\.weight$/.test(name) ||
  name.endsWith('EncDecAttention.relative_attention_bias.weight') ||
  (config.tiedHead && name === 'lm_head.weight');

export const t5: HuggingFaceRow = {
  className: () => 'T5ForConditionalGeneration',
  prefix: '',
  heads: ['lm_head.'],

  readConfig(json, has) {
    const read = checked(schema, json, 'config.json', 'config');
    const { headScale: _, ...row } = architectures.t5.config({
      vocabulary: read.vocab_size,
      context: read.n_positions,
      width: read.d_model,
      layers: read.num_decoder_layers ?? read.num_layers,
      encoderLayers: read.num_layers,
      heads: read.num_heads,
      headSize: read.d_kv,
      hidden: read.d_ff,
      buckets: read.relative_attention_num_buckets,
      maximumDistance: read.relative_attention_max_distance,
      initializerRange: read.initializer_range,
    });
    const projection = readProjection(read.feed_forward_proj);
    const changed = (layer: LayerConfig): LayerConfig => ({
      ...layer,
      channelMixer: { ...denseLayer(layer).channelMixer, ...projection },
    });
    const tie = read.tie_word_embeddings ?? true;
    return {
      ...row,
      norm: { ...row.norm, epsilon: read.layer_norm_epsilon },
      layers: row.layers.map(changed),
      ...(row.encoder ? { encoder: { ...row.encoder, layers: row.encoder.layers.map(changed) } } : {}),
      tiedHead: tie || !has('lm_head.weight'),
      ...((read.scale_decoder_outputs ?? tie) ? { headScale: read.d_model ** -0.5 } : {}),
      embeddingRange: read.initializer_factor,
    };
  },

  writeConfig(config) {
    const { mixer, channelMixer } = denseLayer(config.layers[0]);
    const { position } = config;
    if (position.kind !== 'buckets' || !config.encoder)
      return unsupported('a T5 has two stacks and relative buckets.');
    return {
      vocab_size: config.vocabulary,
      d_model: config.width,
      d_kv: mixer.headSize,
      d_ff: channelMixer.hidden,
      num_layers: config.encoder.layers.length,
      num_decoder_layers: config.layers.length,
      num_heads: mixer.heads,
      relative_attention_num_buckets: position.buckets,
      relative_attention_max_distance: position.maximumDistance,
      layer_norm_epsilon: config.norm.epsilon,
      initializer_factor: config.embeddingRange ?? 1,
      feed_forward_proj: writeProjection(channelMixer.gated, channelMixer.activation),
      tie_word_embeddings: config.tiedHead,
      scale_decoder_outputs: config.headScale !== undefined,
      is_encoder_decoder: true,
      decoder_start_token_id: 0,
      n_positions: config.context,
      initializer_range: config.initializerRange,
      dropout_rate: 0,
    };
  },

  rules: (config) => t5Rules(config, denseRules),
  ignored: t5Ignored,
};
