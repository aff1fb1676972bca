/**
 * The plainest retrieval: notes are ranked by the words that they share with a question, each counted by how rare it is among the notes.
 * Term weighting: Sparck Jones 1972; as memory of a language model: Lewis et al. 2020, https://arxiv.org/abs/2005.11401, which learns
 * vectors of questions and notes instead.
 */
export interface Found {
  readonly note: string;
  readonly score: number;
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => /\w/.test(word));

/** The sentences of a text, full stops kept. */
export const notesOf = (text: string): string[] =>
  text
    .split(/(?<=\.)\s+/)
    .map((note) => note.trim())
    .filter((note) => note !== '');

/** The `count` notes that fit best, best first; none that shares no word. */
export function lookUp(notes: readonly string[], question: string, count: number): Found[] {
  const asked = new Set(wordsOf(question));
  const rarity = (word: string) => {
    const having = notes.filter((note) => wordsOf(note).includes(word)).length;
    return Math.log((1 + notes.length) / (1 + having));
  };
  return notes
    .map((note) => ({
      note,
      score: [...new Set(wordsOf(note))].reduce((sum, word) => sum + (asked.has(word) ? rarity(word) : 0), 0),
    }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, count);
}
