/** The way from GPT-2 to Mamba as a list: one choice at a time, each with its config and what that costs. */
import { vocabulary } from '../../data/toytown/lexicon.ts';
import { type ArchitectureId, architectures, type Sizes } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import { countParameters, stateBytes } from '../../models/count.ts';
import { type ChoiceId, walk } from '../../models/walk.ts';

/** Those of the shipped Toytown models; a test holds them against their files. */
const sizes: Sizes = {
  vocabulary: vocabulary.length,
  context: 128,
  width: 96,
  layers: 4,
  heads: 4,
  initializerRange: 0.102,
};
export const toytownContext = sizes.context;

export type Stop = Extract<ArchitectureId, 'gpt2' | 'llama' | 'mistral' | 'mixtral' | 'mamba'>;
const stops: readonly Stop[] = ['gpt2', 'llama', 'mistral', 'mixtral', 'mamba'];

/** The configs of the shipped Toytown models, and Mixtral's at the same size. */
export const toytownConfigs: Readonly<Record<Stop, ModelConfig>> = {
  gpt2: architectures.gpt2.config(sizes),
  llama: architectures.llama.config(sizes),
  mistral: architectures.mistral.config({ ...sizes, window: 48 }),
  mixtral: architectures.mixtral.config(sizes),
  mamba: architectures.mamba.config(sizes),
};

export interface SwitchStep {
  /** Which choice was made last; null for where the way begins. */
  readonly choice: ChoiceId | null;
  /** The architecture that the way is going to. */
  readonly towards: Stop;
  /** The architecture that stands here, after the last of its choices. */
  readonly arrived: Stop | null;
  readonly config: ModelConfig;
  readonly parameters: number;
  /** Of these, those that work on one token. */
  readonly active: number;
  /** Bytes of keys and values, or of state, at float32: for one token, and after a whole context. */
  readonly firstToken: number;
  readonly fullText: number;
}

function measured(
  config: ModelConfig,
): Pick<SwitchStep, 'parameters' | 'active' | 'firstToken' | 'fullText'> {
  const { total, active } = countParameters(config);
  return {
    parameters: total,
    active,
    firstToken: stateBytes(config, 1),
    fullText: stateBytes(config, sizes.context),
  };
}

export const switchSteps: readonly SwitchStep[] = stops.flatMap((stop, index): SwitchStep[] => {
  const before = stops[index - 1];
  const config = toytownConfigs[stop];
  if (before === undefined)
    return [{ choice: null, towards: stop, arrived: stop, config, ...measured(config) }];
  const [, ...way] = walk(toytownConfigs[before], config);
  return way.map(
    (step, at): SwitchStep => ({
      choice: step.choice,
      towards: stop,
      arrived: at === way.length - 1 ? stop : null,
      config: step.config,
      ...measured(step.config),
    }),
  );
});
