import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * `import { recordedClaims, checkpoints } from 'virtual:shipped'`: what lies in `public/` while the book is built, so that no figure
 * asks the server for a record or a model that is not there.
 */
export function shipped(root: string): Plugin {
  const id = 'virtual:shipped';
  return {
    name: 'book:shipped',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null;
      const recordedClaims = names(join(root, 'public', 'claims'))
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -'.json'.length));
      const checkpoints = names(join(root, 'public', 'checkpoints')).filter((name) =>
        existsSync(join(root, 'public', 'checkpoints', name, 'model.safetensors')),
      );
      return [
        `export const recordedClaims = ${JSON.stringify(recordedClaims)};`,
        `export const checkpoints = ${JSON.stringify(checkpoints)};`,
      ].join('\n');
    },
  };
}

const names = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
