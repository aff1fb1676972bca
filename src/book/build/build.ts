import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Manifest, build as viteBuild } from 'vite';
import type * as ServerEntry from '../entry-server.tsx';
import { documentHtml } from './document.ts';
import { listForOffline, offlineFile } from './offline.ts';
import { indexPages } from './search.ts';
import { isolationHeaders } from './serve.ts';

/**
 * Builds the site: the browser's modules, the same book once more for Node, and with that one finished page a route.
 * What comes out is a folder of files for any static host.
 */

export interface BuildOptions {
  readonly root: string;
  readonly base: string;
  readonly outDir: string;
}

const clientEntry = 'src/book/entry-client.tsx';
const offlineEntry = 'src/book/offline/offline-worker.ts';
const serverEntry = 'src/book/entry-server.tsx';

export const normalizeBase = (base: string): string =>
  `/${base.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');

export async function build({ root, base, outDir }: BuildOptions): Promise<readonly string[]> {
  rmSync(outDir, { recursive: true, force: true });
  await viteBuild({
    root,
    base,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      manifest: true,
      rolldownOptions: {
        input: [join(root, clientEntry), join(root, offlineEntry)],
        // A service worker rules over what lies beside it, so it stands at the root, under a name that stays.
        output: {
          entryFileNames: ({ name }) => (name === 'offline-worker' ? offlineFile : 'assets/[name]-[hash].js'),
          // What most figures share, in one file: split by who else wants which part of it, it is larger in sum.
          codeSplitting: {
            groups: [
              {
                name: 'figures',
                test: /\/src\/(data\/tokenizers|models\/names|runtime|widgets\/(kit|messages\/(en|changes))|viz\/(chart|numbers|token-chips|visible-token|virtual-grid|cell-canvas|product-terms))\b/,
                minShareCount: 20,
                includeDependenciesRecursively: false,
              },
            ],
          },
        },
      },
    },
  });
  const serverFolder = join(root, '.cache', 'prerender');
  await viteBuild({
    root,
    base,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: serverFolder,
      emptyOutDir: true,
      ssr: join(root, serverEntry),
      rolldownOptions: { output: { entryFileNames: 'entry-server.js' } },
    },
  });
  const server = (await import(
    `${pathToFileURL(join(serverFolder, 'entry-server.js')).href}?at=${Date.now()}`
  )) as typeof ServerEntry;
  const manifest = JSON.parse(readFileSync(join(outDir, '.vite', 'manifest.json'), 'utf8')) as Manifest;
  const pages = await prerenderPages(server, manifest, base, outDir);
  await indexPages(outDir);
  writeHostFiles(outDir);
  listForOffline(outDir);
  return pages;
}

async function prerenderPages(
  server: typeof ServerEntry,
  manifest: Manifest,
  base: string,
  outDir: string,
): Promise<readonly string[]> {
  const entry = manifest[clientEntry];
  if (entry === undefined) throw new Error(`the build has no ${clientEntry}`);
  // Only styles of the entry: `cssCodeSplit` is off, so that every page has all of them before its first paint.
  const styles = Object.values(manifest).flatMap((chunk) =>
    chunk.file.endsWith('.css') ? [chunk.file] : [],
  );
  const fonts = preloadedFonts(manifest);
  const write = (file: string, html: string) => {
    mkdirSync(dirname(join(outDir, file)), { recursive: true });
    writeFileSync(join(outDir, file), html);
  };
  const written = server.writtenPaths();
  for (const path of [...written, server.notFoundPath]) {
    const page = await server.render(path, base);
    if (page.html.includes('<template') || page.html.includes('<script'))
      throw new Error(`${path}: React left a hole to be filled by a script; it must be readable without`);
    const html = documentHtml({
      base,
      path,
      title: page.title,
      description: page.description,
      scripts: [entry.file],
      modulePreloads: [...new Set(page.modules.flatMap((name) => staticFiles(manifest, name)))].filter(
        (file) => file !== entry.file,
      ),
      styles,
      fonts: fonts.filter(({ needed }) => needed.test(page.html)).map(({ file }) => file),
      body: page.html,
      secured: true,
    });
    write(path === server.notFoundPath ? '404.html' : join(path.slice(1), 'index.html'), html);
  }
  return written;
}

/** A module's file and everything that it imports at once. */
export function staticFiles(manifest: Manifest, name: string, seen = new Set<string>()): string[] {
  const chunk = manifest[name];
  if (chunk === undefined || seen.has(name)) return [];
  seen.add(name);
  return [chunk.file, ...(chunk.imports ?? []).flatMap((imported) => staticFiles(manifest, imported, seen))];
}

/** By the font's file: what a page's HTML has in it when it needs the font. */
const fontNeeds: Readonly<Record<string, RegExp>> = {
  'source-serif-4-latin-opsz-normal': /./,
  'source-serif-4-latin-wght-italic': /<(i|em|figure)\b|class="(question|katex)/,
  'inter-latin-wght-normal': /./,
  'jetbrains-mono-latin-wght-normal': /token-chip|<code|<figure/,
  'KaTeX_Main-Regular': /class="katex/,
  'KaTeX_Math-Italic': /mathnormal/,
  'KaTeX_Size1-Regular': /delimsizing size1|delim-size1|small-op/,
  'KaTeX_Size2-Regular': /delimsizing size2|large-op/,
  'KaTeX_Size3-Regular': /delimsizing size3/,
  'KaTeX_Size4-Regular': /delimsizing size4|delim-size4/,
};

/** They are fetched with the page, so that text is never set twice. */
function preloadedFonts(manifest: Manifest): { file: string; needed: RegExp }[] {
  const files = new Set(Object.values(manifest).flatMap((chunk) => [chunk.file, ...(chunk.assets ?? [])]));
  return Object.entries(fontNeeds).map(([name, needed]) => {
    const file = [...files].find((path) => path.includes(`/${name}-`) && path.endsWith('.woff2'));
    if (file === undefined) throw new Error(`the build has no font ${name}`);
    return { file, needed };
  });
}

function writeHostFiles(outDir: string): void {
  const headers = Object.entries(isolationHeaders).map(([name, value]) => `  ${name}: ${value}`);
  writeFileSync(
    join(outDir, '_headers'),
    ['/*', ...headers, '  X-Content-Type-Options: nosniff', ''].join('\n'),
  );
  // GitHub Pages leaves out files that begin with an underscore unless this is there.
  writeFileSync(join(outDir, '.nojekyll'), '');
  if (!existsSync(join(outDir, 'index.html'))) throw new Error('no cover was written');
}
