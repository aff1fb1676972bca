import type { Batch, Dataset } from '../../data/batch.ts';
import { padNumbers, padRows, snugLength } from '../../data/objectives/pad-rows.ts';
import { framed, mark, maskedLength, maskedToytown } from '../../data/objectives/toytown-masked.ts';
import { heldOutStories, trainingStories } from '../../data/objectives/toytown-stories.ts';
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Params } from '../../models/model.ts';
import { drawAnyBlanks, filledShare, foretoldShare } from '../measures/blanks.ts';
import { common, encoderSizes, firstWeights } from '../recipes/defaults.ts';
import { bar, type Claim } from './claim.ts';
import { experiment } from './run.ts';

const width = 48;
const config = architectures.roberta.config({
  ...encoderSizes,
  width,
  layers: 3,
  initializerRange: firstWeights(width),
});

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

/** As many stories as the masked corpus has, and the same ones. */
const corpus = 2_000;
const told: Dataset = {
  vocabulary: encoderSizes.vocabulary,
  training: (seed, index, rows, length) => toBatch(trainingStories(seed, index % corpus, rows), length),
  heldOut: (count, rows, length) => heldOutStories(count, rows).map((stories) => toBatch(stories, length)),
};
const masked = maskedToytown({ pairs: false, corpus, copies: null });

export const c08: Claim = {
  id: 'C8',
  claim: 'Context from both sides fills blanks better than context from the left alone',
  source: 'Devlin et al. 2019',
  setting:
    'Two models of the same size on the same Toytown stories for the same number of steps: one sees both sides and learns masked words, one sees the left side and learns every next word. Both are asked for the same words of held-out stories, one at a time.',
  async run({ seed, short, tell }) {
    const blanks = short ? drawAnyBlanks(8, 2) : drawAnyBlanks();
    const length = maskedLength;
    const kinds = [
      {
        name: 'both sides',
        config,
        dataset: masked,
        measure: (params: Params) =>
          filledShare(params, config, blanks, { frame: (story) => ({ tokens: framed(story) }), length }),
      },
      {
        name: 'the left side',
        config: causal,
        dataset: told,
        measure: (params: Params) => foretoldShare(params, causal, blanks, length),
      },
    ];
    const series = [];
    let steps = 0;
    for (const { name, measure, ...own } of kinds) {
      const schedule = { peak: 3e-3, warmUp: 300, finalShare: 0.02 };
      const recipe = { ...common, ...own, steps: short ? 4 : 10_000, rows: 16, length, schedule };
      const seen = { x: [] as number[], y: [] as number[] };
      const look = async (step: number, params: Params) => {
        seen.x.push(step);
        seen.y.push(await measure(params));
        tell(`${name}, step ${step}: ${seen.y.at(-1)?.toFixed(3)}`);
      };
      const { losses } = await experiment(recipe, { seed, every: 1_000, look });
      steps += losses.length;
      series.push({ name, xLabel: 'steps', yLabel: 'share of blanks filled', ...seen });
    }
    const [both = 0, left = 0] = series.map(({ y }) => y.at(-1) ?? 0);
    return {
      bars: [
        bar('share of blanks filled, both sides over the left side', both - left, { atLeast: 0.1 }),
        bar('share of blanks filled from both sides', both),
        bar('share of blanks filled from the left side', left),
      ],
      series,
      steps,
    };
  },
};
