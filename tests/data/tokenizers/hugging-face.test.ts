import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Tokenizer } from '../../../src/data/tokenizers/index.ts';
import { openTokenizer } from '../../../src/data/tokenizers/open.ts';

/** Made by `tests/reference/make_tokenizers.py`. */
const folder = join(import.meta.dirname, '../../reference/tokenizers');

interface Reference {
  readonly file: { readonly model: object };
  readonly texts: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    readonly offsets: readonly (readonly [number, number])[];
    readonly decoded: string;
  }[];
}

const references = readdirSync(folder).map((name): [string, Reference] => [
  name,
  JSON.parse(readFileSync(join(folder, name), 'utf8')),
]);

async function open(json: unknown): Promise<Tokenizer> {
  const opened = await openTokenizer(json);
  if (opened === null) throw new Error('There is no tokenizer.');
  return opened;
}

/** Places in the text as JavaScript counts, for places as Python counts. */
const utf16 = (text: string, place: number): number => [...text].slice(0, place).join('').length;

describe.each(references)('%s', (_, { file, texts }) => {
  it.each(texts)("$text: the ids, and the text that they decode to, are the reference's", async (one) => {
    const tokenizer = await open(file);
    const ids = tokenizer.encode(one.text).map(({ id }) => id ?? -1);
    expect(ids).toEqual(one.ids);
    expect(tokenizer.decode(ids)).toBe(one.decoded);
    expect(Math.max(0, ...ids)).toBeLessThan(tokenizer.vocabulary.length);
  });

  it.each(texts)('$text: pieces follow one another, and cut no character', async (one) => {
    const { encode } = await open(file);
    let last = 0;
    for (const { start, end } of encode(one.text)) {
      if (start !== end) expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(one.text.length);
      for (const place of [start, end])
        expect([...one.text.slice(0, place), ...one.text.slice(place)].join('')).toBe(one.text);
      last = Math.max(last, end);
    }
  });
});

describe('the places of pieces', () => {
  it.each(['byte-pairs.json', 'word-pieces.json'])('of %s are those of the reference', async (name) => {
    const { file, texts } = new Map(references).get(name) ?? { file: { model: {} }, texts: [] };
    const { encode } = await open(file);
    for (const { text, offsets } of texts.slice(0, 2)) {
      const found = encode(text).map(({ start, end }) => [start, end]);
      offsets.forEach(([start, end], index) => {
        if (start === end) return; // What stands around the text takes no room.
        expect(found[index], `${text}: piece ${index}`).toEqual([utf16(text, start), utf16(text, end)]);
      });
    }
  });
});

describe('a file', () => {
  it('that is no tokenizer is none', async () => {
    expect(await openTokenizer(null)).toBeNull();
    expect(await openTokenizer({ name: 'x' })).toBeNull();
  });

  it('that the library cannot read is refused in a sentence', async () => {
    const model = { type: 'Nonesuch', vocab: {} };
    await expect(openTokenizer({ model })).rejects.toThrow(
      /^tokenizer\.json: Hugging Face's library cannot read it: /,
    );
    await expect(openTokenizer({ model: 7 })).rejects.toThrow(/^tokenizer\.json: /);
  });
});
