import { formatValue, spokenWeight } from '../../viz/numbers.ts';

const wordNumber = (word: string, number: number) => `“${word}” (word ${number})`;

export interface NamedWeight {
  readonly word: string;
  readonly number: number;
  readonly weight: number;
}

export const attentionMapMessages = {
  title: 'Who looks at whom',
  rubric: 'Point at a square, or slide a finger over them. Each is one sum, worked out beside it.',
  emptyRubric: 'Type some words.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  defaultText: 'mia has a red ball . tom has nothing . tom wants the red ball . mia gives it to',
  layer: 'Layer',
  head: 'Head',
  scale: 'Multiply the scores by',
  ablate: (head: number) => `Switch head ${head} off`,
  ablateLabel: 'Head switched off',
  cell: 'Chosen square',
  mapLabel: 'Attention: one row a word that looks, one column a word that is looked at',
  cellRead: (query: string, key: string, weight: number) =>
    `${query} looks at ${key}: ${spokenWeight(weight)}`,
  weightFrom: 'weight 0',
  weightTo: '1, by square root',
  blank: 'blank: not yet written',
  looksAt: (number: number) => `word ${number} looks at`,
  word: (number: number) => `word ${number}`,
  queryStrip: 'query, dimension by dimension',
  keyStrip: 'key, dimension by dimension',
  outputStrip: 'output of the head, dimension by dimension',
  termsLabel: 'query times key, dimension by dimension',
  added: (terms: number) => `the ${terms} terms, added`,
  theScale: (factor: number) => (factor === 1 ? 'the scale' : `the scale, times ${factor.toFixed(1)}`),
  over: (words: number) => (words === 1 ? 'over 1 token' : `over ${words} tokens`),
  dimension: (index: number, q: number, k: number) =>
    `dimension ${index + 1}: ${formatValue(q)} × ${formatValue(k)} = ${formatValue(q * k)}`,
  dimensionHint: 'Point at a strip to read a dimension.',
  loss: 'loss, as trained',
  lossChanged: 'loss, changed',
  unchanged: 'none',
  silent: 'The head is off: its output is zero.',
  nothing: 'Nothing yet: no text.',
  reads: (layer: number, head: number, query: NamedWeight, row: readonly NamedWeight[]) => {
    const [first, second] = row;
    const begin = `In layer ${layer}, head ${head}, ${wordNumber(query.word, query.number)}`;
    if (!first) return '';
    if (!second) return `${begin} has only itself to look at.`;
    const rest = Math.max(0, 1 - first.weight - second.weight);
    const others = row.length - 2;
    const tail =
      others === 0
        ? '.'
        : others === 1
          ? `; the other one gets ${spokenWeight(rest)}.`
          : `; the other ${others} share ${spokenWeight(rest)}.`;
    return `${begin} gives ${spokenWeight(first.weight)} of its attention to ${wordNumber(first.word, first.number)} and ${spokenWeight(second.weight)} to ${wordNumber(second.word, second.number)}${tail}`;
  },
  tableCaption: (layer: number, head: number) =>
    `Attention weights of layer ${layer}, head ${head}: one row a word that looks`,
  looker: 'looks',
} as const;
