import { expect, it } from 'vitest';
import type { LabelledText } from '../../../src/data/labelled-texts.ts';
import { randomStream } from '../../../src/random.ts';
import { bagOfWords } from '../../../src/training/baselines/bag-of-words.ts';
import { compressedBits } from '../../../src/training/baselines/node-files.ts';

const random = randomStream(1);
const fillers = ['one', 'two', 'three', 'four'];
const telling = ['dog', 'oak', 'stone'];

/** The class is told by one word, in one text of four by none. */
const drawn = (count: number): LabelledText[] =>
  Array.from({ length: count }, () => {
    const label = random.integer(3);
    const word = random.next() < 0.25 ? 'thing' : (telling[label] ?? '');
    return { text: [random.choose(fillers), word, random.choose(fillers)].join(' '), label };
  });

it('learns which words tell the class, and no more', () => {
  const parts = { training: drawn(600), validation: drawn(200), test: drawn(400) };
  const { accuracy, words } = bagOfWords(parts, 3);
  expect(words).toBe(8);
  expect(accuracy).toBeGreaterThan(0.78);
  expect(accuracy).toBeLessThan(0.9);
});

it('counts the bits that compressors need', () => {
  const repeated = compressedBits('the whale '.repeat(5000));
  expect(repeated[0]?.name).toBe('gzip');
  for (const { bits } of repeated) expect(bits).toBeLessThan(0.1);
  const letters = Array.from({ length: 40_000 }, () => String.fromCharCode(97 + random.integer(16))).join('');
  for (const { name, bits } of compressedBits(letters)) {
    // 16 letters, equally likely: four bits each, and no compressor can do with less.
    expect(bits, name).toBeGreaterThan(4);
    expect(bits, name).toBeLessThan(4.6);
  }
});
