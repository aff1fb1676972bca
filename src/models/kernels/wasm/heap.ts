/**
 * Our own WebAssembly module on the heap of TensorFlow.js' WASM backend, so that its functions work on tensors where
 * they lie. It is made when it is first needed; without SIMD there is none, and plain ops run instead.
 */
import { type DataType, engine, registerKernel, type Tensor, type TensorInfo } from '../../tf.ts';
import { emitActivations } from './activations.ts';
import { ModuleBuilder } from './assembler.ts';
import { emitAttention } from './attention.ts';
import { emitFourier } from './fourier.ts';
import { emitMatrixProducts } from './matrix-product.ts';
import { emitColumnSums, emitNorms } from './norms.ts';
import { emitOptimizer } from './optimizer.ts';
import { emitRowProducts } from './row-product.ts';
import { emitRows } from './rows.ts';
import { emitSelectiveScan } from './selective-scan.ts';
import { emitSoftmax } from './softmax.ts';

/** What we use of TensorFlow.js' WASM backend, which does not export the type of its module. */
interface WasmBackend {
  readonly wasm: {
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    /** The build with threads makes its memory itself. */
    readonly wasmMemory?: WebAssembly.Memory;
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
}

type Run = (...args: number[]) => number;

/** The most that a shared memory of TensorFlow.js may grow to; a module that imports it must say the same. */
const maximumPages = 65536;

const sharedBuffer = (memory: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;

export class Heap {
  private readonly backend: WasmBackend;
  private readonly functions: Readonly<Record<string, Run>>;
  private readonly scratches = new Map<Purpose, { readonly address: number; readonly bytes: number }>();

  constructor(backend: WasmBackend, functions: Readonly<Record<string, Run>>) {
    this.backend = backend;
    this.functions = functions;
  }

  call(name: string, ...args: number[]): number {
    const run = this.functions[name];
    if (run === undefined) throw new Error(`There is no WASM function ${name}.`);
    return run(...args);
  }

  address(tensor: TensorInfo): number {
    return this.backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  output(shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
    return this.backend.makeOutput([...shape], dtype);
  }

  zeros(shape: readonly number[]): TensorInfo {
    const output = this.output(shape);
    this.floats(output).fill(0);
    return output;
  }

  /** A view of the numbers of a tensor. Any later allocation may move the memory: take it anew. */
  floats(tensor: TensorInfo): Float32Array {
    return new Float32Array(this.backend.wasm.HEAPU8.buffer, this.address(tensor), sizeOf(tensor.shape));
  }

  /** A view of work space. */
  scratchFloats(address: number, count: number): Float32Array {
    return new Float32Array(this.backend.wasm.HEAPU8.buffer, address, count);
  }

  integers(tensor: TensorInfo): Int32Array {
    if (tensor.dtype !== 'int32') throw new TypeError(`Expected int32 ids, not ${tensor.dtype}.`);
    return new Int32Array(this.backend.wasm.HEAPU8.buffer, this.address(tensor), sizeOf(tensor.shape));
  }

  /**
   * Work space of at least this size; what it holds is lost when the same purpose asks again. Several may be held at
   * once.
   */
  scratch(bytes: number, purpose: Purpose = 'product'): number {
    const known = this.scratches.get(purpose);
    if (known !== undefined && known.bytes >= bytes) return known.address;
    if (known !== undefined) this.backend.wasm._free(known.address);
    const address = this.backend.wasm._malloc(bytes + 16) >>> 0;
    this.scratches.set(purpose, { address, bytes });
    return address;
  }

  /** Copies bytes from one address to another. */
  copy(from: number, to: number, bytes: number): void {
    this.backend.wasm.HEAPU8.copyWithin(to, from, from + bytes);
  }
}

/** What work space is for: a product within another op must not write over that op's own. */
type Purpose = 'product' | 'attention' | 'sight' | 'hidden';

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

/** Throws where an id is not a row of the table: the kernels do not look. */
export function checkIds(ids: Int32Array, count: number): void {
  for (const id of ids) {
    if (id < 0 || id >= count)
      throw new RangeError(`Id ${id} is not one of the ${count} that the model knows.`);
  }
}

function buildModule(fused: boolean): ModuleBuilder {
  const module = new ModuleBuilder();
  emitMatrixProducts(module, fused);
  emitRowProducts(module, fused);
  emitActivations(module);
  emitNorms(module);
  emitColumnSums(module);
  emitSoftmax(module);
  emitRows(module);
  emitAttention(module);
  emitOptimizer(module);
  emitSelectiveScan(module);
  emitFourier(module);
  return module;
}

function openHeap(backend: WasmBackend): Heap | null {
  const memory = backend.wasm.wasmMemory ?? backend.wasm.asm?.memory;
  if (memory === undefined) return null;
  const limits = sharedBuffer(memory) ? { maximumPages } : null;
  // Products with fused multiply-add are a third faster and round once less, where the engine has relaxed SIMD
  // (Chromium; Node from 22, in 20 behind a flag). The last bits of a number depend on it, as they do on the machine.
  for (const fused of [true, false]) {
    const module = buildModule(fused);
    const bytes = module.assemble(limits);
    if (WebAssembly.validate(bytes)) return instantiate(backend, memory, module, bytes);
  }
  return null; // No SIMD.
}

function instantiate(
  backend: WasmBackend,
  memory: WebAssembly.Memory,
  module: ModuleBuilder,
  bytes: Uint8Array<ArrayBuffer>,
): Heap {
  const values = new Float32Array(module.constantValues);
  const address = backend.wasm._malloc(values.byteLength) >>> 0;
  new Float32Array(backend.wasm.HEAPU8.buffer, address, values.length).set(values);
  const constants = new WebAssembly.Global({ value: 'i32' }, address);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, constants } });
  return new Heap(backend, instance.exports as unknown as Record<string, Run>);
}

const heaps = new WeakMap<object, Heap | null>();

export function heapOf(backend: object): Heap | null {
  const known = heaps.get(backend);
  if (known !== undefined) return known;
  const heap = openHeap(backend as WasmBackend);
  heaps.set(backend, heap);
  return heap;
}

/** Whether our kernels can run on the backend of this moment. */
export const hasHeap = (): boolean => engine().backendName === 'wasm' && heapOf(engine().backend) !== null;

type Kernel<Attributes> = (heap: Heap, inputs: readonly TensorInfo[], attributes: Attributes) => TensorInfo[];

/** Registers a kernel of our own for WASM; the answer runs it. Ask `hasHeap` first. */
export function defineKernel<Attributes = null>(
  name: string,
  run: Kernel<Attributes>,
): (inputs: readonly Tensor[], attributes: Attributes) => Tensor[] {
  const kernelName = `Llm${name}`;
  registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const heap = heapOf(backend as object);
      if (heap === null) throw new Error(`The kernel ${name} needs WebAssembly with SIMD.`);
      const ordered = Object.values(inputs) as TensorInfo[];
      return run(heap, ordered, (attrs as unknown as { value: Attributes }).value);
    },
  });
  return (inputs, attributes) => {
    const own = engine();
    // Of the engine's bookkeeping for a kernel only gradients and profiles have a use: else it is left out.
    if (!own.isTapeOn() && !own.state.profiling) {
      const heap = heapOf(own.backend);
      if (heap === null) throw new Error(`The kernel ${name} needs WebAssembly with SIMD.`);
      return run(heap, inputs, attributes).map((info) => own.makeTensorFromTensorInfo(info));
    }
    const named = Object.fromEntries(inputs.map((input, index) => [`input${index}`, input]));
    // The engine wants attributes of plain kinds; ours pass through it unread.
    const passed = { value: attributes } as unknown as Record<string, number>;
    return own.runKernel<Tensor[]>(kernelName, named, passed);
  };
}

/** The tensor at `index` of what a kernel was given or answered. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`Tensor ${index} is missing.`);
  return item;
}
