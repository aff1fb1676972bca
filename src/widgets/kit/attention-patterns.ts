/** The patterns that a figure offers, as choices of a live model: what a size means in each. */
import { seenPairs } from '../../models/count/mixers.ts';
import type { ConfigChoices } from '../../runtime/client.ts';
import type { PatternName } from '../messages/sparse-patterns.ts';

export const patternChoices: Readonly<Record<PatternName, (size: number) => ConfigChoices>> = {
  all: () => ({}),
  local: (size) => ({ window: size }),
  strided: (size) => ({ sparse: { kind: 'strided', stride: size } }),
  global: (size) => ({ sparse: { kind: 'global', window: size, globals: 2 } }),
  blocks: (size) => ({ sparse: { kind: 'blocks', size } }),
};

export const patternNames = Object.keys(patternChoices) as PatternName[];

export function pairsOf(pattern: PatternName, size: number, tokens: number): number {
  const { window = null, sparse } = patternChoices[pattern](size);
  return seenPairs({ causal: true, window, ...(sparse ? { sparse } : {}) }, { start: 0, tokens });
}
