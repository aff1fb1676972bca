import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
const binaries = readdirSync(wasmFolder).filter((name) => name.endsWith('.wasm'));

/** TensorFlow.js' WASM binaries come from its package to `wasm/` of the site; nothing of them is committed. */
export function wasmBinaries(): Plugin {
  return {
    name: 'book:wasm-binaries',
    applyToEnvironment: (environment) => environment.name === 'client',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = binaries.find((binary) => request.url?.split('?')[0]?.endsWith(`/wasm/${binary}`));
        if (name === undefined) return next();
        response.setHeader('Content-Type', 'application/wasm');
        createReadStream(join(wasmFolder, name)).pipe(response);
      });
    },
    generateBundle() {
      for (const name of binaries)
        this.emitFile({
          type: 'asset',
          fileName: `wasm/${name}`,
          source: readFileSync(join(wasmFolder, name)),
        });
    },
  };
}

/** KaTeX names each of its fonts in three formats; every browser that runs the book reads the smallest. */
export function katexFonts(): Plugin {
  return {
    name: 'book:katex-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!/katex[\\/]dist[\\/]katex(\.min)?\.css/.test(id)) return null;
      return code
        .replace(/,\s*url\([^)]*\.(woff|ttf)\)\s*format\(["'](woff|truetype)["']\)/g, '')
        .replace(/font-display:\s*block/g, 'font-display:swap');
    },
  };
}
