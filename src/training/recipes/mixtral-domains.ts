import { architectures } from '../../models/architectures.ts';
import type { Recipe } from '../recipe.ts';
import { denseBars, domainDeviations, domainSizes, domainText, expertBars } from './domains.ts';

/** Of one expert, of which two work on a token. */
const hidden = 32;

/** What Mixtral is compared with: the same model with one feed-forward layer as wide as two experts. */
export const denseLlamaDomains: Recipe = {
  ...domainText,
  id: 'dense-llama-domains',
  what: 'Dense decoder of LLaMA style on Toytown, French, arithmetic and brackets, as large as what Mixtral works with on a token',
  architecture: 'llama',
  config: architectures.llama.config({ ...domainSizes, keyValueHeads: 1, hidden: 2 * hidden }),
  deviations: domainDeviations,
  bars: denseBars,
};

export const mixtralDomains: Recipe = {
  ...domainText,
  id: 'mixtral-domains',
  what: 'Mixtral style decoder, two of eight experts a token, on Toytown, French, arithmetic and brackets',
  architecture: 'mixtral',
  config: architectures.mixtral.config({ ...domainSizes, keyValueHeads: 1, hidden }),
  deviations: domainDeviations,
  bars: expertBars('dense-llama-domains'),
};
