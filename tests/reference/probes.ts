/** Which probe of ours sees what the reference exposes under a name of its own. */
import type { LayerConfig, ModelConfig } from '../../src/models/config.ts';

interface Blocks {
  /** `blocks`, `encoder` or `decoder`. */
  readonly scope: string;
  readonly lastNorm: string;
  readonly layers: readonly LayerConfig[];
  readonly finalNorm: boolean;
}

function stackOf(config: ModelConfig, scope: string): Blocks {
  if (scope === 'encoder' && config.encoder) {
    return { scope, lastNorm: 'encoder.ln_final', ...config.encoder };
  }
  const lastNorm = config.encoder ? 'decoder.ln_final' : 'ln_final';
  return { scope, lastNorm, layers: config.layers, finalNorm: config.finalNorm };
}

/** The stream before block `index`; after the last, what the last norm makes of it. */
function stream({ scope, lastNorm, layers, finalNorm }: Blocks, index: number): string {
  if (index < layers.length) return `${scope}.${index}.resid_pre`;
  return finalNorm ? `${lastNorm}.normalized` : `${scope}.${index - 1}.resid_post`;
}

type Find = (config: ModelConfig, index: number) => string;

const single = (config: ModelConfig): Blocks => stackOf(config, config.encoder ? 'decoder' : 'blocks');
const pattern = (config: ModelConfig, scope: string, index: number): string =>
  `${stackOf(config, scope).scope}.${index}.attn.pattern`;

const found: Readonly<Record<string, Find>> = {
  hidden_states: (config, index) => stream(single(config), index),
  attentions: (config, index) => `${single(config).scope}.${index}.attn.pattern`,
  encoder_hidden_states: (config, index) => stream(stackOf(config, 'encoder'), index),
  encoder_attentions: (config, index) => pattern(config, 'encoder', index),
  decoder_hidden_states: (config, index) => stream(stackOf(config, 'decoder'), index),
  decoder_attentions: (config, index) => pattern(config, 'decoder', index),
  cross_attentions: (_config, index) => `decoder.${index}.cross_attn.pattern`,
  router_logits: (config, index) => `${single(config).scope}.${index}.moe.router_logits`,
  nextSentence: () => 'next_sentence',
  classification: () => 'classification',
  logits: () => 'logits',
};

/** `attentions.0` -> `blocks.0.attn.pattern`. */
export function probeFor(name: string, config: ModelConfig): string {
  const [kind = '', index = '0'] = name.split('.');
  const find = found[kind];
  if (find === undefined) throw new Error(`The reference gives ${name}, for which no probe is known.`);
  return find(config, Number(index));
}
