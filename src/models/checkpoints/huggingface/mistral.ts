/** Mistral in Hugging Face's transformers, https://huggingface.co/docs/transformers/model_doc/mistral: a LLaMA with a window. */
import * as v from 'valibot';
import type { LayerConfig } from '../../config.ts';
import { checked } from '../json.ts';
import { gatedRules, llama, llamaIgnored, llamaRules, readLlamaConfig, writeLlamaConfig } from './llama.ts';
import { activationName, denseLayer, type HuggingFaceRow, size } from './row.ts';

/** Where their `MistralConfig` has other defaults than their `LlamaConfig`. */
const usual = { intermediate_size: 14336, num_key_value_heads: 8, max_position_embeddings: 4096 * 32 };
const schema = v.looseObject({ sliding_window: v.optional(v.nullable(size), 4096) });

export const mistral: HuggingFaceRow = {
  ...llama,
  className: () => 'MistralForCausalLM',
  readConfig(json) {
    const config = readLlamaConfig(json, usual);
    const { sliding_window: window } = checked(schema, json, 'config.json', 'config');
    const layers = config.layers.map((layer): LayerConfig => {
      const { mixer, channelMixer } = denseLayer(layer);
      return { mixer: { ...mixer, window }, channelMixer };
    });
    return { ...config, layers };
  },
  writeConfig(config) {
    const { mixer, channelMixer } = denseLayer(config.layers[0]);
    return {
      ...writeLlamaConfig(config, mixer),
      sliding_window: mixer.window,
      intermediate_size: channelMixer.hidden,
      hidden_act: activationName(channelMixer.activation),
    };
  },
  rules: (config) => llamaRules(config, gatedRules),
  ignored: llamaIgnored,
};
