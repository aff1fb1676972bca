import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/r50k_base';
import { beforeAll, expect, test } from 'vitest';
import {
  gpt2Merges,
  gpt2Pieces,
  loadGpt2Ids,
  mergeOf,
  type PieceIds,
  textOfBytes,
} from '../../../src/data/tokenizers/gpt2-pieces.ts';

let ids: PieceIds;
beforeAll(async () => {
  ids = await loadGpt2Ids();
});
const idsOf = (text: string, merges = gpt2Merges) => gpt2Pieces(text, ids, merges).map(({ id }) => id);
const joined = (text: string, merges: number) =>
  textOfBytes(
    gpt2Pieces(text, ids, merges)
      .map(({ bytes }) => bytes)
      .join(''),
  );

test('what GPT-2 makes of a text is known', () => {
  expect(idsOf('Hello world')).toEqual([15496, 995]);
  expect(ids.size).toBe(50_256);
});

test('any text has the ids that another implementation gives it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      expect(idsOf(text)).toEqual(encode(text));
    }),
    { numRuns: 300 },
  );
});

test('with fewer merges the pieces are more, and the text the same', () => {
  const text = 'The unbelievable robot, naïve 🙂.';
  const counts = [0, 10, 100, 1000, 10_000, gpt2Merges].map((merges) => idsOf(text, merges).length);
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  expect(counts[0]).toBe(new TextEncoder().encode(text).length);
  for (const merges of [0, 100, gpt2Merges]) expect(joined(text, merges)).toBe(text);
});

test('merges are counted from 1', () => {
  expect(mergeOf(255)).toBeNull();
  expect(mergeOf(256)).toBe(1);
});
