import { expect, test } from 'vitest';
import { datasetRow } from '../../../src/data/datasets.ts';
import { exampleOf, heldOutExample } from '../../../src/widgets/lab/held-out-example.ts';

test('of two stacks both texts are cut where they end', async () => {
  const { dataset, tokenizer, length } = await datasetRow('toytown-damaged').open({});
  const [batch] = dataset.heldOut(1, 4, length);
  if (batch === undefined) throw new Error('no batch');
  const pad = tokenizer.vocabulary.indexOf('<pad>');
  for (let row = 0; row < 4; row++) {
    const { tokens, source, asked } = exampleOf(batch, row);
    expect([...tokens, ...(source ?? [])]).not.toContain(pad);
    expect(asked).toHaveLength(tokens.length);
    expect(tokenizer.vocabulary[asked.at(-1) ?? -1]).toBe('</s>');
    // What is written is read one step later.
    expect(tokens.slice(1)).toEqual(asked.slice(0, -1));
  }
});

test('of an encoder what is hidden is asked for, and its two texts are told apart', async () => {
  const example = await heldOutExample({ id: 'toytown-masked' }, 104);
  expect(example?.segments).toHaveLength(example?.tokens.length ?? 0);
  const asked = example?.asked.filter((one) => one !== null).length ?? 0;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan((example?.tokens.length ?? 0) / 3);
});

test('a tokenizer is not learned anew for it', async () => {
  const text = 'one two three '.repeat(100);
  const data = { id: 'own-text', options: { text, tokenizer: 'byte-pair' } };
  expect(await heldOutExample(data, 16)).toBeNull();
});
