import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A small static server for `npm start` and for the tests: any other static host does the same. */

export interface ServeOptions {
  readonly folder: string;
  readonly base: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** With the headers for cross-origin isolation, which WASM threads need. */
  readonly isolated: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.safetensors': 'application/octet-stream',
  '.txt': 'text/plain; charset=utf-8',
};

/** The headers of `_headers`, for hosts that do not read that file. */
export const isolationHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Kinds that are text: they are sent packed, as any host does. Fonts, models and binaries would not get smaller. */
const packs: ReadonlySet<string> = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt']);

/** What was packed, until the file changes. */
const packed = new Map<string, { readonly changed: number; readonly bytes: Buffer }>();

function pack(file: string): Buffer {
  const changed = statSync(file).mtimeMs;
  const known = packed.get(file);
  if (known?.changed === changed) return known.bytes;
  const bytes = gzipSync(readFileSync(file));
  packed.set(file, { changed, bytes });
  return bytes;
}

/** The file for an address, or null when there is none or it would lie outside of the folder. */
export function resolveFile(folder: string, base: string, address: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(address.split(/[?#]/)[0] ?? '/');
  } catch {
    return null;
  }
  if (`${path}/` === base) path = base;
  if (!path.startsWith(base) || path.includes('\0')) return null;
  const file = normalize(join(folder, path.slice(base.length)));
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  return [file, join(file, 'index.html')].find((name) => existsSync(name) && statSync(name).isFile()) ?? null;
}

export async function serve(options: ServeOptions): Promise<{ server: Server; address: string }> {
  const folder = normalize(options.folder).replace(/[\\/]+$/, '');
  const server = createServer((request, response) => {
    if (options.isolated)
      for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const found = resolveFile(folder, options.base, request.url ?? '/');
    const file = found ?? join(folder, '404.html');
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const kind = extname(file);
    const bytes =
      packs.has(kind) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') ? pack(file) : null;
    response.writeHead(found === null ? 404 : 200, {
      'Content-Type': types[kind] ?? 'application/octet-stream',
      'Content-Length': bytes?.length ?? statSync(file).size,
      ...(bytes && { 'Content-Encoding': 'gzip' }),
      ...(packs.has(kind) && { Vary: 'Accept-Encoding' }),
      // Names under assets/ carry a hash of what is in them; everything else may change with the next build.
      'Cache-Control': file.startsWith(join(folder, 'assets'))
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else if (bytes) response.end(bytes);
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${options.port} is taken; choose another: PORT=8080 npm start`)
          : error,
      ),
    );
    server.listen(options.port, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return { server, address: `http://localhost:${port}${options.base}` };
}
