import { architectures } from '../../models/architectures.ts';
import type { Recipe } from '../recipe.ts';
import { denseBars, domainDeviations, domainSizes, domainText, expertBars } from './domains.ts';

/** Of one expert, of which two work on a token. */
const hidden = 32;

const denseConfig = architectures.llama.config({ ...domainSizes, keyValueHeads: 1, hidden: 2 * hidden });

/** What Mixtral is compared with: the same model with one feed-forward layer as wide as two experts. */
export const denseLlamaDomains: Recipe = {
  ...domainText,
  id: 'dense-llama-domains',
  what: 'Dense decoder of LLaMA style on Toytown, French, arithmetic and brackets, as large as what Mixtral works with on a token',
  architecture: 'llama',
  config: denseConfig,
  deviations: domainDeviations,
  bars: denseBars,
};

export const mixtralDomains: Recipe = {
  ...domainText,
  id: 'mixtral-domains',
  what: 'Mixtral style decoder, two of eight experts a token, on Toytown, French, arithmetic and brackets',
  architecture: 'mixtral',
  config: {
    ...architectures.mixtral.config({ ...domainSizes, keyValueHeads: 1, hidden }),
    position: denseConfig.position,
  },
  deviations: [
    'Rotary positions to base 10,000, as in LLaMA, where Mixtral has 1,000,000 for texts of 32,000 tokens: they are 128 long here.',
    ...domainDeviations,
  ],
  bars: expertBars('dense-llama-domains'),
};
