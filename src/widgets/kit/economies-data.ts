/** Three shipped models of which each saves on another of the two bills, and what they hold and keep. */
import { architectures } from '../../models/architectures.ts';
import { countParameters, stateBytes } from '../../models/count.ts';
import { domainConfig } from './active-data.ts';
import { shippedModels } from './models.ts';

export const [dense, sparse, mamba] = ['dense-domains', 'switch-domains', 'mamba-copying'] as const;
export const economyModels = [dense, sparse, mamba] as const;
type EconomyModel = (typeof economyModels)[number];

function configOf(id: EconomyModel) {
  if (id !== mamba) return domainConfig(id);
  const { vocabulary, context, width, layers } = shippedModels[mamba];
  return architectures.mamba.config({ vocabulary, context, width, layers, heads: 1 });
}

export const countsOf = (id: EconomyModel) => countParameters(configOf(id));

/** Bytes that the model keeps of a text so long. */
export const keptOf = (id: EconomyModel, tokens: number): number => stateBytes(configOf(id), tokens);
