import { expect, test } from 'vitest';
import { appendices, findRoute, parts, routes } from '../../src/book/routes.ts';

test('the routes and their numbers, as readers and links know them', () => {
  expect(routes.map(({ path, number }) => `${number ?? '-'} ${path}`)).toEqual([
    '- /',
    '1 /introduction',
    '2 /transformer',
    '2.1 /transformer/self-attention',
    '2.2 /transformer/multi-head-attention',
    '2.3 /transformer/feed-forward',
    '2.4 /transformer/normalization-and-residuals',
    '3 /variations',
    '3.1 /variations/decoder-only',
    '3.2 /variations/encoder-only',
    '3.3 /variations/encoder-decoder',
    '4 /scaling',
    '5 /innovations',
    '5.1 /innovations/mixture-of-experts',
    '5.2 /innovations/state-space-models',
    '6 /future',
    '6.1 /future/efficient-attention',
    '6.2 /future/sparse-activation',
    '6.3 /future/hardware-aware-design',
    '6.4 /future/modular-architectures',
    '- /lab',
    '- /primer',
    '- /teach',
    '- /figures',
    '- /references',
    '- /glossary',
  ]);
});

test('a chapter hangs on its part, and every route is in the contents or beside them', () => {
  const listed = [
    ...parts.flatMap(({ route, chapters }) => [route, ...chapters]),
    ...appendices,
    findRoute('/'),
  ];
  expect(new Set(listed)).toEqual(new Set(routes));
});

test('an address is found with or without a slash at its end', () => {
  expect(findRoute('/transformer/self-attention/')?.number).toBe('2.1');
  expect(findRoute('/')?.path).toBe('/');
  expect(findRoute('/transformer/nothing')).toBeUndefined();
});
