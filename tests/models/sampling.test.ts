import { describe, expect, it } from 'vitest';
import { candidates, pick, plainSampling } from '../../src/models/sampling.ts';
import { randomStream } from '../../src/random.ts';

const logits = [0, 2, -1, 2, 0.5, 0];

describe('candidates', () => {
  it('are all tokens, the most likely first, ties by id', () => {
    const ranked = candidates(logits, plainSampling);
    expect(ranked.map(({ id }) => id)).toEqual([1, 3, 4, 0, 5, 2]);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    for (const { id, probability, sampled } of ranked) {
      expect(probability).toBeCloseTo(Math.exp(logits[id] ?? 0) / total, 12);
      expect(sampled).toBeCloseTo(probability, 12);
    }
  });

  it('are in the order of a plain sort, whatever the logits', () => {
    const random = randomStream(3);
    const many = Array.from({ length: 500 }, () => Math.round(random.normal() * 20) / 4);
    const sorted = many.map((logit, id) => ({ logit, id })).sort((a, b) => b.logit - a.logit || a.id - b.id);
    expect(candidates(many, plainSampling).map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
  });

  it('at temperature 0 leave the first of the likeliest alone', () => {
    const ranked = candidates(logits, { ...plainSampling, temperature: 0 });
    expect(ranked[0]).toEqual({ id: 1, probability: 1, sampled: 1 });
    expect(ranked.slice(1).every(({ sampled }) => sampled === 0)).toBe(true);
  });

  it('cut by top-k and top-p are drawn with what is left', () => {
    const byCount = candidates(logits, { ...plainSampling, topK: 3 });
    expect(byCount.map(({ sampled }) => sampled > 0)).toEqual([true, true, true, false, false, false]);
    expect(byCount.reduce((sum, { sampled }) => sum + sampled, 0)).toBeCloseTo(1, 12);
    const byMass = candidates(logits, { ...plainSampling, topP: 0.7 });
    expect(byMass.filter(({ sampled }) => sampled > 0).map(({ id }) => id)).toEqual([1, 3]);
    expect(pick(byMass, 0.99)).toBe(3);
  });
});
