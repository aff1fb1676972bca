/**
 * Mixtral in Hugging Face's transformers, https://huggingface.co/docs/transformers/model_doc/mixtral: a LLaMA whose
 * feed-forward layers are experts. In their files w1 is the gate, w3 what it gates, w2 the way out.
 */
import * as v from 'valibot';
import { architectures } from '../../architectures.ts';
import type { AttentionConfig, LayerConfig, MixtureConfig } from '../../config.ts';
import { checked } from '../json.ts';
import type { Rule } from './layouts.ts';
import { llama, llamaIgnored, llamaRules, readLlamaConfig, writeLlamaConfig } from './llama.ts';
import {
  activationName,
  count,
  denseLayer,
  type HuggingFaceRow,
  linearRules,
  number,
  size,
  unsupported,
} from './row.ts';

/** Where their `MixtralConfig` has other defaults than their `LlamaConfig`. */
const usual = {
  intermediate_size: 14336,
  num_key_value_heads: 8,
  max_position_embeddings: 4096 * 32,
  rms_norm_eps: 1e-5,
};
const schema = v.looseObject({
  rope_theta: v.nullish(v.number()),
  rope_parameters: v.nullish(v.looseObject({})),
  sliding_window: v.nullish(size),
  num_experts_per_tok: count(2),
  num_local_experts: count(8),
  router_aux_loss_coef: number(0.001),
});

function sparseLayer({ mixer, channelMixer }: LayerConfig): {
  mixer: AttentionConfig;
  channelMixer: MixtureConfig;
} {
  if (mixer.kind !== 'attention' || channelMixer.kind !== 'mixture-of-experts' || !channelMixer.gated) {
    return unsupported('their models of this kind have attention and gated experts in each block.');
  }
  return { mixer, channelMixer };
}

function expertRules(layer: LayerConfig, index: number): Rule[] {
  const { channelMixer } = sparseLayer(layer);
  const theirs = `layers.${index}.block_sparse_moe`;
  const ours = `blocks.${index}.moe`;
  const experts = Array.from({ length: channelMixer.experts }, (_, expert) => [
    ...linearRules(`${theirs}.experts.${expert}.w1`, `${ours}.experts.${expert}.gate`, false),
    ...linearRules(`${theirs}.experts.${expert}.w3`, `${ours}.experts.${expert}.in`, false),
    ...linearRules(`${theirs}.experts.${expert}.w2`, `${ours}.experts.${expert}.out`, false),
  ]);
  return [...linearRules(`${theirs}.gate`, `${ours}.router`, false), ...experts.flat()];
}

export const mixtral: HuggingFaceRow = {
  ...llama,
  className: () => 'MixtralForCausalLM',
  readConfig(json) {
    const read = checked(schema, json, 'config.json', 'config');
    const base = read.rope_theta ?? read.rope_parameters?.rope_theta ?? 1e6;
    const dense = readLlamaConfig(json, { ...usual, ...(read.rope_parameters ? {} : { rope_theta: base }) });
    const { num_local_experts: experts, num_experts_per_tok: chosen } = read;
    if (chosen > experts) unsupported(`num_experts_per_tok ${chosen} is more than the experts there are.`);
    const row = architectures.mixtral.config({ ...dense, layers: 1, heads: 1, experts });
    const [{ channelMixer } = { channelMixer: null }] = row.layers;
    if (channelMixer?.kind !== 'mixture-of-experts') return unsupported('there are no experts.');
    const layers = dense.layers.map((layer): LayerConfig => {
      const own = denseLayer(layer);
      return {
        mixer: { ...own.mixer, window: read.sliding_window ?? null },
        channelMixer: {
          ...channelMixer,
          ...own.channelMixer,
          kind: channelMixer.kind,
          chosen,
          loadBalance: read.router_aux_loss_coef,
        },
      };
    });
    return { ...dense, layers };
  },
  writeConfig(config) {
    const [layer] = config.layers;
    if (layer === undefined) return unsupported('a Mixtral has at least one layer.');
    const { mixer, channelMixer } = sparseLayer(layer);
    return {
      ...writeLlamaConfig(config, mixer),
      sliding_window: mixer.window,
      intermediate_size: channelMixer.hidden,
      hidden_act: activationName(channelMixer.activation),
      num_local_experts: channelMixer.experts,
      num_experts_per_tok: channelMixer.chosen,
      router_aux_loss_coef: channelMixer.loadBalance,
    };
  },
  rules: (config) => llamaRules(config, expertRules),
  ignored: llamaIgnored,
};
