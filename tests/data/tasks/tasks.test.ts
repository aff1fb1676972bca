/** What every task promises: what is asked for follows from what stands before, and the parts never meet. */
import { describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../../src/data/batch.ts';
import { associativeDataset } from '../../../src/data/tasks/associative-recall.ts';
import { copyingDataset, question, silence } from '../../../src/data/tasks/copying.ts';
import { keyValueDataset, keyValueLength } from '../../../src/data/tasks/key-value-recall.ts';
import type { TaskDataset } from '../../../src/data/tasks/task-dataset.ts';
import { trigger, triggerDataset } from '../../../src/data/tasks/trigger.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still.

const kinds = { keys: 32, values: 32 };
const tasks: [string, TaskDataset, number][] = [
  ['copying', copyingDataset({ letters: 16, kept: 10, selective: false }), 32],
  ['selective copying', copyingDataset({ letters: 16, kept: 10, selective: true }), 32],
  ['the special token', triggerDataset(15), 48],
  ['key-value recall', keyValueDataset({ ...kinds, pairs: [8, 12] }), keyValueLength(12)],
  [
    'key-value recall of few kinds',
    keyValueDataset({ ...kinds, drawn: 16, pairs: [8, 12] }),
    keyValueLength(12),
  ],
  ['associative recall', associativeDataset({ kinds: 16, lastOnly: false }), 33],
  ['associative recall of few kinds', associativeDataset({ kinds: 16, drawn: 8, lastOnly: false }), 33],
];

interface Text {
  readonly tokens: readonly number[];
  readonly targets: readonly number[];
  readonly asked: readonly boolean[];
}

function textsOf({ rows, length, tokens, targets, weights }: Batch): Text[] {
  const cut = (values: Int32Array | Float32Array, row: number) =>
    Array.from(values.subarray(row * length, (row + 1) * length));
  return Array.from({ length: rows }, (_, row) => ({
    tokens: cut(tokens, row),
    targets: cut(targets, row),
    asked: cut(weights, row).map((weight) => weight === 1),
  }));
}

describe.each(tasks)('%s', (_, dataset, length) => {
  it('is drawn anew for every seed and batch, and is the same for the same', () => {
    const one = dataset.training(1, 0, 4, length);
    expect(one).toEqual(dataset.training(1, 0, 4, length));
    expect(one.tokens).not.toEqual(dataset.training(1, 1, 4, length).tokens);
    expect(one.tokens).not.toEqual(dataset.training(2, 0, 4, length).tokens);
    expect(one.floor).toBe(0);
    expect(Math.max(...one.tokens, ...one.targets)).toBeLessThan(dataset.vocabulary);
    for (const { asked } of textsOf(one)) expect(asked.some(Boolean)).toBe(true);
  });

  it('never has a row in training that is held out', () => {
    const written = (batch: Batch) => textsOf(batch).map(({ tokens }) => tokens.join(' '));
    const held = new Set(dataset.heldOut(4, 64, length).flatMap(written));
    const trained = Array.from({ length: 60 }, (_, index) => dataset.training(1, index, 64, length));
    expect(held.size).toBe(256);
    expect(trained.flatMap(written).filter((row) => held.has(row))).toEqual([]);
  });
});

describe('copying', () => {
  const letters = (text: Text) => text.tokens.filter((token) => token !== silence && token !== question);
  const answers = ({ targets, asked }: Text) => targets.filter((_, at) => asked[at]);

  it.each([false, true])('asks for the letters in their order, selective: %s', (selective) => {
    const texts = textsOf(copyingDataset({ letters: 16, kept: 6, selective }).training(1, 0, 50, 30));
    for (const text of texts) {
      expect(answers(text)).toEqual(letters(text));
      expect(text.tokens.map((token) => token === question)).toEqual(text.asked);
    }
  });

  it('has the letters at fixed places, or anywhere', () => {
    const places = (selective: boolean) =>
      textsOf(copyingDataset({ letters: 16, kept: 6, selective }).training(1, 0, 50, 30)).map(({ tokens }) =>
        tokens.map((token) => token > question).join(),
      );
    expect(new Set(places(false)).size).toBe(1);
    expect(new Set(places(true)).size).toBeGreaterThan(45);
  });
});

it('the special token stands twice, and asked is what followed it', () => {
  const texts = textsOf(triggerDataset(15).training(1, 0, 200, 24));
  for (const { tokens, targets, asked } of texts) {
    const places = [...tokens.keys()].filter((at) => tokens[at] === trigger);
    expect(places.length).toBe(2);
    expect(places[1]).toBe(23);
    expect(targets[23]).toBe(tokens[(places[0] ?? 0) + 1]);
    expect(targets[23]).not.toBe(trigger);
    expect(asked.indexOf(true)).toBe(23);
  }
  expect(new Set(texts.map(({ tokens }) => tokens.indexOf(trigger))).size).toBeGreaterThan(20);
});

it('every key is asked for once, and its value stands behind it', () => {
  for (const { tokens, targets, asked } of textsOf(
    keyValueDataset({ ...kinds, pairs: [5, 7] }).training(1, 0, 60, 21),
  )) {
    const count = asked.filter(Boolean).length;
    expect([5, 7]).toContain(count);
    const told = new Map(
      Array.from({ length: count }, (_, pair) => [tokens[2 * pair], tokens[2 * pair + 1]]),
    );
    expect(told.size).toBe(count);
    const questions = tokens.filter((_, at) => asked[at]);
    expect(new Set(questions)).toEqual(new Set(told.keys()));
    expect(targets.filter((_, at) => asked[at])).toEqual(questions.map((key) => told.get(key)));
  }
});

it.each([false, true])('a key is asked for where it stood before, the last alone: %s', (lastOnly) => {
  for (const { tokens, targets, asked } of textsOf(
    associativeDataset({ kinds: 8, lastOnly }).training(1, 0, 60, 25),
  )) {
    expect(asked[24]).toBe(true);
    for (let at = 0; at < 25; at++) {
      const before = at % 2 === 0 ? tokens.slice(0, at).lastIndexOf(tokens[at] ?? -1) : -1;
      expect(asked[at]).toBe(before >= 0 && (at === 24 || !lastOnly));
      if (asked[at]) expect(targets[at]).toBe(tokens[before + 1]);
    }
  }
});

it('rows that are too short for a task are refused', () => {
  expect(() => copyingDataset({ letters: 4, kept: 6, selective: true }).training(1, 0, 1, 11)).toThrow(
    '6 letters and as many answers need 12 tokens.',
  );
  expect(() => triggerDataset(4).training(1, 0, 1, 2)).toThrow(RangeError);
  expect(() => keyValueDataset({ ...kinds, pairs: [4] }).training(1, 0, 1, 11)).toThrow('need 12 tokens');
  expect(() => associativeDataset({ kinds: 4, lastOnly: true }).training(1, 0, 1, 10)).toThrow('odd number');
});
