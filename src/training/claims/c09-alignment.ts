import { textToTextDataset, textToTextVocabulary } from '../../data/text-to-text/dataset.ts';
import { architectures } from '../../models/architectures.ts';
import { alignmentShares } from '../measures/alignment.ts';
import { t5Toytown } from '../recipes/t5-toytown.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';

const config = architectures.t5.config({
  vocabulary: textToTextVocabulary.length,
  context: 64,
  width: 64,
  encoderLayers: 2,
  layers: 1,
  heads: 1,
  hidden: 128,
  initializerRange: 0.05,
});

export const c09: Claim = {
  id: 'C9',
  claim: 'Cross-attention learns the alignment',
  source: 'Bahdanau et al. 2015',
  setting:
    'Toytown into French, where it is known which word stands for which: T5 with one decoder layer and one head of cross-attention. Of every French content word of held-out passages: is the largest weight on an English word that it stands for?',
  async run(options) {
    const dataset = textToTextDataset({ corruptionSteps: 250, tasks: ['translate'] });
    const contender = { ...t5Toytown, name: 'translation', config, dataset, steps: 6_000 };
    const { measured, series, steps } = await contend(contender, options, (params) =>
      alignmentShares(params, config, options.short ? 8 : 200),
    );
    const unit = 'share';
    const bars = [
      bar(`content words aligned, of ${measured.words}`, measured.all, { unit, atLeast: 0.9 }),
      bar('nouns aligned', measured.nouns, { unit }),
      bar('adjectives aligned, which stand on the other side of their nouns', measured.adjectives, {
        unit,
        atLeast: 0.9,
      }),
      bar('verbs aligned', measured.verbs, { unit }),
      bar('names aligned', measured.names, { unit }),
    ];
    return { bars, series: [series], steps };
  },
};
