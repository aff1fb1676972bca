/** Folders of the reader's, by the id that the page gave them. The page holds them too, for a worker to come. */
import { type FileSource, missingFile } from '../models/checkpoints/files.ts';
import { RuntimeError } from './problem.ts';
import type { UploadedFiles } from './protocol.ts';

export class Uploads {
  private readonly folders = new Map<string, UploadedFiles>();

  keep(id: string, files: UploadedFiles): void {
    this.folders.set(id, files);
  }

  drop(id: string): void {
    this.folders.delete(id);
  }

  files(id: string): FileSource {
    const folder = this.folders.get(id);
    if (folder === undefined)
      throw RuntimeError.of('model-missing', 'These files were closed: open them again.');
    return {
      async read(name, onProgress) {
        const file = Object.hasOwn(folder, name) ? folder[name] : undefined;
        if (file === undefined) throw missingFile(name);
        const bytes = new Uint8Array(await file.arrayBuffer());
        onProgress?.(bytes.length, bytes.length);
        return bytes;
      },
    };
  }
}
