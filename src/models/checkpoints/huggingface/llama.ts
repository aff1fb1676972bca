/** LLaMA in Hugging Face's transformers: https://huggingface.co/docs/transformers/model_doc/llama */
import * as v from 'valibot';
import { architectures } from '../../architectures.ts';
import type { AttentionConfig, LayerConfig, ModelConfig } from '../../config.ts';
import { checked } from '../json.ts';
import { type Rule, rules } from './layouts.ts';
import {
  activationName,
  activationSchema,
  count,
  denseLayer,
  flag,
  type HuggingFaceRow,
  type Json,
  linearRules,
  normRules,
  number,
  size,
  unsupported,
} from './row.ts';

/** Older files have `rope_theta` beside `rope_scaling`, newer ones both in `rope_parameters`. */
const ropeParameters = v.looseObject({
  rope_type: v.optional(v.string(), 'default'),
  rope_theta: v.optional(v.number()),
});

export const ropeEntries = {
  rope_theta: v.nullish(v.number()),
  rope_scaling: v.nullish(v.looseObject({})),
  rope_parameters: v.nullish(ropeParameters),
};

type Rope = v.InferOutput<v.LooseObjectSchema<typeof ropeEntries, undefined>>;

export function rotaryBaseOf({ rope_theta, rope_scaling, rope_parameters: parameters }: Rope): number {
  if (rope_scaling) unsupported('rope_scaling is not supported.');
  if (parameters && parameters.rope_type !== 'default') {
    unsupported(`rope_type ${parameters.rope_type} is not supported.`);
  }
  return parameters?.rope_theta ?? rope_theta ?? 10000;
}

/** Defaults are those of their `LlamaConfig`. */
const schema = v.looseObject({
  vocab_size: count(32000),
  hidden_size: count(4096),
  intermediate_size: count(11008),
  num_hidden_layers: count(32),
  num_attention_heads: count(32),
  num_key_value_heads: v.nullish(size),
  head_dim: v.nullish(size),
  hidden_act: v.optional(activationSchema, 'silu'),
  max_position_embeddings: count(2048),
  initializer_range: number(0.02),
  rms_norm_eps: number(1e-6),
  tie_word_embeddings: flag(false),
  attention_bias: flag(false),
  mlp_bias: flag(false),
  ...ropeEntries,
});

export function readLlamaConfig(json: Json, usual: Json): ModelConfig {
  const read = checked(schema, { ...usual, ...json }, 'config.json', 'config');
  const row = architectures.llama.config({
    vocabulary: read.vocab_size,
    context: read.max_position_embeddings,
    width: read.hidden_size,
    layers: read.num_hidden_layers,
    heads: read.num_attention_heads,
    keyValueHeads: read.num_key_value_heads ?? read.num_attention_heads,
    headSize: read.head_dim ?? Math.floor(read.hidden_size / read.num_attention_heads),
    hidden: read.intermediate_size,
    initializerRange: read.initializer_range,
  });
  const choices = { bias: read.attention_bias, outputBias: read.attention_bias };
  return {
    ...row,
    position: { kind: 'rotary', base: rotaryBaseOf(read) },
    norm: { ...row.norm, epsilon: read.rms_norm_eps },
    layers: row.layers.map((layer): LayerConfig => {
      const { mixer, channelMixer } = denseLayer(layer);
      return {
        mixer: { ...mixer, ...choices },
        channelMixer: { ...channelMixer, activation: read.hidden_act, bias: read.mlp_bias },
      };
    }),
    tiedHead: read.tie_word_embeddings,
  };
}

/** What every relative of LLaMA's writes of a config whose layers have such attention. */
export function writeLlamaConfig(config: ModelConfig, mixer: AttentionConfig): Json {
  if (config.position.kind !== 'rotary')
    return unsupported('their models of this kind have rotary positions.');
  return {
    vocab_size: config.vocabulary,
    hidden_size: config.width,
    num_hidden_layers: config.layers.length,
    num_attention_heads: mixer.heads,
    num_key_value_heads: mixer.keyValueHeads,
    head_dim: mixer.headSize,
    max_position_embeddings: config.context,
    initializer_range: config.initializerRange,
    rms_norm_eps: config.norm.epsilon,
    tie_word_embeddings: config.tiedHead,
    rope_parameters: { rope_type: 'default', rope_theta: config.position.base },
    attention_dropout: 0,
  };
}

/** All of a LLaMA but its channel mixers. */
export function llamaRules(
  config: ModelConfig,
  channelRules: (layer: LayerConfig, index: number) => Rule[],
): Rule[] {
  return [
    ...rules('same', { 'embed_tokens.weight': 'embed.tokens' }),
    ...config.layers.flatMap((layer, index) => [
      ...normRules(`layers.${index}.input_layernorm`, `blocks.${index}.ln1`, false),
      ...attentionRules(layer, index),
      ...normRules(`layers.${index}.post_attention_layernorm`, `blocks.${index}.ln2`, false),
      ...channelRules(layer, index),
    ]),
    ...normRules('norm', 'ln_final', false),
    ...(config.tiedHead ? [] : rules('transposed', { 'lm_head.weight': 'unembed.weight' })),
  ];
}

function attentionRules({ mixer }: LayerConfig, index: number): Rule[] {
  if (mixer.kind !== 'attention')
    return unsupported('their models of this kind have attention in each block.');
  const theirs = `layers.${index}.self_attn`;
  const ours = `blocks.${index}.attn`;
  return [
    ...linearRules(`${theirs}.q_proj`, `${ours}.query`, mixer.bias),
    ...linearRules(`${theirs}.k_proj`, `${ours}.key`, mixer.bias),
    ...linearRules(`${theirs}.v_proj`, `${ours}.value`, mixer.bias),
    ...linearRules(`${theirs}.o_proj`, `${ours}.output`, mixer.outputBias),
  ];
}

export function gatedRules(layer: LayerConfig, index: number): Rule[] {
  const { channelMixer } = denseLayer(layer);
  const theirs = `layers.${index}.mlp`;
  const ours = `blocks.${index}.mlp`;
  return [
    ...linearRules(`${theirs}.gate_proj`, `${ours}.gate`, channelMixer.bias),
    ...linearRules(`${theirs}.up_proj`, `${ours}.in`, channelMixer.bias),
    ...linearRules(`${theirs}.down_proj`, `${ours}.out`, channelMixer.bias),
  ];
}

export const llamaIgnored = (name: string, config: ModelConfig): boolean =>
  name.endsWith('rotary_emb.inv_freq') || (config.tiedHead && name === 'lm_head.weight');

export const llama: HuggingFaceRow = {
  className: () => 'LlamaForCausalLM',
  prefix: 'model.',
  heads: ['lm_head.'],
  readConfig: (json) => readLlamaConfig(json, {}),
  writeConfig(config) {
    const { mixer, channelMixer } = denseLayer(config.layers[0]);
    return {
      ...writeLlamaConfig(config, mixer),
      intermediate_size: channelMixer.hidden,
      hidden_act: activationName(channelMixer.activation),
      attention_bias: mixer.bias,
      mlp_bias: channelMixer.bias,
    };
  },
  rules: (config) => llamaRules(config, gatedRules),
  ignored: llamaIgnored,
};
