/** BERT in Hugging Face's transformers: https://huggingface.co/docs/transformers/model_doc/bert */
import * as v from 'valibot';
import { architectures } from '../../architectures.ts';
import type { LayerConfig, ModelConfig } from '../../config.ts';
import { checked } from '../json.ts';
import { type Rule, rules } from './layouts.ts';
import {
  activationName,
  activationSchema,
  count,
  denseLayer,
  flag,
  type Has,
  type HuggingFaceRow,
  type Json,
  linearRules,
  normRules,
  number,
  unsupported,
} from './row.ts';

/** Defaults are those of their `BertConfig`. */
const schema = v.looseObject({
  vocab_size: count(30522),
  hidden_size: count(768),
  num_hidden_layers: count(12),
  num_attention_heads: count(12),
  intermediate_size: count(3072),
  hidden_act: v.optional(activationSchema, 'gelu'),
  max_position_embeddings: count(512),
  type_vocab_size: count(2),
  initializer_range: number(0.02),
  layer_norm_eps: number(1e-12),
  position_embedding_type: v.nullish(v.string()),
  is_decoder: flag(false),
  id2label: v.nullish(v.record(v.string(), v.string())),
});

/** The names of the parts that BERT and RoBERTa call differently. */
export interface HeadNames {
  readonly transform: string;
  readonly transformNorm: string;
  readonly bias: string;
}

const headNames: HeadNames = {
  transform: 'cls.predictions.transform.dense',
  transformNorm: 'cls.predictions.transform.LayerNorm',
  bias: 'cls.predictions.bias',
};

/** Everything but pooler, next sentence and classes. `offset`: where positions begin. */
export function readBertConfig(
  json: Json,
  usual: Json,
  offset: number,
  names: HeadNames,
  has: Has,
): ModelConfig {
  const read = checked(schema, { ...usual, ...json }, 'config.json', 'config');
  if (read.is_decoder) unsupported('is_decoder is not supported.');
  if ((read.position_embedding_type ?? 'absolute') !== 'absolute') {
    unsupported(`position_embedding_type ${read.position_embedding_type} is not supported.`);
  }
  if (read.hidden_size % read.num_attention_heads !== 0) {
    unsupported(`${read.hidden_size} columns cannot be cut into ${read.num_attention_heads} heads.`);
  }
  const context = read.max_position_embeddings - offset;
  const row = architectures.bert.config({
    vocabulary: read.vocab_size,
    context,
    width: read.hidden_size,
    layers: read.num_hidden_layers,
    heads: read.num_attention_heads,
    hidden: read.intermediate_size,
    initializerRange: read.initializer_range,
  });
  const { pooler: _, nextSentence: __, headTransform: ___, ...rest } = row;
  const layers = row.layers.map((layer): LayerConfig => {
    const { mixer, channelMixer } = denseLayer(layer);
    return { mixer, channelMixer: { ...channelMixer, activation: read.hidden_act } };
  });
  return {
    ...rest,
    position: { kind: 'learned', maximum: context, offset },
    norm: { ...row.norm, epsilon: read.layer_norm_eps },
    layers,
    segments: read.type_vocab_size,
    headBias: has(names.bias),
    ...(has(`${names.transform}.weight`) ? { headTransform: read.hidden_act } : {}),
  };
}

export const classesOf = (json: Json): number => {
  const { id2label } = checked(schema, json, 'config.json', 'config');
  return id2label ? Object.keys(id2label).length : 2;
};

export function writeBertConfig(config: ModelConfig): Json {
  const { mixer, channelMixer } = denseLayer(config.layers[0]);
  if (config.position.kind !== 'learned')
    return unsupported('their models of this kind have learned positions.');
  const labels = Array.from(
    { length: config.classes ?? 2 },
    (_, index) => [index, `LABEL_${index}`] as const,
  );
  return {
    vocab_size: config.vocabulary,
    hidden_size: config.width,
    num_hidden_layers: config.layers.length,
    num_attention_heads: mixer.heads,
    intermediate_size: channelMixer.hidden,
    hidden_act: activationName(channelMixer.activation),
    max_position_embeddings: config.position.maximum + config.position.offset,
    type_vocab_size: config.segments ?? 1,
    initializer_range: config.initializerRange,
    layer_norm_eps: config.norm.epsilon,
    hidden_dropout_prob: 0,
    attention_probs_dropout_prob: 0,
    tie_word_embeddings: config.tiedHead,
    ...(config.classes
      ? {
          id2label: Object.fromEntries(labels),
          label2id: Object.fromEntries(labels.map(([index, label]) => [label, index])),
        }
      : {}),
  };
}

export function bertRules(config: ModelConfig, names: HeadNames): Rule[] {
  return [
    ...rules('same', {
      'embeddings.word_embeddings.weight': 'embed.tokens',
      'embeddings.position_embeddings.weight': 'embed.positions.table',
      'embeddings.token_type_embeddings.weight': 'embed.segments',
    }),
    ...normRules('embeddings.LayerNorm', 'embed.ln', true),
    ...config.layers.flatMap((_, index) => blockRules(index)),
    ...(config.headTransform
      ? [
          ...linearRules(names.transform, 'unembed.transform', true),
          ...normRules(names.transformNorm, 'unembed.ln', true),
        ]
      : []),
    ...(config.headBias ? rules('same', { [names.bias]: 'unembed.bias' }) : []),
  ];
}

function blockRules(index: number): Rule[] {
  const theirs = `encoder.layer.${index}`;
  const ours = `blocks.${index}`;
  return [
    ...linearRules(`${theirs}.attention.self.query`, `${ours}.attn.query`, true),
    ...linearRules(`${theirs}.attention.self.key`, `${ours}.attn.key`, true),
    ...linearRules(`${theirs}.attention.self.value`, `${ours}.attn.value`, true),
    ...linearRules(`${theirs}.attention.output.dense`, `${ours}.attn.output`, true),
    ...normRules(`${theirs}.attention.output.LayerNorm`, `${ours}.ln1`, true),
    ...linearRules(`${theirs}.intermediate.dense`, `${ours}.mlp.in`, true),
    ...linearRules(`${theirs}.output.dense`, `${ours}.mlp.out`, true),
    ...normRules(`${theirs}.output.LayerNorm`, `${ours}.ln2`, true),
  ];
}

export const bert: HuggingFaceRow = {
  className({ nextSentence, headTransform, classes }) {
    if (classes) return 'BertForSequenceClassification';
    if (nextSentence) return 'BertForPreTraining';
    return headTransform ? 'BertForMaskedLM' : 'BertModel';
  },
  prefix: 'bert.',
  heads: ['cls.', 'classifier.'],

  readConfig: (json, has) => ({
    ...readBertConfig(json, {}, 0, headNames, has),
    ...(has('pooler.dense.weight') ? { pooler: true } : {}),
    ...(has('cls.seq_relationship.weight') ? { nextSentence: true } : {}),
    ...(has('classifier.weight') ? { classes: classesOf(json) } : {}),
  }),
  writeConfig: writeBertConfig,
  rules: (config) => [
    ...bertRules(config, headNames),
    ...(config.pooler ? linearRules('pooler.dense', 'pooler', true) : []),
    ...(config.nextSentence ? linearRules('cls.seq_relationship', 'next_sentence', true) : []),
    ...(config.classes ? linearRules('classifier', 'classifier', true) : []),
  ],
  ignored: (name) => name === 'embeddings.position_ids' || name.startsWith('cls.predictions.decoder.'),
};
