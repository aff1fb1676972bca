/**
 * GPT-2 in Hugging Face's transformers: https://huggingface.co/docs/transformers/model_doc/gpt2
 * Its linear maps are `Conv1D`, whose weight is [inputs, outputs]: as ours, unlike `nn.Linear`.
 */
import * as v from 'valibot';
import { architectures } from '../../architectures.ts';
import type { ModelConfig } from '../../config.ts';
import { checked } from '../json.ts';
import { type Rule, rules } from './layouts.ts';
import { activationName, activationSchema, type HuggingFaceRow, size, unsupported } from './row.ts';

/** Defaults are those of their `GPT2Config`: a config file may leave a field out. */
const schema = v.looseObject({
  vocab_size: v.optional(size, 50257),
  n_positions: v.optional(size, 1024),
  n_embd: v.optional(size, 768),
  n_layer: v.optional(size, 12),
  n_head: v.optional(size, 12),
  n_inner: v.nullish(size),
  activation_function: v.optional(activationSchema, 'gelu_new'),
  layer_norm_epsilon: v.optional(v.number(), 1e-5),
  initializer_range: v.optional(v.number(), 0.02),
  scale_attn_weights: v.optional(v.boolean(), true),
  scale_attn_by_inverse_layer_idx: v.optional(v.boolean(), false),
  add_cross_attention: v.optional(v.boolean(), false),
  tie_word_embeddings: v.optional(v.boolean(), true),
});

function blockRules(index: number): Rule[] {
  const theirs = `h.${index}`;
  const ours = `blocks.${index}`;
  const heads = (kind: 'weight' | 'bias'): Rule => ({
    theirs: [`${theirs}.attn.c_attn.${kind}`],
    ours: ['query', 'key', 'value'].map((part) => `${ours}.attn.${part}.${kind}`),
    layout: 'columns',
  });
  return [
    heads('weight'),
    heads('bias'),
    ...rules('same', {
      [`${theirs}.ln_1.weight`]: `${ours}.ln1.gain`,
      [`${theirs}.ln_1.bias`]: `${ours}.ln1.bias`,
      [`${theirs}.attn.c_proj.weight`]: `${ours}.attn.output.weight`,
      [`${theirs}.attn.c_proj.bias`]: `${ours}.attn.output.bias`,
      [`${theirs}.ln_2.weight`]: `${ours}.ln2.gain`,
      [`${theirs}.ln_2.bias`]: `${ours}.ln2.bias`,
      [`${theirs}.mlp.c_fc.weight`]: `${ours}.mlp.in.weight`,
      [`${theirs}.mlp.c_fc.bias`]: `${ours}.mlp.in.bias`,
      [`${theirs}.mlp.c_proj.weight`]: `${ours}.mlp.out.weight`,
      [`${theirs}.mlp.c_proj.bias`]: `${ours}.mlp.out.bias`,
    }),
  ];
}

export const gpt2: HuggingFaceRow = {
  className: () => 'GPT2LMHeadModel',
  prefix: 'transformer.',
  heads: ['lm_head.'],

  readConfig(json): ModelConfig {
    const read = checked(schema, json, 'config.json', 'config');
    if (read.scale_attn_by_inverse_layer_idx)
      unsupported('scale_attn_by_inverse_layer_idx is not supported.');
    if (read.add_cross_attention) unsupported('add_cross_attention is not supported.');
    if (read.n_embd % read.n_head !== 0)
      unsupported(`${read.n_embd} columns cannot be cut into ${read.n_head} heads.`);
    const usual = architectures.gpt2.config({
      vocabulary: read.vocab_size,
      context: read.n_positions,
      width: read.n_embd,
      layers: read.n_layer,
      heads: read.n_head,
      ...(read.n_inner ? { hidden: read.n_inner } : {}),
      initializerRange: read.initializer_range,
    });
    return {
      ...usual,
      norm: { ...usual.norm, epsilon: read.layer_norm_epsilon },
      tiedHead: read.tie_word_embeddings,
      layers: usual.layers.map(({ mixer, channelMixer }) => ({
        mixer: mixer.kind === 'attention' ? { ...mixer, scaled: read.scale_attn_weights } : mixer,
        channelMixer:
          channelMixer.kind === 'feed-forward'
            ? { ...channelMixer, activation: read.activation_function }
            : channelMixer,
      })),
    };
  },

  writeConfig(config) {
    const [layer] = config.layers;
    if (layer?.mixer.kind !== 'attention' || layer.channelMixer.kind !== 'feed-forward') {
      return unsupported('a GPT-2 has attention and a feed-forward layer in each block.');
    }
    return {
      vocab_size: config.vocabulary,
      n_positions: config.context,
      n_embd: config.width,
      n_layer: config.layers.length,
      n_head: layer.mixer.heads,
      n_inner: layer.channelMixer.hidden,
      activation_function: activationName(layer.channelMixer.activation),
      layer_norm_epsilon: config.norm.epsilon,
      initializer_range: config.initializerRange,
      scale_attn_weights: layer.mixer.scaled,
      tie_word_embeddings: config.tiedHead,
      // Their defaults are ids of the real GPT-2's vocabulary.
      bos_token_id: null,
      eos_token_id: null,
      // Ours draws nothing at random when it runs.
      resid_pdrop: 0,
      embd_pdrop: 0,
      attn_pdrop: 0,
    };
  },

  rules: (config) => [
    ...rules('same', { 'wte.weight': 'embed.tokens', 'wpe.weight': 'embed.positions.table' }),
    ...config.layers.flatMap((_, index) => blockRules(index)),
    ...rules('same', { 'ln_f.weight': 'ln_final.gain', 'ln_f.bias': 'ln_final.bias' }),
    ...(config.tiedHead ? [] : rules('transposed', { 'lm_head.weight': 'unembed.weight' })),
  ],

  ignored: (name, config) =>
    /^h\.\d+\.attn\.(masked_)?bias$/.test(name) || (config.tiedHead && name === 'lm_head.weight'),
};
