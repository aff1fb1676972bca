import { toString as textOf } from 'hast-util-to-string';
import { expect, test } from 'vitest';
import { messages } from '../../src/book/messages/index.ts';
import { findRoute } from '../../src/book/routes.ts';
import { elements, finishedPages } from './support.ts';

/** The finished pages against each other: a link must arrive. */
const pages = await finishedPages();
const byPath = new Map(pages.map((page) => [page.path, page]));

test.each(pages)('$path: every link within the book arrives, also at its heading', ({ path, tree }) => {
  const dead = elements(tree, 'a').flatMap(({ properties: { href } }) => {
    if (typeof href !== 'string' || /^https:/.test(href)) return [];
    const [address = '', fragment] = href.split('#');
    const target = address === '' ? path : findRoute(address.split('?')[0] ?? '')?.path;
    const page = target === undefined ? undefined : byPath.get(target);
    if (page === undefined) return [href];
    return fragment === undefined || page.ids.includes(decodeURIComponent(fragment)) ? [] : [href];
  });
  expect(dead).toEqual([]);
});

test.each(pages)('$path: no id twice', ({ ids }) => {
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test.each(pages)('$path: one first heading, and none that skips a level', ({ tree }) => {
  const levels = elements(tree, 'h1', 'h2', 'h3', 'h4').map(({ tagName }) => Number(tagName[1]));
  expect(levels.filter((level) => level === 1)).toEqual([1]);
  const skipped = levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 1) + 1);
  expect(skipped).toEqual([]);
});

test.each(pages)('$path: no citation, formula or tag was left as it was written', ({ tree }) => {
  const left = elements(tree, 'p', 'li', 'td', 'h2', 'h3')
    .map((element) => textOf(element))
    .filter((text) => /\[@|(?<![\w.])@[a-z]+\d{4}|\$\$|\\[a-z]+\{|<\/?[A-Z]/.test(text));
  expect(left).toEqual([]);
});

test.each(pages)('$path: symbols are named', ({ tree }) => {
  const unnamed = elements(tree)
    .map(({ properties: { dataSymbol } }) => dataSymbol)
    .filter((symbol) => typeof symbol === 'string' && messages.symbols[symbol] === undefined);
  expect(unnamed).toEqual([]);
});
