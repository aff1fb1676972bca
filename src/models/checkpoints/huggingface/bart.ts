/** BART in Hugging Face's transformers: https://huggingface.co/docs/transformers/model_doc/bart */
import * as v from 'valibot';
import { architectures } from '../../architectures.ts';
import type { LayerConfig } from '../../config.ts';
import { checked } from '../json.ts';
import { type Rule, rules } from './layouts.ts';
import {
  activationName,
  activationSchema,
  count,
  denseLayer,
  flag,
  type HuggingFaceRow,
  linearRules,
  normRules,
  number,
  unsupported,
} from './row.ts';

/** Defaults are those of their `BartConfig`. */
const schema = v.looseObject({
  vocab_size: count(50265),
  max_position_embeddings: count(1024),
  encoder_layers: count(12),
  encoder_ffn_dim: count(4096),
  encoder_attention_heads: count(16),
  decoder_layers: count(12),
  decoder_ffn_dim: count(4096),
  decoder_attention_heads: count(16),
  activation_function: v.optional(activationSchema, 'gelu'),
  d_model: count(1024),
  init_std: number(0.02),
  scale_embedding: flag(false),
  tie_word_embeddings: flag(true),
  normalize_before: flag(false),
  add_final_layer_norm: flag(false),
});

function blockRules(stack: 'encoder' | 'decoder', index: number, layer: LayerConfig): Rule[] {
  const theirs = `${stack}.layers.${index}`;
  const ours = `${stack}.blocks.${index}`;
  const attention = (name: string, own: string) => [
    ...linearRules(`${name}.q_proj`, `${own}.query`, true),
    ...linearRules(`${name}.k_proj`, `${own}.key`, true),
    ...linearRules(`${name}.v_proj`, `${own}.value`, true),
    ...linearRules(`${name}.out_proj`, `${own}.output`, true),
  ];
  return [
    ...attention(`${theirs}.self_attn`, `${ours}.attn`),
    ...normRules(`${theirs}.self_attn_layer_norm`, `${ours}.ln1`, true),
    ...(layer.cross
      ? [
          ...attention(`${theirs}.encoder_attn`, `${ours}.cross_attn`),
          ...normRules(`${theirs}.encoder_attn_layer_norm`, `${ours}.ln_cross`, true),
        ]
      : []),
    ...linearRules(`${theirs}.fc1`, `${ours}.mlp.in`, true),
    ...linearRules(`${theirs}.fc2`, `${ours}.mlp.out`, true),
    ...normRules(`${theirs}.final_layer_norm`, `${ours}.ln2`, true),
  ];
}

const stackRules = (stack: 'encoder' | 'decoder', layers: readonly LayerConfig[]): Rule[] => [
  ...rules('same', { [`${stack}.embed_positions.weight`]: `${stack}.embed.positions.table` }),
  ...normRules(`${stack}.layernorm_embedding`, `${stack}.embed.ln`, true),
  ...layers.flatMap((layer, index) => blockRules(stack, index, layer)),
];

export const bart: HuggingFaceRow = {
  className: () => 'BartForConditionalGeneration',
  prefix: 'model.',
  heads: ['lm_head.', 'final_logits_bias'],

  readConfig(json, has) {
    const read = checked(schema, json, 'config.json', 'config');
    if (read.normalize_before || read.add_final_layer_norm) unsupported('normalize_before is not supported.');
    if (
      read.encoder_attention_heads !== read.decoder_attention_heads ||
      read.encoder_ffn_dim !== read.decoder_ffn_dim
    ) {
      unsupported('stacks with unlike heads or feed-forward layers are not supported.');
    }
    if (read.d_model % read.decoder_attention_heads !== 0) {
      unsupported(`${read.d_model} columns cannot be cut into ${read.decoder_attention_heads} heads.`);
    }
    const row = architectures.bart.config({
      vocabulary: read.vocab_size,
      context: read.max_position_embeddings,
      width: read.d_model,
      layers: read.decoder_layers,
      encoderLayers: read.encoder_layers,
      heads: read.decoder_attention_heads,
      hidden: read.decoder_ffn_dim,
      initializerRange: read.init_std,
    });
    const changed = (layer: LayerConfig): LayerConfig => ({
      ...layer,
      channelMixer: { ...denseLayer(layer).channelMixer, activation: read.activation_function },
    });
    return {
      ...row,
      layers: row.layers.map(changed),
      ...(row.encoder ? { encoder: { ...row.encoder, layers: row.encoder.layers.map(changed) } } : {}),
      tiedHead: read.tie_word_embeddings || !has('lm_head.weight'),
      headBias: has('final_logits_bias'),
      ...(read.scale_embedding ? { embeddingScale: Math.sqrt(read.d_model) } : {}),
    };
  },

  writeConfig(config) {
    const { mixer, channelMixer } = denseLayer(config.layers[0]);
    if (!config.encoder) return unsupported('a BART has two stacks.');
    return {
      vocab_size: config.vocabulary,
      max_position_embeddings: config.context,
      encoder_layers: config.encoder.layers.length,
      decoder_layers: config.layers.length,
      encoder_ffn_dim: channelMixer.hidden,
      decoder_ffn_dim: channelMixer.hidden,
      encoder_attention_heads: mixer.heads,
      decoder_attention_heads: mixer.heads,
      activation_function: activationName(channelMixer.activation),
      d_model: config.width,
      init_std: config.initializerRange,
      scale_embedding: config.embeddingScale !== undefined,
      tie_word_embeddings: config.tiedHead,
      is_encoder_decoder: true,
      decoder_start_token_id: 2,
      dropout: 0,
      attention_dropout: 0,
      activation_dropout: 0,
    };
  },

  rules: (config) => [
    ...rules('same', { 'shared.weight': 'embed.tokens' }),
    ...stackRules('encoder', config.encoder?.layers ?? []),
    ...stackRules('decoder', config.layers),
    ...(config.headBias ? rules('row', { final_logits_bias: 'unembed.bias' }) : []),
    ...(config.tiedHead ? [] : rules('transposed', { 'lm_head.weight': 'unembed.weight' })),
  ],
  ignored: (name, config) =>
    /^(encoder|decoder)\.embed_tokens\.weight$/.test(name) || (config.tiedHead && name === 'lm_head.weight'),
};
