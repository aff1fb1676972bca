/** TensorFlow.js as the session sees it: what the machine offers, which backend is current, what is allocated. */
import { engine, memory, startBackend, wasmThreads, webglRenderer } from '../models/tf.ts';
import type { Machine } from './backends.ts';
import type { BackendName } from './protocol.ts';

export interface EngineOptions {
  readonly wasmFolder: string;
  readonly threads: number;
}

export interface Engine {
  inspect(): Machine;
  /** Makes `backend` current; quick where it already runs. */
  use(backend: BackendName, options: EngineOptions): Promise<void>;
  threads(): number;
  memory(): { readonly numTensors: number; readonly numBytes: number };
  /** Whether the graphics context of the WebGL backend is gone: its answers are then worth nothing. */
  contextLost(): boolean;
  /** Calls when that happens: whoever waits for a result of the lost context would wait for ever. */
  onContextLost(listener: () => void): void;
}

/** The part of the WebGL backend that tells of its context; TensorFlow.js does not type it. */
interface WithContext {
  readonly gpgpu?: { readonly gl?: WebGL2RenderingContext };
}

const webglContext = (): WebGL2RenderingContext | undefined =>
  (engine().findBackend('webgl') as WithContext).gpgpu?.gl;

const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/**
 * TensorFlow.js' WASM starts at most half as many threads as there are processors, whatever it is asked for: on two
 * processors one. While it starts it is told of twice as many as it should use.
 */
async function withProcessors(threads: number, start: () => Promise<unknown>): Promise<void> {
  if (threads === 1) {
    await start();
    return;
  }
  Object.defineProperty(navigator, 'hardwareConcurrency', { configurable: true, get: () => 2 * threads });
  try {
    await start();
  } finally {
    // What the browser says shows through again.
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
}

export function tensorFlowEngine(): Engine {
  let machine: Machine | null = null;
  let current: BackendName | null = null;
  let watched: WebGL2RenderingContext | undefined;
  const listeners = new Set<() => void>();

  function watchContext(): void {
    const context = webglContext();
    if (context === undefined || context === watched) return;
    watched = context;
    context.canvas.addEventListener('webglcontextlost', () => {
      for (const listener of listeners) listener();
    });
  }

  function inspect(): Machine {
    if (machine !== null) return machine;
    // Safari's workers may have an OffscreenCanvas without WebGL 2.
    const renderer = webglRenderer();
    const webgl = renderer === null ? 'none' : software.test(renderer) ? 'software' : 'hardware';
    machine = { webgl, renderer: renderer ?? '', wasm: typeof WebAssembly !== 'undefined' };
    return machine;
  }

  return {
    inspect,
    async use(backend, options) {
      if (backend === current) return;
      // The folder is empty in Node, where TensorFlow.js finds the files in its own package.
      const { wasmFolder, threads } = options;
      const given = wasmFolder === '' ? { threads } : { wasmFolder, threads };
      await withProcessors(backend === 'wasm' ? threads : 1, () => startBackend(backend, given));
      current = backend;
      if (backend === 'webgl') watchContext();
    },
    threads: () => (current === 'wasm' ? wasmThreads() : 1),
    memory: () => {
      const { numTensors, numBytes } = memory();
      return { numTensors, numBytes };
    },
    contextLost: () => {
      if (current !== 'webgl') return false;
      return webglContext()?.isContextLost() ?? false;
    },
    onContextLost: (listener) => listeners.add(listener),
  };
}
