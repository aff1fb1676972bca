/** What goes into a model and comes out of it: one shape for every stack. */

import type { AttentionState } from '../parts/attention-state.ts';
import type { MaskChoice } from '../parts/mask.ts';
import type { Auxiliary } from '../parts/mixers.ts';
import type { Probe } from '../probe.ts';
import type { Tensor2D, Tensor3D, Tensor4D } from '../tf.ts';
import type { StackState } from './stack.ts';

export interface ModelInputs {
  /** [batch, seq] of token ids, int32: what the model goes on from. */
  readonly tokens: Tensor2D;
  /** [batch, source] of token ids, int32: what an encoder-decoder reads. With a state it is read in the first step only. */
  readonly source?: Tensor2D;
  /**
   * 1 for a token and 0 for padding, of the source where there is one, else of the tokens; with a state, of the whole
   * text from its first token on. [batch, seq]
   */
  readonly paddingMask?: Tensor2D;
  /** [batch, seq] of segment numbers, int32. */
  readonly segments?: Tensor2D;
  /** A mask set by hand, for self-attention to the tokens. */
  readonly mask?: MaskChoice;
  /** The same, for that of an encoder-decoder to its source. */
  readonly sourceMask?: MaskChoice;
  /** The position of the first token, where nothing was read before; 0 if it is not given. */
  readonly start?: number;
}

/** Keys and values of the source in each layer, and its padding; made once. */
export interface SourceState {
  readonly layers: readonly (AttentionState | null)[];
  /** [batch, 1, 1, source] */
  readonly padding?: Tensor4D;
}

export interface ModelState extends StackState {
  readonly source?: SourceState;
}

export interface ForwardContext {
  readonly probe?: Probe;
  readonly state?: ModelState;
}

/** What is read from the first token's vector. */
export interface HeadOutputs {
  /** [batch, width] */
  readonly pooled: Tensor2D;
  /** [batch, 2] */
  readonly nextSentence?: Tensor2D;
  /** [batch, classes] */
  readonly classification?: Tensor2D;
}

export interface ModelOutput {
  /** [batch, seq, vocabulary] */
  readonly logits: Tensor3D;
  readonly heads?: HeadOutputs;
  readonly state?: ModelState;
  /** Terms that training adds to the loss, already multiplied by their coefficients: the routers' of experts. */
  readonly auxiliary?: Auxiliary;
}
