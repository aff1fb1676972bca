/** Where the files of a checkpoint come from: a folder on the disk, a server, or what a reader dropped on the page. */
import { CheckpointError } from './errors.ts';

export const weightsFile = 'model.safetensors';
export const stepFile = (step: number) => `steps/${step}.safetensors`;

/** `total` is null where the source does not know. */
export type FileProgress = (loaded: number, total: number | null) => void;

export interface FileSource {
  /** Throws a `CheckpointError` of problem `missing-file` where there is none. `name` is relative to the folder. */
  read(name: string, onProgress?: FileProgress): Promise<Uint8Array>;
}

export const missingFile = (name: string) =>
  new CheckpointError('missing-file', 'the file is missing.', name);

/** The file, or null where there is none; every other problem is thrown. */
export async function readIfThere(
  files: FileSource,
  name: string,
  onProgress?: FileProgress,
): Promise<Uint8Array | null> {
  try {
    return await files.read(name, onProgress);
  } catch (error) {
    if (error instanceof CheckpointError && error.problem === 'missing-file') return null;
    throw error;
  }
}

export function memoryFiles(files: ReadonlyMap<string, Uint8Array>): FileSource {
  return {
    async read(name, onProgress) {
      const bytes = files.get(name);
      if (bytes === undefined) throw missingFile(name);
      onProgress?.(bytes.length, bytes.length);
      return bytes;
    },
  };
}

export interface FetchOptions {
  readonly signal?: AbortSignal;
  /** Replaced in tests. */
  readonly fetch?: (address: string, init: RequestInit) => Promise<Response>;
}

/** `folder` is an address. An abort rejects with the signal's own reason. */
export function fetchFiles(folder: string, options: FetchOptions = {}): FileSource {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  const { signal, fetch: ask = fetch } = options;
  return {
    async read(name, onProgress) {
      try {
        const response = await ask(`${base}${name}`, signal ? { signal } : {});
        if (response.status === 404) throw missingFile(name);
        if (!response.ok) {
          throw new CheckpointError(
            'unreachable',
            `the server answers with status ${response.status}.`,
            name,
          );
        }
        return await readBody(response, onProgress);
      } catch (error) {
        if (error instanceof CheckpointError || signal?.aborted) throw error;
        throw new CheckpointError('unreachable', 'the server did not answer, or stopped on the way.', name);
      }
    },
  };
}

async function readBody(response: Response, onProgress: FileProgress | undefined): Promise<Uint8Array> {
  const total = bodyLength(response);
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  onProgress?.(0, total);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    loaded += value.length;
    onProgress?.(loaded, total);
  }
  const bytes = new Uint8Array(loaded);
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}

/** Null where unknown; with a content encoding the header counts compressed bytes, of which we see none. */
function bodyLength(response: Response): number | null {
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  return Number.isSafeInteger(length) && !response.headers.has('content-encoding') ? length : null;
}
