/** The arrows, sums and numbers of attention by hand. Vectors are lists of x, y, x, y, one pair a word. */
import type { AttendResult } from '../../runtime/client.ts';
import { formatWeight } from '../../viz/numbers.ts';
import type { PlaneArrow } from '../../viz/vector-plane.ts';
import { attentionByHandMessages as words } from '../messages/attention-by-hand.ts';
import type { NamedTensor, TableData } from './export.ts';

/** x, y, x, y -> [[x, y], [x, y]] // [word, 2] */
export const pairs = (list: readonly number[], count: number): [number, number][] =>
  Array.from({ length: count }, (_, index) => [list[2 * index] ?? 0, list[2 * index + 1] ?? 0]);

interface KeySum {
  readonly word: string;
  readonly dot: number;
  readonly score: number;
  readonly weight: number;
  readonly hidden: boolean;
}

/** The row of the word that asks: the product of the dragged vectors, and what the worker made of it. */
export function sumsOf(
  result: AttendResult | null,
  queries: readonly number[],
  keys: readonly number[],
  count: number,
  asks: number,
  scaled: boolean,
): KeySum[] {
  const [qx, qy] = pairs(queries, count)[asks] ?? [0, 0];
  return pairs(keys, count).map(([kx, ky], index) => {
    const dot = qx * kx + qy * ky;
    const weight = result?.pattern.data[asks * count + index] ?? 0;
    const score = result?.scores.data[asks * count + index] ?? (scaled ? dot / Math.SQRT2 : dot);
    // The part masks by multiplying after the exponential: a hidden key has exactly no weight.
    return {
      word: words.words[index] ?? '',
      dot,
      score,
      weight,
      hidden: result !== null && weight === 0 && index > asks,
    };
  });
}

export function outputOf(result: AttendResult | null, asks: number): [number, number] {
  return [result?.output.data[2 * asks] ?? 0, result?.output.data[2 * asks + 1] ?? 0];
}

export function arrowsOfKeys(
  queries: readonly number[],
  keys: readonly number[],
  count: number,
  asks: number,
  causal: boolean,
): PlaneArrow[] {
  const [qx, qy] = pairs(queries, count)[asks] ?? [0, 0];
  const index = (position: number) => String(position + 1);
  return [
    ...pairs(keys, count).map(
      ([x, y], position): PlaneArrow => ({
        id: `keys ${position}`,
        x,
        y,
        role: 'key',
        letter: 'k',
        index: index(position),
        draggable: true,
        faint: causal && position > asks,
        name: words.keyName(words.words[position] ?? ''),
      }),
    ),
    {
      id: `queries ${asks}`,
      x: qx,
      y: qy,
      role: 'query',
      letter: 'q',
      index: index(asks),
      draggable: true,
      faint: false,
      name: words.queryName(words.words[asks] ?? ''),
    },
  ];
}

export function arrowsOfValues(
  values: readonly number[],
  count: number,
  asks: number,
  causal: boolean,
  result: AttendResult | null,
): PlaneArrow[] {
  const [x, y] = outputOf(result, asks);
  return [
    ...pairs(values, count).map(
      ([vx, vy], position): PlaneArrow => ({
        id: `values ${position}`,
        x: vx,
        y: vy,
        role: 'value',
        letter: 'v',
        index: String(position + 1),
        draggable: true,
        faint: causal && position > asks,
        name: words.valueName(words.words[position] ?? ''),
      }),
    ),
    {
      id: `output ${asks}`,
      x,
      y,
      role: 'output',
      letter: 'o',
      index: String(asks + 1),
      draggable: false,
      faint: false,
      name: words.outputName(words.words[asks] ?? ''),
    },
  ];
}

export function tableOf(result: AttendResult, count: number): TableData {
  const names = words.words.slice(0, count);
  return {
    caption: words.tableCaption,
    columns: [words.asksColumn, ...names],
    rows: names.map((word, query) => [
      word,
      ...names.map((_, key) => formatWeight(result.pattern.data[query * count + key] ?? 0)),
    ]),
  };
}

export function tensorsOf(result: AttendResult): NamedTensor[] {
  return [
    { name: 'attn_scores', ...result.scores },
    { name: 'pattern', ...result.pattern },
    { name: 'z', ...result.output },
  ];
}
