/**
 * A text to be written after another one has been read: what the decoder reads begins with `start` and goes on with the very words
 * that it is asked for, whatever it would have said itself.
 *
 *     source   w x y </s>
 *     reads    <start> a b
 *     told     a b </s>
 */
import type { Batch } from '../batch.ts';
import { padNumbers, padRows } from './pad-rows.ts';

type Texts = readonly (readonly number[])[];

export interface TeacherForcing {
  /** What the decoder reads first. */
  readonly start: number;
  /** What stands behind the end of a text that is shorter than the rectangle. */
  readonly pad: number;
  /** How long the rectangle of these texts is; without it, as long as the longest. */
  readonly lengthOf?: (texts: Texts) => number;
}

const longestOf = (texts: Texts): number => Math.max(...texts.map((text) => text.length));

/** Each source with what is told of it, in the same order. */
export function teacherForced(
  sources: Texts,
  told: Texts,
  { start, pad, lengthOf = longestOf }: TeacherForcing,
): Batch {
  const [sourceLength, length] = [lengthOf(sources), lengthOf(told)];
  const read = told.map((text) => [start, ...text.slice(0, -1)]);
  const ones = told.map((text) => text.map(() => 1));
  return {
    rows: told.length,
    length,
    tokens: padRows(read, length, pad).tokens,
    targets: padRows(told, length, pad).tokens,
    weights: padNumbers(ones, length),
    floor: null,
    source: { length: sourceLength, ...padRows(sources, sourceLength, pad) },
  };
}
