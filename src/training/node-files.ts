/** A checkpoint folder on the disk. Node only: for the command lines. */
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FileSource, missingFile } from '../models/checkpoints/files.ts';
import { loadCheckpoint } from '../models/checkpoints/load.ts';
import type { OpenModel } from './recipe.ts';

export interface NodeFolder extends FileSource {
  /** Whole or not at all: a run that is stopped while it saves leaves the file that was there before. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}

export function nodeFolder(folder: string): NodeFolder {
  return {
    async read(name, onProgress) {
      try {
        const bytes = await readFile(join(folder, name));
        onProgress?.(bytes.length, bytes.length);
        return bytes;
      } catch (error) {
        if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
          throw missingFile(name);
        throw error;
      }
    },
    async write(name, bytes) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
    },
  };
}

export const folderExists = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error;

/** Opens a shipped model by its id. */
export const openShipped: OpenModel = (id) => loadCheckpoint(nodeFolder(join('public', 'checkpoints', id)));
