import { expect, test } from 'vitest';
import { partsOf, readPage } from '../../src/book/shell/search-index.ts';

test('an excerpt is text, with what was found marked', () => {
  expect(partsOf('a &lt;b&gt; <mark>softmax</mark> &amp; more')).toEqual([
    { text: 'a <b> ', hit: false },
    { text: 'softmax', hit: true },
    { text: ' & more', hit: false },
  ]);
});

test('a page of the index is a route of the book with the places in it', () => {
  const page = {
    url: '/transformer/self-attention/',
    sub_results: [
      { title: 'Weighing words', url: '/transformer/self-attention/#weighing-words', excerpt: 'a' },
    ],
  };
  expect(readPage(page)).toMatchObject({
    path: '/transformer/self-attention',
    title: '2.1 Self-attention',
    sections: [{ address: '/transformer/self-attention#weighing-words', title: 'Weighing words' }],
  });
});

test.each([[null], [{}], [{ url: '/no/such/page/', sub_results: [] }], [{ url: 7, sub_results: [] }]])(
  '%j is no page of the book',
  (page) => {
    expect(readPage(page)).toBeNull();
  },
);
