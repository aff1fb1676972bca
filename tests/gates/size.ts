import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Manifest } from 'vite';
import { staticFiles } from '../../src/book/build/build.ts';
import { siteFolder } from '../browser/support/site-folder.ts';
import type { Gate } from './gate.ts';

/** What a reader downloads before the first figure of a chapter, and that none of it is TensorFlow.js. */

const budget = 150_000;
const entry = 'src/book/entry-client.tsx';
const chapters = [
  { chapter: 'content/en/transformer/self-attention.mdx', figure: 'src/widgets/attention-map.tsx' },
  { chapter: 'content/en/introduction.mdx', figure: 'src/widgets/next-token.tsx' },
];

/** A name that only TensorFlow.js' engine has, and that no minifier changes: it registers kernels by it. */
const tensorflowMark = /registerKernel|KernelBackend|tfjs-core|FusedBatchNorm/;

export const size: Gate = {
  name: 'size',
  async run() {
    const manifest = JSON.parse(readFileSync(join(siteFolder, '.vite', 'manifest.json'), 'utf8')) as Manifest;
    const read = (file: string): Buffer => readFileSync(join(siteFolder, file));
    const lines: string[] = [];
    let failed = 0;
    for (const { chapter, figure } of chapters) {
      const names = [entry, chapter, figure];
      const missing = names.filter((name) => manifest[name] === undefined);
      const files = new Set(
        names.flatMap((name) => staticFiles(manifest, name)).filter((file) => file.endsWith('.js')),
      );
      const bytes = [...files].reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
      const over = bytes > budget || missing.length > 0;
      if (over) failed += 1;
      lines.push(
        `${over ? 'over' : 'ok'}: ${chapter} and its first figure: ${bytes} of ${budget} bytes, gzipped`,
        ...missing.map((name) => `  not in the build: ${name}`),
        ...(over ? [...files].map((file) => `  ${gzipSync(read(file)).length} ${file}`) : []),
      );
    }
    const page = new Set(Object.keys(manifest).flatMap((name) => reached(manifest, name)));
    const heavy = [...page].filter(
      (file) => file.endsWith('.js') && tensorflowMark.test(read(file).toString()),
    );
    if (heavy.length > 0) {
      failed += 1;
      lines.push(`TensorFlow.js is on the main thread: ${heavy.join(', ')}`);
    }
    return { passed: chapters.length + 1 - failed, failed, output: lines.join('\n') };
  },
};

/** Workers are files of their own that no module imports, so all that the manifest lists belongs to the page. */
function reached(manifest: Manifest, name: string): string[] {
  const chunk = manifest[name];
  return chunk === undefined ? [] : [chunk.file];
}
