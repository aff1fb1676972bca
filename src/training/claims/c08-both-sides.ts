import type { Batch, Dataset } from '../../data/batch.ts';
import { padNumbers, padRows, snugLength } from '../../data/objectives/pad-rows.ts';
import { framed, mark, maskedLength } from '../../data/objectives/toytown-masked.ts';
import { heldOutStories, trainingStories } from '../../data/objectives/toytown-stories.ts';
import type { ModelConfig } from '../../models/config.ts';
import { disposeParams } from '../../models/params.ts';
import { drawAnyBlanks, filledShare, foretoldShare } from '../measures/blanks.ts';
import { openShipped } from '../node-files.ts';
import { robertaCorpus, robertaToytown } from '../recipes/roberta-toytown.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';

const { config } = robertaToytown;

/** The same model, but no token sees those after it. */
const causal: ModelConfig = {
  ...config,
  layers: config.layers.map((layer) => ({
    ...layer,
    mixer: layer.mixer.kind === 'attention' ? { ...layer.mixer, causal: true } : layer.mixer,
  })),
};

/** Every word of a story from those before it. */
function toBatch(stories: readonly number[][], longest: number): Batch {
  const texts = stories.map(framed);
  const length = snugLength(texts, longest);
  const pad = mark['<pad>'];
  const read = texts.map((text) => text.slice(0, -1));
  const told = texts.map((text) => text.slice(1));
  return {
    rows: stories.length,
    length,
    tokens: padRows(read, length, pad).tokens,
    padding: padRows(read, length, pad).padding,
    targets: padRows(told, length, pad).tokens,
    weights: padNumbers(
      told.map((text) => text.map(() => 1)),
      length,
    ),
    floor: null,
  };
}

/** The stories of roberta-toytown's corpus. */
const told: Dataset = {
  vocabulary: config.vocabulary,
  training: (seed, index, rows, length) =>
    toBatch(trainingStories(seed, index % robertaCorpus, rows), length),
  heldOut: (count, rows, length) => heldOutStories(count, rows).map((stories) => toBatch(stories, length)),
};

export const c08: Claim = {
  id: 'C8',
  claim: 'Context from both sides fills blanks better than context from the left alone',
  source: 'Devlin et al. 2019',
  setting:
    'Two models of the same size that read the same Toytown stories for the same number of steps: the RoBERTa of this book, which sees both sides and learned masked words, and one that sees the left side, trained here, and learns every next word. Both are asked for the same words of held-out stories, one at a time, whether the story determines them or not.',
  async run(options) {
    const blanks = options.short ? drawAnyBlanks(8, 2) : drawAnyBlanks();
    const length = maskedLength;
    const shipped = await openShipped('roberta-toytown');
    const frame = (story: readonly number[]) => ({ tokens: framed(story) });
    const both = await filledShare(shipped.params, shipped.config, blanks, { frame, length });
    disposeParams(shipped.params);
    options.tell(`both sides: ${both.toFixed(3)}`);
    const contender = { ...robertaToytown, name: 'the left side', config: causal, dataset: told };
    const { measured, series, steps } = await contend(contender, options, (params) =>
      foretoldShare(params, causal, blanks, length),
    );
    return {
      bars: [
        bar('share of blanks filled, both sides over the left side', both - measured, { atLeast: 0.1 }),
        bar('share of blanks filled from both sides', both),
        bar('share of blanks filled from the left side', measured),
      ],
      series: [series],
      steps,
    };
  },
};
