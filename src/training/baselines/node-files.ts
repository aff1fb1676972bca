/** What general compressors make of a text: computed here, not quoted. For Node alone; bzip2 and xz are asked where they are installed. */
import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';

export interface Compressed {
  readonly name: string;
  /** Bits a character (code point) of the text. */
  readonly bits: number;
}

const mostBytes = 2 ** 28;

/** The size that a program writes to its output; null where there is no such program. */
function sizeBy(program: string, bytes: Buffer): number | null {
  const { error, status, stdout } = spawnSync(program, ['-9', '-c'], { input: bytes, maxBuffer: mostBytes });
  return error || status !== 0 ? null : stdout.length;
}

/** Each at its best: level 9. */
export function compressedBits(text: string): Compressed[] {
  const bytes = Buffer.from(text, 'utf8');
  const characters = [...text].length;
  const sizes: [string, number | null][] = [
    ['gzip', gzipSync(bytes, { level: 9 }).length],
    ['bzip2', sizeBy('bzip2', bytes)],
    ['xz', sizeBy('xz', bytes)],
  ];
  return sizes.flatMap(([name, size]) => (size === null ? [] : [{ name, bits: (8 * size) / characters }]));
}
