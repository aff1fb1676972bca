/**
 * The only door to TensorFlow.js: every other file imports tensors and ops from here, by name.
 *
 * The list below is chosen: every op on it has a kernel on WebGL, WASM and cpu. What is not on it is missing for a
 * reason: `einsum` has no gradient, `oneHot` as float32 is silently wrong on WASM (ours below is not), `gather` has
 * no gradient on WASM (models use `embed` of `kernels/`), the built-in optimizers look variables up by global name.
 * Also mind: `cumsum` off the last axis has a gradient of the wrong shape; `topk` and comparisons of an input that is
 * being differentiated throw, so a mask is made inside `customGrad`.
 */

import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';

export type {
  DataType,
  NamedTensorMap,
  Rank,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorInfo,
  TensorLike,
  TypedArray,
} from '@tensorflow/tfjs';

export const {
  // Making tensors
  tensor,
  tensor1d,
  tensor2d,
  tensor3d,
  tensor4d,
  scalar,
  zeros,
  ones,
  fill,
  zerosLike,
  onesLike,
  range,
  linspace,
  eye,
  // Arithmetic, with broadcasting
  add,
  addN,
  sub,
  mul,
  div,
  floorDiv,
  mod,
  neg,
  pow,
  square,
  squaredDifference,
  sqrt,
  rsqrt,
  reciprocal,
  abs,
  sign,
  exp,
  expm1,
  log,
  log1p,
  sin,
  cos,
  maximum,
  minimum,
  clipByValue,
  floor,
  ceil,
  round,
  // Activations
  sigmoid,
  tanh,
  erf,
  relu,
  softplus,
  elu,
  leakyRelu,
  softmax,
  logSoftmax,
  // Reductions
  sum,
  mean,
  max,
  min,
  prod,
  any,
  all,
  argMax,
  argMin,
  logSumExp,
  cumsum,
  topk,
  // Matrices and shapes
  matMul,
  transpose,
  reshape,
  expandDims,
  squeeze,
  concat,
  split,
  slice,
  stridedSlice,
  pad,
  stack,
  unstack,
  tile,
  gather,
  scatterND,
  reverse,
  broadcastTo,
  // Choice and comparison
  where,
  cast,
  greater,
  greaterEqual,
  less,
  lessEqual,
  equal,
  notEqual,
  logicalAnd,
  logicalOr,
  logicalNot,
  isFinite: isFiniteNumber,
  // Memory
  clone,
  keep,
  dispose,
  tidy,
  memory,
  // Gradients
  customGrad,
  grad,
  grads,
  valueAndGrad,
  valueAndGrads,
  variable,
  variableGrads,
  // Running
  env,
  engine,
  ready,
  nextFrame,
  profile,
  // Kernels of our own (`kernels/`)
  registerKernel,
  unregisterKernel,
  getKernel,
  registerGradient,
} = tf;

/** One row of zeros with a one at `indices[i]`, as float32 on every backend. */
export function oneHot(indices: Tensor | readonly number[], depth: number): Tensor {
  return tf.tidy(() => {
    const ids = Array.isArray(indices) ? tf.tensor1d(indices as number[], 'int32') : (indices as Tensor);
    // TensorFlow.js refuses a depth of 1.
    const wide = tf.oneHot(tf.cast(ids, 'int32') as Tensor1D, Math.max(2, depth), 1, 0, 'int32');
    const rows = depth < 2 ? tf.slice(wide, [0, 0], [-1, depth]) : wide;
    return tf.cast(rows, 'float32');
  });
}

export const backendNames = ['webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export interface BackendOptions {
  /** The folder that serves the three `.wasm` files, with a slash at its end. Node reads them from the package. */
  readonly wasmFolder?: string;
  /**
   * Threads of the WASM backend, where the page is cross-origin isolated; in Node it is always one. Only TensorFlow.js'
   * own kernels use them, not ours, which do nearly all the work of a model: one is the default, and starts no blob.
   */
  readonly threads?: number;
}

/** A backend could not be started; the message says so in a sentence for the reader. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly backend: BackendName;

  constructor(backend: BackendName, message: string, cause?: unknown) {
    super(message, { cause });
    this.backend = backend;
  }
}

const unavailable: Readonly<Record<BackendName, string>> = {
  webgl: 'WebGL could not be started in this browser.',
  wasm: 'The WebAssembly backend could not be started: its files did not load, or this browser has no WebAssembly.',
  cpu: 'The JavaScript backend could not be started.',
};

let started: BackendName | null = null;

/** The backend that runs now, or null before `startBackend`. */
export const backendName = (): BackendName | null => started;

/** The number of threads that WASM runs with; 1 unless the page is cross-origin isolated. */
export function wasmThreads(): number {
  try {
    return Math.max(1, getThreadsCount());
  } catch {
    return 1; // Not started yet.
  }
}

let wasmIsPrepared = false;

/** The folder and the thread count count only before the first start. */
function prepareWasm({ wasmFolder, threads }: BackendOptions): void {
  if (wasmIsPrepared) return;
  if (wasmFolder !== undefined) setWasmPaths(wasmFolder.endsWith('/') ? wasmFolder : `${wasmFolder}/`);
  if (threads !== undefined && threads > 1) setThreadsCount(threads);
  else tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  wasmIsPrepared = true;
}

/** Makes `name` the backend of every tensor made from now on. Safe to call again. Throws a `BackendError`. */
export async function startBackend(name: BackendName, options: BackendOptions = {}): Promise<BackendName> {
  if (name === 'wasm') prepareWasm(options);
  // Without this flag TensorFlow.js refuses a WebGL that is rendered in software; which backend is the default is
  // decided by the runtime, which asks `isSoftwareWebGL`.
  tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  tf.env().set('PROD', true); // Only silences the advice to install tfjs-node.
  // A shader then serves every length of a text; else each new length compiles all of them again.
  if (name === 'webgl') tf.env().set('WEBGL_USE_SHAPES_UNIFORMS', true);
  let succeeded: boolean;
  try {
    succeeded = await tf.setBackend(name);
    await tf.ready();
  } catch (cause) {
    throw new BackendError(name, unavailable[name], cause);
  }
  if (!succeeded) throw new BackendError(name, unavailable[name]);
  started = name;
  return name;
}

/** What the browser calls its WebGL renderer, or null where there is no WebGL 2. */
export function webglRenderer(): string | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL);
  gl.getExtension('WEBGL_lose_context')?.loseContext(); // Browsers allow few contexts at a time.
  return String(renderer);
}
