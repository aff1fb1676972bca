import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { widgetName } from '../../src/book/mdx-names.ts';
import { widgetNames } from '../../src/widgets/registry.ts';
import { chapters } from './support.ts';

/** Chapters that are written and wait for their models: take a route out when its chapter is back, and the tests below look into it. */
const waiting: readonly string[] = [];

/** Figures of the book's plan that are not made yet. */
const planned: readonly string[] = [];

/**
 * What the book's source claims, in our words, and the figures that let a reader test it on a model that runs; `beside` stand with them
 * and show printed numbers or arithmetic.
 */
const covered: readonly (readonly [
  claim: string,
  route: string,
  figures: readonly string[],
  beside?: readonly string[],
])[] = [
  ['large models are networks of a few kinds of parts', '/introduction', ['next-token', 'architecture-map']],
  ['their foundation is the Transformer of 2017', '/transformer', ['block-diagram', 'logit-lens']],
  ['attention weighs the words', '/transformer/self-attention', ['attention-map', 'attention-by-hand']],
  ['it reaches far, where earlier models forgot', '/transformer/self-attention', ['recall-distance']],
  ['a text is read all at once', '/transformer/self-attention', ['sequential-vs-parallel']],
  ['heads look at different things', '/transformer/multi-head-attention', ['head-grid', 'head-ablation']],
  [
    'several find more kinds of relations',
    '/transformer/multi-head-attention',
    ['heads-vs-width', 'induction'],
  ],
  ['the same two layers for each position', '/transformer/feed-forward', ['position-wise']],
  ['they bend, and add power', '/transformer/feed-forward', ['without-ffn', 'neurons']],
  ['norms steady and hasten training', '/transformer/normalization-and-residuals', ['pre-vs-post']],
  [
    'residuals let networks be deep',
    '/transformer/normalization-and-residuals',
    ['depth', 'residual-stream'],
  ],
  ['three arrangements of the same parts', '/variations', ['mask-painter', 'architecture-switches']],
  ['GPT, LLaMA, Mistral', '/variations/decoder-only', ['sliding-window', 'generate'], ['kv-cache']],
  ['a decoder learns to tell the next token', '/introduction', ['learning-curve']],
  ['it suits writing', '/variations/decoder-only', ['generate']],
  ['BERT, RoBERTa', '/variations/encoder-only', ['masking']],
  ['context from both sides', '/variations/encoder-only', ['fill-mask']],
  ['good at classes and at understanding', '/variations/encoder-only', ['classify', 'sentence-space']],
  ['T5, BART', '/variations/encoder-decoder', ['denoise', 'text-to-text']],
  ['two stacks, from sequence to sequence', '/variations/encoder-decoder', ['translate']],
  ['for translation, summaries and the like', '/variations/encoder-decoder', ['translate', 'text-to-text']],
  [
    'a race of sizes',
    '/scaling',
    ['tiny-scaling-law'],
    ['scaling-race', 'parameter-calculator', 'scaling-laws', 'memory'],
  ],
  ['BERT, 340 million', '/scaling', ['tiny-scaling-law'], ['scaling-race', 'parameter-calculator']],
  ['GPT-3, 175 billion', '/scaling', ['tiny-scaling-law'], ['scaling-race', 'parameter-calculator']],
  ['PaLM, 540 billion', '/scaling', ['tiny-scaling-law'], ['scaling-race', 'parameter-calculator']],
  ['GPT-4, by estimates of others', '/scaling', ['tiny-scaling-law'], ['scaling-race']],
  ['two innovations, two savings', '/innovations', ['two-economies']],
  [
    'experts: only a part works on each input',
    '/innovations/mixture-of-experts',
    ['router', 'expert-surgery'],
  ],
  ['larger models at like cost', '/innovations/mixture-of-experts', ['active-vs-total']],
  ['Mixtral, Switch', '/innovations/mixture-of-experts', ['active-vs-total', 'balance']],
  ['Mamba, Hyena', '/innovations/state-space-models', ['selective-scan', 'three-forms', 'long-filter']],
  [
    'cost grows with the length alone',
    '/innovations/state-space-models',
    ['linear-cost', 'selective-copying', 'hybrid'],
  ],
  ['very long contexts', '/innovations/state-space-models', ['induction-extrapolation']],
  ['four directions', '/future', ['same-function']],
  [
    'attention that costs less',
    '/future/efficient-attention',
    ['flash', 'linear-attention', 'sparse-patterns'],
    ['latent-kv'],
  ],
  ['sparse activation', '/future/sparse-activation', ['lazy-neurons', 'early-exit', 'mixture-of-depths']],
  ['designs for the machine', '/future/hardware-aware-design', ['roofline', 'precision', 'speculative']],
  ['modules with their own skills', '/future/modular-architectures', ['lora', 'merge', 'adapters-and-tools']],
];

/** The rest of the figures that the book's plan names: with those above, all of them. */
const named = [
  'cover-writer',
  'tokenizer',
  'scaling-by-sqrt-d',
  'positions',
  'dot-product',
  'softmax-of-numbers',
  'cross-entropy',
  'gradient-descent',
  'lab',
  'interventions',
];

const widgets = join(import.meta.dirname, '../../src/widgets');
/** Work for the worker. Loading a tokenizer, showing and switching are in every figure. */
const asks =
  /runtime\(\)\s*\.(run|train|evaluate|generate|attend|attribute|round|speculate|device)\(|runtime\(\)\[/;

/** Whether the figure, or a module of the figures that it is made of, asks the worker to run a model. */
function runsModel(file: string, seen: Set<string> = new Set()): boolean {
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  if (asks.test(source)) return true;
  return [...source.matchAll(/from '(\.[^']+)'/g)]
    .map(([, path]) => join(dirname(file), path ?? ''))
    .filter((path) => !relative(widgets, path).startsWith('..'))
    .some((path) => runsModel(path, seen));
}

const tagsIn = (text: string): string[] =>
  [...text.matchAll(/^<([A-Z]\w*)\b[^>]*\/>/gm)].map(([, tag]) => widgetName(tag ?? ''));

const claims = covered.map(([claim, route, figures, beside = []]) => ({ claim, route, figures, beside }));

describe.each(claims)('$claim', ({ route, figures, beside }) => {
  const chapter = chapters.find(({ path }) => path === route);

  test.each(figures)('%s runs a model', (figure) => {
    expect(widgetNames).toContain(figure);
    expect(runsModel(join(widgets, `${figure}.tsx`))).toBe(true);
  });

  test('its figures stand in its chapter, or the chapter waits', () => {
    if (waiting.includes(route)) expect(chapter).toBeUndefined();
    else expect(tagsIn(chapter?.text ?? '')).toEqual(expect.arrayContaining([...figures, ...beside]));
  });
});

test('what only computes is not taken for a model that runs', () => {
  expect(runsModel(join(widgets, 'scaling-race.tsx'))).toBe(false);
  expect(runsModel(join(widgets, 'memory.tsx'))).toBe(false);
});

test('every figure of the plan is there, and every figure that is there has its place', () => {
  const placed = covered.flatMap(([, , figures, beside = []]) => [...figures, ...beside]);
  expect([...new Set([...placed, ...named])].sort()).toEqual([...widgetNames].sort());
  // One that has been made is no longer only planned.
  expect(planned.filter((name) => (widgetNames as readonly string[]).includes(name))).toEqual([]);
});
