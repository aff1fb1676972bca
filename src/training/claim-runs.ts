/**
 * The runs of the book's figures that train in the tab beside the recipes of shipped models: those of the claims that the figures are
 * about, each with one choice made otherwise.
 */
import { keyValueLength } from '../data/tasks/key-value-recall.ts';
import type { Tokenizer } from '../data/tokenizers/tokenizer.ts';
import { wordTokenizer } from '../data/tokenizers/word.ts';
import { dialects } from '../data/toytown/dialects.ts';
import { toytownTokenizer } from '../data/toytown/index.ts';
import type { FloatTensor } from '../models/checkpoints/int8.ts';
import type { ModelConfig } from '../models/config.ts';
import { withoutDrops } from '../models/parts/moe.ts';
import { adaptations, adaptedFrom, adaptRecipe } from './claims/adapted.ts';
import { withHeads } from './claims/c03-heads.ts';
import { normPlaced } from './claims/c05-norm-place.ts';
import { deepKind, deepKinds } from './claims/c06-residuals.ts';
import { selectionContenders, selectionRecipe } from './claims/c13-selection.ts';
import { extrapolationContenders, extrapolationRecipe } from './claims/c14-extrapolation.ts';
import { cheapAttention, cheapRecipe, cheapWords } from './claims/cheap-attention.ts';
import { depthConfigs } from './claims/depth-kinds.ts';
import { smallModelConfigs } from './claims/feed-forward-kinds.ts';
import { evenFirstWeights } from './claims/first-weights.ts';
import { smallDense, smallDomains, smallSwitch } from './claims/small-domains.ts';
import { smallRecipe } from './claims/small-toytown.ts';
import { recallConfigs, recallRecipe } from './recipes/gru-recall.ts';
import { inductionRecipe } from './recipes/induction-2l.ts';
import type { SessionRecipe, TrainingState } from './session.ts';

export interface ClaimRun {
  readonly recipe: SessionRecipe;
  readonly tokenizer: () => Tokenizer;
  /** What it begins from, where that is not what every run begins from. */
  readonly begin?: (seed: number, base?: ReadonlyMap<string, FloatTensor>) => Promise<TrainingState>;
}

/** As many steps as the claims take. */
const [many, few] = [1_200, 300];
const deep = 16;

const small = (config: ModelConfig): ClaimRun => ({
  recipe: smallRecipe(config, many),
  tokenizer: toytownTokenizer,
});
/** What writes to the stream begins as large as the rest: what the papers on depth are about. */
const even = (config: ModelConfig): ClaimRun => ({
  recipe: smallRecipe(config, few),
  tokenizer: toytownTokenizer,
  begin: (seed) => evenFirstWeights(config, seed),
});
const named = (name: string): string => name.toLowerCase().replaceAll(' ', '-');

/** Two layers that read so many pairs. */
function recall(kind: 'gru' | 'attention', pairs: number): ClaimRun {
  const config = recallConfigs[kind](keyValueLength(pairs));
  const recipe = recallRecipe(kind, `${kind}, ${pairs} pairs`, kind, config, pairs);
  return { recipe, tokenizer: recipe.tokenizer };
}

const single = inductionRecipe(1);

/** Two layers on the four domains: dense, or with experts. */
const ofDomains = (config: ModelConfig): ClaimRun => ({
  recipe: { ...smallDomains, config },
  tokenizer: smallDomains.tokenizer,
});

/** In the order of the claim: each keeps letters among silences. */
function selection(index: number): ClaimRun {
  const [name, config] = selectionContenders[index] ?? fail(index);
  const recipe = selectionRecipe(name, config);
  return { recipe, tokenizer: recipe.tokenizer };
}

/** In the order of the claim: each tells what followed a special token. */
function extrapolation(index: number): ClaimRun {
  const [name, config] = extrapolationContenders[index] ?? fail(index);
  const recipe = extrapolationRecipe(name, config);
  return { recipe, tokenizer: recipe.tokenizer };
}

function fail(index: number): never {
  throw new RangeError(`A claim has no contender ${index}.`);
}

/** By id: `heads-4`, `ffn-gelu`, `norm-post-ln`, `depth-neither`, `experts-8`, `cheap-linear`, `induction-1l`. */
export const claimRuns: ReadonlyMap<string, ClaimRun> = new Map<string, ClaimRun>([
  ...[1, 2, 4, 8].map((heads): [string, ClaimRun] => [`heads-${heads}`, small(withHeads(heads))]),
  ...Array.from(smallModelConfigs, ([name, config]): [string, ClaimRun] => [
    `ffn-${named(name)}`,
    small(config),
  ]),
  ...(['pre-LN', 'post-LN'] as const).map((name): [string, ClaimRun] => [
    `norm-${named(name)}`,
    even(normPlaced(name, 8)),
  ]),
  ...deepKinds.map((kind): [string, ClaimRun] => [`depth-${named(kind.name)}`, even(deepKind(kind, deep))]),
  ...(['gru', 'attention'] as const).flatMap((kind) =>
    [8, 32].map((pairs): [string, ClaimRun] => [`recall-${kind}-${pairs}`, recall(kind, pairs)]),
  ),
  ['experts-dense', ofDomains(smallDense)],
  ...[4, 8].map((experts): [string, ClaimRun] => [`experts-${experts}`, ofDomains(smallSwitch(experts))]),
  ['experts-8-open', ofDomains(withoutDrops(smallSwitch(8)))],
  ...['gated', 'bare', 'constant-gated', 'constant-bare', 'attention'].map(
    (name, index): [string, ClaimRun] => [`copying-${name}`, selection(index)],
  ),
  ...['mamba', 'learned', 'rotary'].map((name, index): [string, ClaimRun] => [
    `trigger-${name}`,
    extrapolation(index),
  ]),
  ...Array.from(cheapAttention, ([name, config]): [string, ClaimRun] => [
    `cheap-${name}`,
    { recipe: cheapRecipe(config), tokenizer: () => wordTokenizer(cheapWords) },
  ]),
  ...Array.from(depthConfigs, ([name, config]): [string, ClaimRun] => [
    `depths-${named(name)}`,
    { recipe: smallRecipe(config, 600), tokenizer: toytownTokenizer },
  ]),
  ...dialects.flatMap((dialect) =>
    adaptations.map(({ name, rank }): [string, ClaimRun] => [
      `${name}-${dialect}`,
      {
        recipe: adaptRecipe(dialect, rank),
        tokenizer: toytownTokenizer,
        begin: (seed, base) => adaptedFrom(adaptRecipe(dialect, rank).config, seed, base),
      },
    ]),
  ),
  ['induction-1l', { recipe: single, tokenizer: single.tokenizer }],
]);
