import { architectures } from '../../models/architectures.ts';
import type { Recipe } from '../recipe.ts';
import { domainDeviations, domainSizes, domainText, expertBars } from './domains.ts';

export const switchDomains: Recipe = {
  ...domainText,
  id: 'switch-domains',
  what: 'Switch routing, one of eight experts a token, on Toytown, French, arithmetic and brackets',
  architecture: 'switch-decoder',
  config: architectures['switch-decoder'].config(domainSizes),
  deviations: [
    'A decoder with experts in every layer, where the paper has T5 with experts in every second.',
    ...domainDeviations,
  ],
  bars: expertBars('dense-domains'),
};
