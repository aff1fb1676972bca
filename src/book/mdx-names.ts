/**
 * The tags that a chapter may use, apart from Markdown's own: these of the book, and the figures of `widgets/registry.ts`.
 * A plain list, since the build reads it too: a tag that is not here is taken for a figure.
 */
export const bookTags = [
  'Exercise',
  'FigureLink',
  'Formula',
  'FormulaReadout',
  'FurtherReading',
  'Hint',
  'Listing',
  'Misconceptions',
  'Needs',
  'Objectives',
  'Predict',
  'SideNoteMark',
  'SideNotes',
  'SideNoteText',
  'Solution',
  'Summary',
  'Tensor',
  'Term',
  'Token',
  'Tokens',
] as const;

export type BookTag = (typeof bookTags)[number];

/** Tags that the build turns into others or takes out of the text, so that a chapter's page never sees them. */
export const buildTags = ['Beat', 'CardNumber', 'ClaimNumber', 'Notes', 'SideNote'] as const;

const notFigures: ReadonlySet<string> = new Set([...bookTags, ...buildTags]);
export const isFigureTag = (tag: string): boolean => !notFigures.has(tag);

/** `AttentionMap` in a chapter is the widget `attention-map`: one name, two spellings. */
export const widgetName = (tag: string): string =>
  tag.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
