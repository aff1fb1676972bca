/** The words of a text as a vocabulary: the most frequent ones, as `word.ts` reads them. */
import { wordTokenizer } from './word.ts';

/** Marks, then at most so many words that `size` is not passed, the most frequent first; of equals the one that came first. */
export function wordVocabulary(
  texts: Iterable<string>,
  size: number,
  marks: readonly string[] = [],
): string[] {
  const cut = wordTokenizer(['.']);
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const { text: piece } of cut.encode(text)) {
      const word = piece.normalize('NFC').toLowerCase();
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  for (const mark of marks) counts.delete(mark);
  // Sorting keeps the order of equals.
  const words = [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
  return [...marks, ...words.slice(0, size - marks.length)];
}
