/** What the shipped models of two stacks read and begin to write with, by the names of their marks. */
import type { ModelChoice } from '../../runtime/client.ts';

export interface TwoStackModel {
  readonly id: string;
  /** What the runtime is asked of; left out: the shipped model of this name. */
  readonly choice?: ModelChoice;
  /** The longest source and the longest answer, in tokens. */
  readonly context: number;
  /** Layers of the decoder, and heads of each: what its cross-attention can be asked for. */
  readonly layers: number;
  readonly heads: number;
  /** What the decoder reads first, and what ends a text. */
  readonly start: string;
  readonly end: string;
  /** Whether a source begins with the decoder's first mark too. */
  readonly opened: boolean;
}

export const twoStackModels = {
  't5-toytown': {
    id: 't5-toytown',
    context: 64,
    layers: 2,
    heads: 4,
    start: '<pad>',
    end: '</s>',
    opened: false,
  },
  't5-cmudict': {
    id: 't5-cmudict',
    context: 24,
    layers: 2,
    heads: 4,
    start: '<pad>',
    end: '</s>',
    opened: false,
  },
  'bart-toytown': {
    id: 'bart-toytown',
    context: 102,
    layers: 2,
    heads: 4,
    start: '<s>',
    end: '</s>',
    opened: true,
  },
} as const satisfies Readonly<Record<string, TwoStackModel>>;

/** The words as the encoder reads them, between their marks. */
export function sourceOf(
  { start, end, opened, context }: TwoStackModel,
  vocabulary: readonly string[],
  ids: readonly number[],
): number[] {
  const before = opened ? [vocabulary.indexOf(start)] : [];
  return [...before, ...ids.slice(0, context - before.length - 1), vocabulary.indexOf(end)];
}
