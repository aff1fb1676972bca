/** The steps of a beam search as the tree that is drawn of them. */
import type { BeamStep, Hypothesis } from '../../runtime/client.ts';
import type { BeamNode } from '../../viz/beam-tree.ts';

/** What was kept of each step and the best of what was not; a node's parent is its place in the step before. */
export function beamNodes(
  steps: readonly BeamStep[],
  width: number,
  vocabulary: readonly string[],
): BeamNode[][] {
  /** Of the step before: where each open beam stands among its nodes, and its score. */
  let open: readonly { readonly place: number | null; readonly score: number }[] = [
    { place: null, score: 0 },
  ];
  return steps.map(({ kept, left }) => {
    const all = [...kept, ...left];
    const nodes = all.map(({ parent, token, logProbability }, index): BeamNode => {
      const before = open[parent];
      return {
        token: vocabulary[token] ?? '',
        parent: before?.place ?? null,
        probability: Math.exp(logProbability - (before?.score ?? 0)),
        score: logProbability,
        kept: index < kept.length,
      };
    });
    open = kept
      .flatMap(({ ended, logProbability }, place) => (ended ? [] : [{ place, score: logProbability }]))
      .slice(0, width);
    return nodes;
  });
}

export interface FoundText {
  readonly text: string;
  readonly logProbability: number;
}

export const foundTexts = (hypotheses: readonly Hypothesis[], vocabulary: readonly string[]): FoundText[] =>
  hypotheses.map(({ tokens, logProbability }) => ({
    text: tokens.map((id) => vocabulary[id] ?? '').join(' '),
    logProbability,
  }));
