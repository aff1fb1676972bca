/** Marks beside the words of a corpus: padding, masks, sentinels. They stand behind the words, whose ids stay as they are. */
export interface MarkedVocabulary<Mark extends string> {
  readonly vocabulary: readonly string[];
  /** How many of them are words: the ids below it. */
  readonly words: number;
  readonly id: Readonly<Record<Mark, number>>;
}

/** Marks are written in lower case, since tokenizers read text so. */
export function withMarks<Mark extends string>(
  base: readonly string[],
  marks: readonly Mark[],
): MarkedVocabulary<Mark> {
  const taken = marks.find((mark, index) => base.includes(mark) || marks.indexOf(mark) !== index);
  if (taken !== undefined) throw new RangeError(`The vocabulary has ${taken} already.`);
  const ids = marks.map((mark, index) => [mark, base.length + index] as const);
  return {
    vocabulary: [...base, ...marks],
    words: base.length,
    id: Object.fromEntries(ids) as Record<Mark, number>,
  };
}

/** `<extra_id_0>`, `<extra_id_1>`, ...: what T5 calls its sentinels. */
export const sentinels = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `<extra_id_${index}>`);
