import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Batch } from '../../src/data/batch.ts';
import { siteCorpusFile, siteCorpusIds } from '../../src/data/corpora/site-files.ts';
import { datasetRow, learnedBy } from '../../src/data/datasets.ts';
import { domains, frenchVocabulary } from '../../src/data/domains.ts';
import { windowObjectives } from '../../src/data/objectives/over-windows.ts';
import { restoreSpans } from '../../src/data/objectives/span-corruption.ts';
import { readCorporaBy, siteCorpora } from '../../src/data/site-corpora.ts';
import type { Tokenizer } from '../../src/data/tokenizers/tokenizer.ts';
import { randomStream } from '../../src/random.ts';

// No claim about time: a whole dictionary is read.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const mostBytes = 300_000;
const text = 'The quick brown fox jumps over the lazy dog. It sleeps! Who woke it up? A cat did. '.repeat(60);

beforeAll(() => readCorporaBy(async (id) => JSON.parse(JSON.stringify(siteCorpusFile(id)))));

describe('the files of the site', () => {
  test.each(siteCorpusIds)('%s is what a tab expects, and small', (id) => {
    const file = siteCorpusFile(id);
    expect(v.safeParse(siteCorpora[id], file).success).toBe(true);
    expect(gzipSync(JSON.stringify(file)).length).toBeLessThan(mostBytes);
    const known = new Set(file.training.map((item) => JSON.stringify(item)));
    expect(file.validation.filter((item) => known.has(JSON.stringify(item)))).toEqual([]);
    expect(file.notice.length).toBeGreaterThan(20);
  });

  test('that come otherwise are refused', async () => {
    vi.resetModules();
    const { readCorporaBy: by, siteCorpus } = await import('../../src/data/site-corpora.ts');
    by(async () => ({ notice: '', training: ['x'], validation: [7] }));
    await expect(siteCorpus('moby-dick')).rejects.toThrow();
    by(async (id) => siteCorpusFile(id));
    expect((await siteCorpus('moby-dick')).training.length).toBeGreaterThan(10);
  });
});

const rowOfIds = (tokens: Int32Array, length: number, row: number) => [
  ...tokens.subarray(row * length, (row + 1) * length),
];

function checkBatch(batch: Batch, tokenizer: Tokenizer): void {
  const inside = (id: number) => id >= 0 && id < tokenizer.vocabulary.length;
  expect([...batch.tokens, ...batch.targets, ...(batch.source?.tokens ?? [])].every(inside)).toBe(true);
  expect(batch.weights.some((weight) => weight > 0) || batch.classes !== undefined).toBe(true);
}

describe.each(['toytown', 'toytown-french', 'moby-dick', 'state-of-the-union', 'own-text'])('%s', (id) => {
  test.each(windowObjectives)('can be learned by %s', async (objective) => {
    const options = { objective, ...(id === 'own-text' ? { text } : {}) };
    const opened = await datasetRow(id).open(options);
    const { dataset, tokenizer, length } = opened;
    const batch = dataset.training(1, 0, 3, length);
    checkBatch(batch, tokenizer);
    expect(dataset.training(1, 0, 3, length)).toEqual(batch);
    expect(dataset.training(2, 0, 3, length)).not.toEqual(batch);
    expect(dataset.heldOut(2, 2, length)).toHaveLength(2);
    expect('source' in batch).toBe(learnedBy[objective].stack === 'encoder-decoder');
    const sketch = await datasetRow(id).sketch(options);
    expect(sketch).toMatchObject({ vocabulary: dataset.vocabulary, length });
  });
});

describe('what is asked for', () => {
  const open = async (objective: string) => {
    const { dataset, tokenizer, length } = await datasetRow('moby-dick').open({
      objective,
      tokenizer: 'word',
    });
    const id = (mark: string) => tokenizer.vocabulary.indexOf(mark);
    return { batch: dataset.training(1, 0, 4, length), id };
  };
  /** Up to the end mark. */
  const told = ({ targets, length }: Batch, row: number, end: number) => {
    const ids = rowOfIds(targets, length, row);
    return ids.slice(0, ids.indexOf(end));
  };

  test('of a masked text is what stood there, for a share of 15 %', async () => {
    const { batch, id } = await open('masked');
    const asked = [...batch.weights.keys()].filter((at) => batch.weights[at] === 1);
    expect(asked.length / (batch.rows * (batch.length - 2))).toBeCloseTo(0.15, 1);
    const hidden = asked.filter((at) => batch.tokens[at] === id('<mask>'));
    expect(hidden.length).toBeGreaterThan(asked.length / 2);
    for (const at of batch.tokens.keys())
      if (!asked.includes(at)) expect(batch.tokens[at]).toBe(batch.targets[at]);
  });

  test('of spans puts the text together again', async () => {
    const { batch, id } = await open('span-corruption');
    const sentinels = Array.from({ length: 24 }, (_, index) => id(`<extra_id_${index}>`));
    const source = rowOfIds(batch.source?.tokens ?? new Int32Array(), batch.source?.length ?? 0, 0);
    const read = source.slice(0, source.indexOf(id('</s>')));
    const whole = restoreSpans({ source: read, target: told(batch, 0, id('</s>')) }, sentinels);
    expect(whole).toHaveLength(63);
  });

  test('of a noise is the text before it', async () => {
    const { batch, id } = await open('token-deletion');
    const { tokens = new Int32Array(), length = 0 } = batch.source ?? {};
    const read = rowOfIds(tokens, length, 0);
    const left = read.slice(1, read.indexOf(id('</s>')));
    const text = told(batch, 0, id('</s>'));
    expect(text).toHaveLength(62);
    expect(left).toHaveLength(62 - Math.round(0.15 * 62));
    // What is left stands in the text, in this order.
    let from = 0;
    for (const token of left) from = text.indexOf(token, from) + 1;
    expect(from).toBeGreaterThan(0);
  });
});

test('every word of a French story is known', () => {
  const known = new Set(frenchVocabulary);
  for (let seed = 0; seed < 200; seed++) {
    const { words } = domains.french.draw(randomStream(seed), 64, 'training');
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  }
});

test('definitions have classes, and words have sounds', async () => {
  const glosses = await datasetRow('wordnet-nouns').open({ pieces: 400 });
  const batch = glosses.dataset.training(1, 0, 8, glosses.length);
  checkBatch(batch, glosses.tokenizer);
  expect(batch.classes).toHaveLength(8);
  expect(glosses).toMatchObject({ classes: 26, objectives: ['classes'] });
  const words = await datasetRow('cmu-dictionary').open({});
  checkBatch(words.dataset.training(1, 0, 8, words.length), words.tokenizer);
});

test.each(['character', 'byte-pair', 'word'])(
  'of your own text a tokenizer of kind %s is learned',
  async (tokenizer) => {
    const opened = await datasetRow('own-text').open({ text, tokenizer, pieces: 300 });
    expect(opened.tokenizer.kind).toBe(tokenizer);
    const known = opened.tokenizer.encode('the lazy dog').flatMap(({ id }) => (id === null ? [] : [id]));
    expect(opened.tokenizer.decode(known)).toBe('the lazy dog');
    if (tokenizer === 'word') expect(opened.tokenizer.vocabulary.length).toBeLessThan(30);
  },
);
