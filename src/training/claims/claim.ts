/** A claim of a paper as an experiment that reruns from a seed. One file a claim; `index.ts` lists them. */
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ClaimRecord, Series } from '../../models/checkpoints/claim-record.ts';

export interface ClaimOptions {
  readonly seed: number;
  /** A form that ends within seconds, to see that all of it runs: its bars say nothing, and nothing is recorded. */
  readonly short: boolean;
  /** Told of each step of the way. */
  readonly tell: (line: string) => void;
}

export interface ClaimResult {
  readonly bars: readonly Bar[];
  /** What a figure draws. */
  readonly series: readonly Series[];
  /** Training steps of all runs together. */
  readonly steps: number;
}

export interface Claim extends Pick<ClaimRecord, 'id' | 'claim' | 'source' | 'setting'> {
  run(options: ClaimOptions): Promise<ClaimResult>;
}

/** `claim`, as it is measured: a number that must be at most or at least something, or that is only told. */
export const bar = (
  what: string,
  measured: number,
  { unit = '', atMost = null, atLeast = null }: Partial<Pick<Bar, 'unit' | 'atMost' | 'atLeast'>> = {},
): Bar => ({ what, unit, atMost, atLeast, measured });
