/** A small, a middle and a large model of the Lab, as design/measured.md has them. */

export interface LabSize {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Of a text, and of the context. */
  readonly length: number;
  /** Texts in a batch. */
  readonly rows: number;
}

export type LabSizeName = 'A' | 'B' | 'C';

export const labSizes: Readonly<Record<LabSizeName, LabSize>> = {
  A: { layers: 2, width: 64, heads: 4, length: 64, rows: 16 },
  B: { layers: 4, width: 128, heads: 4, length: 128, rows: 16 },
  C: { layers: 6, width: 192, heads: 6, length: 256, rows: 8 },
};

export const labSizeNames = ['A', 'B', 'C'] as const satisfies readonly LabSizeName[];

/** Words of Toytown, on which the Lab trains here. */
export const labVocabulary = 190;
