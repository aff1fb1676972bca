/**
 * Ops with kernels of our own. A part calls them without knowing the backend: where there is no kernel of our own the
 * plain version beside it runs, which also says what the op means.
 */
export { type AdamWSettings, type AdamWTensors, adamwUpdate, globalNorm } from './adamw.ts';
export { giveUp } from './cached-attention.ts';
export { type CrossEntropy, crossEntropy, tokenLosses } from './cross-entropy.ts';
export { embed } from './embed.ts';
export { gelu, geluTanh, silu } from './gelu.ts';
export { linearMap } from './linear-map.ts';

import './share-data.ts';
import './mat-mul.ts'; // These take the place of TensorFlow.js' own kernels under `matMul` and `slice`.
import './slice.ts';

export { maskedSoftmax } from './masked-softmax.ts';
export { layerNorm, rmsNorm } from './norm.ts';
export { sumOf } from './sum-of.ts';
