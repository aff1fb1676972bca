import { architectures } from '../../models/architectures.ts';
import type { Recipe } from '../recipe.ts';
import { denseBars, domainDeviations, domainSizes, domainText } from './domains.ts';

/** What Switch is compared with. */
export const denseDomains: Recipe = {
  ...domainText,
  id: 'dense-domains',
  what: 'Dense decoder on Toytown, French, arithmetic and brackets, as large as what Switch works with on a token',
  architecture: 'gpt2',
  config: architectures.gpt2.config(domainSizes),
  deviations: domainDeviations,
  bars: denseBars,
};
