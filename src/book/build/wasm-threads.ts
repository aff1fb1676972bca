import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const script = 'tfjs-backend-wasm-threaded-simd.js';

const blob =
  /new Blob\(\[`var WasmBackendModuleThreadedSimd = ` \+\s*wasmFactoryThreadedSimd\.toString\(\)\], \{ type: 'text\/javascript' \}\)/;

/**
 * TensorFlow.js hands its WASM threads their script as the text of a function, in a blob. A minifier breaks that text,
 * and a content security policy without `blob:` scripts forbids it. The same script served from `wasm/` is neither:
 * this one writes it there,
 */
export function wasmThreadScript(): Plugin {
  const packageFolder = dirname(
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'),
  );
  return {
    name: 'book:wasm-thread-script',
    applyToEnvironment: (environment) => environment.name === 'client',
    generateBundle() {
      const source = readFileSync(join(packageFolder, 'wasm-out', script));
      this.emitFile({ type: 'asset', fileName: `wasm/${script}`, source });
    },
  };
}

/** and this one, for the bundle of the worker, names its address. */
export function wasmThreads(): Plugin {
  return {
    name: 'book:wasm-threads',
    apply: 'build',
    transform(code, id) {
      if (!/tfjs-backend-wasm[\\/]dist[\\/]backend_wasm\.js$/.test(id)) return null;
      if (!blob.test(code)) this.error('TensorFlow.js starts its WASM threads in another way than it did.');
      return code.replace(blob, `wasmPathPrefix + '${script}'`);
    },
  };
}
