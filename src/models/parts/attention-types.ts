/** What attention is given and answers with, however it is computed. */
import type { PositionConfig } from '../config.ts';
import type { Probe } from '../probe.ts';
import type { Tensor3D } from '../tf.ts';
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
