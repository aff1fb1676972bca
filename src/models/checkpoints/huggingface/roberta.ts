/**
 * RoBERTa in Hugging Face's transformers, https://huggingface.co/docs/transformers/model_doc/roberta: BERT with other
 * names of heads. The map and tanh of its classification head are our pooler.
 */
import { bertRules, classesOf, type HeadNames, readBertConfig, writeBertConfig } from './bert.ts';
import { type HuggingFaceRow, linearRules } from './row.ts';

const headNames: HeadNames = {
  transform: 'lm_head.dense',
  transformNorm: 'lm_head.layer_norm',
  bias: 'lm_head.bias',
};

/** Positions begin after the padding token, which is 1. */
const offset = 2;
const usual = { vocab_size: 50265, max_position_embeddings: 514, layer_norm_eps: 1e-5, type_vocab_size: 1 };

export const roberta: HuggingFaceRow = {
  className({ headTransform, classes }) {
    if (classes) return 'RobertaForSequenceClassification';
    return headTransform ? 'RobertaForMaskedLM' : 'RobertaModel';
  },
  prefix: 'roberta.',
  heads: ['lm_head.', 'classifier.'],

  readConfig: (json, has) => {
    const classes = has('classifier.out_proj.weight') ? { classes: classesOf(json) } : {};
    return {
      ...readBertConfig(json, usual, offset, headNames, has),
      ...(has('classifier.dense.weight') || has('pooler.dense.weight') ? { pooler: true } : {}),
      ...classes,
    };
  },
  writeConfig: (config) => ({ ...writeBertConfig(config), pad_token_id: offset - 1 }),
  rules: (config) => [
    ...bertRules(config, headNames),
    ...(config.pooler
      ? linearRules(config.classes ? 'classifier.dense' : 'pooler.dense', 'pooler', true)
      : []),
    ...(config.classes ? linearRules('classifier.out_proj', 'classifier', true) : []),
  ],
  ignored: (name, { classes }) =>
    name === 'embeddings.position_ids' ||
    name.startsWith('lm_head.decoder.') ||
    (classes !== undefined && name.startsWith('pooler.')),
};
