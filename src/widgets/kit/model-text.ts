/** What a reader typed, as the model sees it: known words, words it does not know, and what is beyond its context. */
import type { Piece, Tokenizer } from '../../data/tokenizers/index.ts';

export interface SeenToken {
  readonly text: string;
  readonly id: number | null;
  /** Where it stands in what was typed; null for the mark that a text begins with. */
  readonly start: number | null;
  readonly end: number | null;
  readonly use: 'used' | 'unknown' | 'beyond context';
}

export interface ModelText {
  readonly seen: readonly SeenToken[];
  /** Ids of what is used, in order: what the model reads. */
  readonly tokens: readonly number[];
  /** Their texts. */
  readonly words: readonly string[];
  readonly unknown: readonly Piece[];
  /** How many known tokens there are in all. */
  readonly known: number;
}

/** Unknown words are shown and left out; of a text beyond the context the last tokens are used, after the beginning's mark. */
export function readText(tokenizer: Tokenizer, text: string, context: number): ModelText {
  const { begin } = tokenizer;
  const pieces = tokenizer.encode(text);
  const beginId = begin === null ? -1 : tokenizer.vocabulary.indexOf(begin);
  const marked = beginId >= 0 && pieces[0]?.id !== beginId && pieces.length > 0;
  const mark: SeenToken | null =
    marked && begin !== null ? { text: begin, id: beginId, start: null, end: null, use: 'used' } : null;
  const known = pieces.filter(({ id }) => id !== null).length;
  let cut = Math.max(0, known - (context - (mark ? 1 : 0)));
  const rest = pieces.map(({ text: word, id, start, end }): SeenToken => {
    if (id === null) return { text: word, id, start, end, use: 'unknown' };
    const beyond = cut > 0;
    if (beyond) cut -= 1;
    return { text: word, id, start, end, use: beyond ? 'beyond context' : 'used' };
  });
  const seen = mark ? [mark, ...rest] : rest;
  const used = seen.filter((token) => token.use === 'used');
  return {
    seen,
    tokens: used.flatMap(({ id }) => (id === null ? [] : [id])),
    words: used.map((token) => token.text),
    unknown: pieces.filter(({ id }) => id === null),
    known,
  };
}

/** The text with one piece replaced; null takes it out, with the space before it. */
export function replacePiece(text: string, piece: Pick<Piece, 'start' | 'end'>, by: string | null): string {
  const before = text.slice(0, piece.start);
  const after = text.slice(piece.end);
  if (by !== null) return before + by + after;
  const kept = before.trimEnd();
  if (kept === '') return after.trim();
  // What stood on both sides of it stays two words.
  const joins = /^(?:[\s.,;:!?]|$)/u.test(after);
  return (joins ? kept + after : `${kept} ${after}`).trimEnd();
}

/** The text without any unknown piece. */
export function dropUnknown(text: string, unknown: readonly Pick<Piece, 'start' | 'end'>[]): string {
  return [...unknown]
    .sort((a, b) => b.start - a.start)
    .reduce((left, piece) => replacePiece(left, piece, null), text);
}
