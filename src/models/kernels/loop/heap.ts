/**
 * Kernels that are a loop over memory, written once for the two backends whose tensors lie in the memory of the
 * processor: WASM's heap and the cpu backend's arrays.
 */
import { type DataType, registerKernel } from '../../tf.ts';

/** What TensorFlow.js hands to a kernel for a tensor. */
export interface TensorInfo {
  readonly dataId: object;
  readonly shape: number[];
  readonly dtype: DataType;
}

/** The parts of the WASM backend that a kernel needs. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  typedArrayFromHeap(info: TensorInfo): Float32Array;
}

/** The parts of the cpu backend that a kernel needs. */
interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: DataType, values: Float32Array): TensorInfo;
}

export type Attributes = { readonly [name: string]: unknown };

export interface LoopKernel {
  readonly name: string;
  /** Inputs in the order in which `run` gets them. */
  readonly inputs: readonly string[];
  /** Inputs that may be missing, after those; none may be missing before one that is there. */
  readonly optional?: readonly string[];
  outputs(inputs: readonly TensorInfo[], attributes: Attributes): number[][];
  /** Fills the outputs, which hold zeros or leavings. */
  run(
    inputs: readonly Float32Array[],
    outputs: readonly Float32Array[],
    shapes: readonly (readonly number[])[],
    attributes: Attributes,
  ): void;
}

/** Registers the loop on both backends. A kernel with one output answers with it, with several with a list. */
export function registerLoop(kernel: LoopKernel): void {
  registerKernel({
    kernelName: kernel.name,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const wasm = backend as unknown as WasmBackend;
      const given = ordered(kernel, inputs as unknown as InfoMap);
      const attributes = (attrs ?? {}) as unknown as Attributes;
      const made = kernel.outputs(given, attributes).map((shape) => wasm.makeOutput(shape, 'float32'));
      // Views are taken after the last allocation: growing the heap moves it.
      const view = (info: TensorInfo) => wasm.typedArrayFromHeap(info);
      kernel.run(
        given.map(view),
        made.map(view),
        given.map(({ shape }) => shape),
        attributes,
      );
      return single(made) as never;
    },
  });
  registerKernel({
    kernelName: kernel.name,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const cpu = backend as unknown as CpuBackend;
      const given = ordered(kernel, inputs as unknown as InfoMap);
      const attributes = (attrs ?? {}) as unknown as Attributes;
      const shapes = kernel.outputs(given, attributes);
      const made = shapes.map(
        (shape) => new Float32Array(shape.reduce((product, size) => product * size, 1)),
      );
      kernel.run(
        given.map(({ dataId }) => cpu.data.get(dataId).values),
        made,
        given.map(({ shape }) => shape),
        attributes,
      );
      return single(
        shapes.map((shape, index) => cpu.makeTensorInfo(shape, 'float32', made[index] ?? new Float32Array())),
      ) as never;
    },
  });
}

type InfoMap = { readonly [name: string]: TensorInfo | undefined };

function ordered(kernel: LoopKernel, inputs: InfoMap): TensorInfo[] {
  const needed = kernel.inputs.map((name) => {
    const found = inputs[name];
    if (found === undefined) throw new Error(`The kernel ${kernel.name} needs an input ${name}.`);
    return found;
  });
  const more = (kernel.optional ?? []).map((name) => inputs[name]);
  return [...needed, ...more.filter((info) => info !== undefined)];
}

const single = (made: readonly TensorInfo[]): TensorInfo | readonly TensorInfo[] =>
  made.length === 1 && made[0] !== undefined ? made[0] : made;
