import { disposeParams } from '../../models/params.ts';
import { alignmentShares } from '../measures/alignment.ts';
import { openShipped } from '../node-files.ts';
import { bar, type Claim } from './claim.ts';

export const c09: Claim = {
  id: 'C9',
  claim: 'Cross-attention learns the alignment',
  source: 'Bahdanau et al. 2015',
  setting:
    'Toytown into French, where it is known which word stands for which: the T5 of this book, which translates held-out passages to the letter. Of every French content word of passages that training never tells: is the largest weight of one head of the last layer on an English word that it stands for? The head is the one that does best on other passages.',
  async run({ short, tell }) {
    const { params, config } = await openShipped('t5-toytown');
    try {
      const passages = short ? 8 : 200;
      const tried = await alignmentShares(params, config, passages, 'validation');
      const shares = tried.map(({ all }) => all);
      const head = shares.indexOf(Math.max(...shares));
      const measured = (await alignmentShares(params, config, passages, 'test'))[head];
      if (measured === undefined) throw new Error('The model has no head of cross-attention.');
      tell(`heads on other passages: ${shares.map((share) => share.toFixed(3)).join(', ')}`);
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
      const series = [
        {
          name: 'heads of the last layer',
          xLabel: 'head',
          yLabel: 'content words aligned, of other passages',
          x: shares.map((_, index) => index),
          y: shares,
        },
      ];
      return { bars, series, steps: 0 };
    } finally {
      disposeParams(params);
    }
  },
};
