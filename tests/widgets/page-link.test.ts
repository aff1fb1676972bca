import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePage, pageFields, sharedQuery, withPage } from '../../src/widgets/kit/page-link.ts';
import { payloadIn } from '../../src/widgets/kit/url-state.ts';

const figures = ['attention-map', 'next-token'];
const pages = fc.record({
  theme: fc.constantFrom(...pageFields.theme.choices),
  view: fc.constantFrom(...pageFields.view.choices),
  beat: fc.integer({ min: 1, max: 99 }),
  session: fc.string({ unit: fc.constantFrom(...'abc019'), maxLength: 12 }),
});

describe('what a link says of its page', () => {
  test('comes back as it went, beside the figures', () => {
    fc.assert(
      fc.property(pages, (state) => {
        const search = withPage('?attention-map=1~layer:2&backend=wasm', state);
        expect(decodePage(search, figures)).toEqual({ state, problems: [] });
        expect(payloadIn(search, 'attention-map')).toBe('1~layer:2');
      }),
    );
  });

  test('a thousand random queries: none throws, each gives a page and only phrases', () => {
    const name = fc.oneof(fc.constantFrom('page', 'backend', 'attention-map', 'bogus'), fc.string());
    const value = fc.oneof(
      fc.constantFrom(
        '1~theme:dark',
        '1~theme:pink',
        '1~beat:0',
        '1~view:stage~session:../x',
        '9~x',
        'wasm',
        '1~',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (pairs) => {
        const search = `?${pairs.map(([key, text]) => `${key}=${text}`).join('&')}`;
        const { state, problems } = decodePage(search, figures);
        return (
          pageFields.theme.choices.includes(state.theme) &&
          pageFields.view.choices.includes(state.view) &&
          state.beat >= 1 &&
          state.beat <= 99 &&
          state.session.length <= 12 &&
          problems.every((problem) => problem.length < 200)
        );
      }),
      { numRuns: 1000 },
    );
  }, 120_000);

  test.each([
    ['?page=1~theme:pink', 'The theme names something that this figure does not have'],
    ['?page=1~beat:100', 'The beat must be between 1 and 99'],
    ['?backend=abacus', 'there is no backend “abacus”'],
    ['?bogus=1~x:1', 'the book has no figure “bogus”'],
  ])('%s: %s', (search, sentence) => {
    expect(decodePage(search, figures).problems).toEqual([sentence]);
  });

  test('what others add to a link is no problem', () => {
    expect(decodePage('?utm_source=mail&fbclid=IwAR0~x&attention-map=1~layer:2', figures).problems).toEqual(
      [],
    );
  });

  test('a link to give away has the figures, and of the page what is asked for', () => {
    const search = '?page=1~view:stage~beat:3&attention-map=1~layer:2&backend=cpu';
    expect(sharedQuery(search)).toBe('?attention-map=1~layer:2');
    expect(sharedQuery(search, { theme: 'dark', backend: 'wasm' })).toBe(
      '?attention-map=1~layer:2&page=1~theme:dark&backend=wasm',
    );
  });
});
