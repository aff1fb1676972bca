import { describe, expect, it } from 'vitest';
import { byWord, measureSounds, soundErrors } from '../../src/data/pronunciations.ts';

describe('measuring pronunciations', () => {
  it('counts sounds that are missing, too many or others', () => {
    expect(soundErrors(['K', 'AE', 'T'], ['K', 'AE', 'T'])).toBe(0);
    expect(soundErrors(['K', 'T'], ['K', 'AE', 'T'])).toBe(1);
    expect(soundErrors(['K', 'AE', 'T', 'S'], ['B', 'AE', 'T'])).toBe(2);
    expect(soundErrors([], ['K', 'AE'])).toBe(2);
    // A swap is two errors.
    expect(soundErrors(['AE', 'K'], ['K', 'AE'])).toBe(2);
  });

  it('goes by the nearest pronunciation of each word', () => {
    const words = byWord([
      { word: 'read', sounds: ['R', 'EH', 'D'] },
      { word: 'cat', sounds: ['K', 'AE', 'T'] },
      { word: 'read', sounds: ['R', 'IY', 'D'] },
    ]);
    expect(words.map(({ word }) => word)).toEqual(['read', 'cat']);
    expect(
      measureSounds(words, [
        ['R', 'IY', 'D'],
        ['K', 'AE'],
      ]),
    ).toEqual({
      soundErrorRate: 1 / 6,
      wordAccuracy: 1 / 2,
    });
  });
});
