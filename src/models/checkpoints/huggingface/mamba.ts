/** Mamba in Hugging Face's transformers: https://huggingface.co/docs/transformers/model_doc/mamba */
import * as v from 'valibot';
import { architectures } from '../../architectures.ts';
import type { LayerConfig, MambaConfig, ModelConfig } from '../../config.ts';
import { checked } from '../json.ts';
import { type Rule, rules } from './layouts.ts';
import {
  count,
  flag,
  type HuggingFaceRow,
  linearRules,
  normRules,
  number,
  size,
  unsupported,
} from './row.ts';

/** Defaults are those of their `MambaConfig`; the last is ours, since theirs has no longest text. */
const schema = v.looseObject({
  vocab_size: count(50280),
  hidden_size: count(768),
  state_size: count(16),
  num_hidden_layers: count(32),
  layer_norm_epsilon: number(1e-5),
  expand: number(2),
  conv_kernel: count(4),
  use_bias: flag(false),
  use_conv_bias: flag(true),
  hidden_act: v.optional(v.string(), 'silu'),
  initializer_range: number(0.1),
  time_step_rank: v.optional(v.union([size, v.literal('auto')]), 'auto'),
  tie_word_embeddings: flag(true),
  max_position_embeddings: count(2048),
});

function selective({ mixer, channelMixer }: LayerConfig): MambaConfig {
  if (mixer.kind !== 'mamba' || !mixer.selective || channelMixer.kind !== 'none') {
    return unsupported('their models of this kind have a selective state space model alone in each block.');
  }
  return mixer;
}

function blockRules(layer: LayerConfig, index: number): Rule[] {
  const { bias, convolutionBias } = selective(layer);
  const theirs = `layers.${index}.mixer`;
  const ours = `blocks.${index}.ssm`;
  return [
    ...normRules(`layers.${index}.norm`, `blocks.${index}.ln1`, false),
    ...linearRules(`${theirs}.in_proj`, `${ours}.in`, bias),
    ...rules('taps', { [`${theirs}.conv1d.weight`]: `${ours}.conv.weight` }),
    ...rules('same', convolutionBias ? { [`${theirs}.conv1d.bias`]: `${ours}.conv.bias` } : {}),
    ...linearRules(`${theirs}.x_proj`, `${ours}.select`, false),
    ...linearRules(`${theirs}.dt_proj`, `${ours}.delta`, true),
    ...rules('same', { [`${theirs}.A_log`]: `${ours}.A_log`, [`${theirs}.D`]: `${ours}.D` }),
    ...linearRules(`${theirs}.out_proj`, `${ours}.out`, bias),
  ];
}

export const mamba: HuggingFaceRow = {
  className: () => 'MambaForCausalLM',
  prefix: 'backbone.',
  heads: ['lm_head.'],

  readConfig(json): ModelConfig {
    const read = checked(schema, json, 'config.json', 'config');
    if (!['silu', 'swish'].includes(read.hidden_act))
      unsupported(`hidden_act ${read.hidden_act} is not supported.`);
    if (read.conv_kernel < 2) unsupported('conv_kernel 1 is not supported.');
    const row = architectures.mamba.config({
      vocabulary: read.vocab_size,
      context: read.max_position_embeddings,
      width: read.hidden_size,
      layers: read.num_hidden_layers,
      heads: 1,
      inner: Math.trunc(read.expand * read.hidden_size),
      states: read.state_size,
      ...(read.time_step_rank === 'auto' ? {} : { deltaRank: read.time_step_rank }),
      initializerRange: read.initializer_range,
    });
    const choices = { taps: read.conv_kernel, bias: read.use_bias, convolutionBias: read.use_conv_bias };
    return {
      ...row,
      norm: { ...row.norm, epsilon: read.layer_norm_epsilon },
      layers: row.layers.map((layer) => ({ ...layer, mixer: { ...selective(layer), ...choices } })),
      tiedHead: read.tie_word_embeddings,
    };
  },

  writeConfig(config) {
    const [layer] = config.layers;
    if (layer === undefined) return unsupported('a Mamba has at least one layer.');
    const mixer = selective(layer);
    return {
      vocab_size: config.vocabulary,
      hidden_size: config.width,
      intermediate_size: mixer.inner,
      state_size: mixer.states,
      num_hidden_layers: config.layers.length,
      layer_norm_epsilon: config.norm.epsilon,
      expand: mixer.inner / config.width,
      conv_kernel: mixer.taps,
      use_bias: mixer.bias,
      use_conv_bias: mixer.convolutionBias,
      hidden_act: 'silu',
      initializer_range: config.initializerRange,
      time_step_rank: mixer.deltaRank,
      tie_word_embeddings: config.tiedHead,
      max_position_embeddings: config.context,
    };
  },

  rules: (config) => [
    ...rules('same', { 'embeddings.weight': 'embed.tokens' }),
    ...config.layers.flatMap(blockRules),
    ...normRules('norm_f', 'ln_final', false),
    ...(config.tiedHead ? [] : rules('transposed', { 'lm_head.weight': 'unembed.weight' })),
  ],
  ignored: (name, config) => config.tiedHead && name === 'lm_head.weight',
};
