/**
 * Switch Transformers in Hugging Face's transformers: https://huggingface.co/docs/transformers/model_doc/switch_transformers
 * A T5 with experts in some of its layers.
 *
 * Their `expert_capacity` is a number of tokens, where the paper has a factor; their version 5.17 reads it but drops
 * nothing. What is read here drops nothing either, unless the file has our field `capacity_factor`.
 */
import * as v from 'valibot';
import { architectures } from '../../architectures.ts';
import type { LayerConfig, MixtureConfig, ModelConfig } from '../../config.ts';
import { checked } from '../json.ts';
import type { Rule } from './layouts.ts';
import {
  activationName,
  activationSchema,
  count,
  flag,
  type HuggingFaceRow,
  linearRules,
  number,
  unsupported,
} from './row.ts';
import { t5Entries, t5Ignored, t5Rules } from './t5.ts';

/** Defaults are those of their `SwitchTransformersConfig`. */
const schema = v.looseObject({
  ...t5Entries,
  d_model: count(768),
  num_layers: count(12),
  num_heads: count(12),
  d_ff: count(2048),
  num_sparse_encoder_layers: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 3),
  num_sparse_decoder_layers: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 3),
  num_experts: count(8),
  router_bias: flag(false),
  router_ignore_padding_tokens: flag(false),
  router_z_loss_coef: number(0.001),
  router_aux_loss_coef: number(0.001),
  dense_act_fn: v.optional(activationSchema, 'relu'),
  capacity_factor: v.nullish(v.pipe(v.number(), v.gtValue(0))),
});

/** Which layers have experts, as their configuration has it. */
function isSparse(layers: number, sparse: number): (index: number) => boolean {
  const step = sparse > 0 ? Math.floor(layers / sparse) : layers;
  return (index) => step === 1 || (step > 0 && index % step === 1);
}

const sparseCount = (layers: readonly LayerConfig[]): number =>
  layers.filter(({ channelMixer }) => channelMixer.kind === 'mixture-of-experts').length;

function firstExperts(config: ModelConfig): MixtureConfig {
  const all = [...(config.encoder?.layers ?? []), ...config.layers];
  for (const { channelMixer } of all) if (channelMixer.kind === 'mixture-of-experts') return channelMixer;
  return unsupported('a Switch Transformer has experts in some layer.');
}

function channelRules({ channelMixer }: LayerConfig, theirs: string, ours: string): Rule[] {
  const dense = (name: string, own: string) => [
    ...linearRules(`${name}.wi`, `${own}.in`, false),
    ...linearRules(`${name}.wo`, `${own}.out`, false),
  ];
  if (channelMixer.kind === 'feed-forward') return dense(`${theirs}.mlp`, `${ours}.mlp`);
  if (channelMixer.kind === 'none') return [];
  return [
    ...linearRules(`${theirs}.mlp.router.classifier`, `${ours}.moe.router`, false),
    ...Array.from({ length: channelMixer.experts }, (_, expert) =>
      dense(`${theirs}.mlp.experts.expert_${expert}`, `${ours}.moe.experts.${expert}`),
    ).flat(),
  ];
}

export const switchTransformers: HuggingFaceRow = {
  className: () => 'SwitchTransformersForConditionalGeneration',
  prefix: '',
  heads: ['lm_head.'],

  readConfig(json) {
    const read = checked(schema, json, 'config.json', 'config');
    if (read.router_bias) unsupported('router_bias is not supported.');
    if (read.router_ignore_padding_tokens) unsupported('router_ignore_padding_tokens is not supported.');
    const { headScale, ...row } = architectures.switch.config({
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
      experts: read.num_experts,
      sparseStep: 1,
    });
    const experts: Partial<MixtureConfig> = {
      capacityFactor: read.capacity_factor ?? null,
      loadBalance: read.router_aux_loss_coef,
      routerZ: read.router_z_loss_coef,
    };
    const withExperts = (layers: readonly LayerConfig[], sparse: number): LayerConfig[] => {
      const has = isSparse(layers.length, sparse);
      return layers.map((layer, index) => ({ ...layer, channelMixer: channelMixerOf(layer, has(index)) }));
    };
    const channelMixerOf = ({ channelMixer }: LayerConfig, sparse: boolean) => {
      if (channelMixer.kind !== 'mixture-of-experts') return channelMixer;
      const own = { ...channelMixer, activation: read.dense_act_fn };
      const { hidden, activation, gated, bias } = own;
      return sparse
        ? { ...own, ...experts }
        : { kind: 'feed-forward' as const, hidden, activation, gated, bias };
    };
    const tied = read.tie_word_embeddings ?? true;
    return {
      ...row,
      norm: { ...row.norm, epsilon: read.layer_norm_epsilon },
      layers: withExperts(row.layers, read.num_sparse_decoder_layers),
      ...(row.encoder
        ? {
            encoder: {
              ...row.encoder,
              layers: withExperts(row.encoder.layers, read.num_sparse_encoder_layers),
            },
          }
        : {}),
      tiedHead: tied,
      ...(tied && headScale !== undefined ? { headScale } : {}),
      embeddingRange: read.initializer_factor,
    };
  },

  writeConfig(config) {
    const { position, encoder } = config;
    const [layer] = config.layers;
    if (position.kind !== 'buckets' || !encoder || layer?.mixer.kind !== 'attention')
      return unsupported('a Switch Transformer has two stacks and relative buckets.');
    const experts = firstExperts(config);
    return {
      vocab_size: config.vocabulary,
      d_model: config.width,
      d_kv: layer.mixer.headSize,
      d_ff: experts.hidden,
      num_layers: encoder.layers.length,
      num_decoder_layers: config.layers.length,
      num_sparse_encoder_layers: sparseCount(encoder.layers),
      num_sparse_decoder_layers: sparseCount(config.layers),
      num_heads: layer.mixer.heads,
      num_experts: experts.experts,
      relative_attention_num_buckets: position.buckets,
      relative_attention_max_distance: position.maximumDistance,
      layer_norm_epsilon: config.norm.epsilon,
      initializer_factor: config.embeddingRange ?? 1,
      dense_act_fn: activationName(experts.activation),
      tie_word_embeddings: config.tiedHead,
      router_z_loss_coef: experts.routerZ,
      router_aux_loss_coef: experts.loadBalance,
      capacity_factor: experts.capacityFactor,
      is_encoder_decoder: true,
      decoder_start_token_id: 0,
      n_positions: config.context,
      initializer_range: config.initializerRange,
      dropout_rate: 0,
      router_jitter_noise: 0,
    };
  },

  rules: (config) => t5Rules(config, channelRules),
  ignored: t5Ignored,
};
