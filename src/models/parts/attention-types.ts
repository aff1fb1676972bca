/** What attention is given and answers with, however it is computed. */
import type { PositionConfig } from '../config.ts';
import type { Probe } from '../probe.ts';
import type { Tensor3D, Tensor4D } from '../tf.ts';
import type { AttentionState } from './attention-state.ts';
import type { LinearParams } from './linear.ts';
import type { MaskChoice } from './mask.ts';
import type { ScoreBias } from './position.ts';

export type AttentionParams = {
  readonly query: LinearParams;
  readonly key: LinearParams;
  readonly value: LinearParams;
  readonly output: LinearParams;
};

export interface AttentionInput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  /** The absolute position of the first token of `x`. */
  readonly start: number;
  readonly position: PositionConfig;
  /** What the position kind adds to the scores. */
  readonly bias: ScoreBias;
  readonly mask: MaskChoice;
  readonly state?: AttentionState;
  readonly probe: Probe;
}

export interface AttentionOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly state?: AttentionState;
}

export interface AttendInput {
  readonly q: Tensor4D;
  readonly k: Tensor4D;
  readonly v: Tensor4D;
  /** 1 where a query may look, 0 where not; null: everywhere. [1 or batch, 1, query, key] */
  readonly mask: Tensor4D | null;
  readonly bias: Tensor4D | null;
  readonly scaled: boolean;
  readonly probe: Probe;
}
