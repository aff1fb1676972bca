/** How large the cells of an attention matrix are, how many are shown at once, and how long its labels may be. */
import { letterShare } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';

/** The most tokens of which the whole map is drawn. */
export const svgLimit = 64;
/** The least side of a cell in a window: large enough for a finger's tip to find and for labels at every second token. */
const windowCell = 11;

export interface MatrixLayout {
  readonly cell: number;
  readonly font: number;
  readonly gutter: number;
  /** Rows and columns that are shown at once. */
  readonly shown: number;
  readonly labelLength: number;
  /** Every how many tokens a label stands. */
  readonly every: number;
}

export function layOut(
  tokens: readonly string[],
  width: number,
  cellMost: number,
  fontMost: number,
): MatrixLayout {
  const count = Math.max(1, tokens.length);
  const longest = Math.max(1, ...tokens.map((token) => [...visibleToken(token)].length));
  const labelLength = Math.min(longest, width < 400 ? 7 : 9);
  const font = fontMost;
  const gutter = Math.ceil(labelLength * font * letterShare) + 11;
  const roomy = count <= 8 ? 1.5 : 1;
  const shown = count > svgLimit ? Math.min(svgLimit, Math.floor((width - gutter - 4) / windowCell)) : count;
  const cell = Math.max(1, Math.min(cellMost * roomy, (width - gutter - 4) / shown));
  const every = Math.max(1, Math.ceil((font + 1) / cell));
  return { cell: cell >= 8 ? Math.floor(cell * 2) / 2 : cell, font, gutter, shown, labelLength, every };
}
