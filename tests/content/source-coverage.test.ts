import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { widgetName } from '../../src/book/mdx-names.ts';
import { chapters } from './support.ts';

/** What the book's source claims about recent innovations, and the figures that let a reader test it on a model that runs. */
const covered: readonly (readonly [claim: string, route: string, figures: readonly string[]])[] = [
  [
    'a mixture of experts activates only a subset of the network for each input',
    '/innovations/mixture-of-experts',
    ['router', 'expert-surgery'],
  ],
  [
    'it allows for much larger models with similar computational costs',
    '/innovations/mixture-of-experts',
    ['active-vs-total'],
  ],
  [
    'examples: Mixtral, Switch Transformers',
    '/innovations/mixture-of-experts',
    ['active-vs-total', 'balance'],
  ],
  ['Mamba, Hyena', '/innovations/state-space-models', ['selective-scan', 'three-forms', 'linear-cost']],
  [
    'an alternative to attention that scales linearly with sequence length',
    '/innovations/state-space-models',
    ['linear-cost', 'selective-copying'],
  ],
  [
    'promising for handling very long contexts',
    '/innovations/state-space-models',
    ['induction-extrapolation'],
  ],
];

const root = join(import.meta.dirname, '../..');

describe.each(covered)('%s', (_claim, route, figures) => {
  const text = chapters.find(({ path }) => path === route)?.text ?? '';

  test.each(figures)('%s stands in its chapter and runs a model', (figure) => {
    const tags = [...text.matchAll(/<([A-Z]\w*)\s*\/>/g)].map(([, tag]) => widgetName(tag ?? ''));
    expect(tags).toContain(figure);
    const source = readFileSync(join(root, `src/widgets/${figure}.tsx`), 'utf8');
    // It asks the worker, by itself or through what it is made of.
    expect(source).toMatch(/runtime\(\)|ClaimFigure|useChangedRun|readScan|measureCosts/);
  });
});
