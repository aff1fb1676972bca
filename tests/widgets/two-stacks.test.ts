import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { denoisedLength, denoisedVocabulary } from '../../src/data/objectives/toytown-denoised.ts';
import { mark, maskedVocabulary } from '../../src/data/objectives/toytown-masked.ts';
import { pronunciationTokenizer, spellingIds } from '../../src/data/pronunciations.ts';
import { loadDescription } from '../../src/models/checkpoints/load.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { damages, damageText, differing } from '../../src/widgets/kit/damage.ts';
import {
  causalTokens,
  frameWords,
  hideEach,
  hideWords,
  wordCount,
  wordsOf,
} from '../../src/widgets/kit/masked-text.ts';
import { passesOf } from '../../src/widgets/kit/masking-passes.ts';
import { paintedMask, squareOf } from '../../src/widgets/kit/painted-mask.ts';
import { sourceOf, twoStackModels } from '../../src/widgets/kit/two-stacks.ts';

const checkpoints = join(import.meta.dirname, '../../public/checkpoints');
const shipped = Object.values(twoStackModels).filter(({ id }) => existsSync(join(checkpoints, id)));

const idsOf = (text: string) => text.split(' ').map((word) => maskedVocabulary.indexOf(word));
const story = idsOf('mia has a red ball . tom has nothing . tom wants the red ball .');

describe('models of two stacks', () => {
  test.each(shipped)('what figures take for granted of $id is what its files say', async (model) => {
    const { config } = await loadDescription(nodeFolder(join(checkpoints, model.id)));
    expect(config.layers).toHaveLength(model.layers);
    expect(config.context).toBe(model.context);
    for (const { cross } of config.layers) expect(cross?.heads).toBe(model.heads);
  });

  test('a source is framed as training frames it', () => {
    const bart = twoStackModels['bart-toytown'];
    expect(bart.context).toBe(denoisedLength);
    const framed = sourceOf(bart, denoisedVocabulary, story);
    expect(framed.map((id) => denoisedVocabulary[id])).toEqual([
      '<s>',
      ...story.map((id) => maskedVocabulary[id]),
      '</s>',
    ]);
    const { vocabulary } = pronunciationTokenizer();
    const letters = [...'cat'].map((letter) => vocabulary.indexOf(letter));
    expect(sourceOf(twoStackModels['t5-cmudict'], vocabulary, letters)).toEqual(spellingIds('cat'));
  });
});

describe('words as an encoder reads them', () => {
  test.each(['bert-toytown', 'roberta-toytown'] as const)('%s: each word stands at its place', (encoder) => {
    const frame = frameWords(encoder, story);
    expect(frame.places.map((place) => frame.tokens[place])).toEqual(story);
    const hidden = hideWords(frame, [3]);
    expect(hidden.tokens[frame.places[3] ?? -1]).toBe(mark['<mask>']);
    expect(differing(hidden.tokens, frame.tokens)).toBe(1);
    expect(hideEach(frame)).toHaveLength(story.length);
  });

  test('a decoder reads the same words, without the marks that an encoder needs', () => {
    expect(wordsOf([mark['<cls>'], ...story, mark['<sep>']])).toEqual(story);
    expect(causalTokens(story)).toEqual([0, ...story]);
    expect(Math.max(...story)).toBeLessThan(wordCount);
  });

  test('static gaps come back, dynamic ones do not', () => {
    const shares = { chosen: 0.15, masked: 0.8, random: 0.1 };
    const gaps = (kind: 'static' | 'dynamic') =>
      new Set(passesOf(story, kind, shares, 1, 8).map(({ asked }) => asked.join())).size;
    expect(gaps('static')).toBeLessThanOrEqual(2);
    expect(gaps('dynamic')).toBeGreaterThan(2);
  });
});

describe('painted masks', () => {
  test('causal is the lower triangle, and a flip turns one square over', () => {
    expect(paintedMask(3, 'causal', [])).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ]);
    expect(paintedMask(3, 'causal', [squareOf(0, 2)])[0]).toEqual([1, 0, 1]);
    expect(paintedMask(3, 'itself', [])).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });
});

describe('damage', () => {
  test.each(damages)('%s: the same seed does the same, and something is done', (damage) => {
    const vocabulary = [
      ...denoisedVocabulary,
      '<extra_id_0>',
      '<extra_id_1>',
      '<extra_id_2>',
      '<extra_id_3>',
    ];
    const once = damageText(damage, story, 3, vocabulary);
    expect(damageText(damage, story, 3, vocabulary)).toEqual(once);
    expect(once.read.join()).not.toBe(story.join());
  });
});
