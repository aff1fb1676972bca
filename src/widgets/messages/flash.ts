import { formatBytes, formatTick, formatValue, formatWeight, formatWhole } from '../../viz/numbers.ts';

export const flashMessages = {
  title: 'Attention by tiles',
  rubric: 'Choose how many keys a tile has; press a row to see its softmax run from tile to tile.',
  text: 'Text',
  layer: 'Layer',
  head: 'Head',
  tile: 'Keys a tile',
  length: 'Tokens, for the bytes',
  row: 'Row',
  defaultText:
    'clara and finn are in the tower . finn has a purple kite . clara wants the purple kite . finn gives it to her . now clara has the purple kite and finn has nothing .',
  chart: 'Share of its softmax that each query has gathered after each tile',
  across: 'tile',
  down: 'query',
  barsLabel: 'Bytes that one head moves',
  columns: (length: number) => [`bytes for ${formatWhole(length)} tokens`],
  atOnce: 'at once',
  byTiles: (tile: number) => `tiles of ${formatWhole(tile)}`,
  nothing: 'Nothing yet.',
  cell: (word: string, tile: number, largest: number, sum: number, share: number) =>
    `“${word}” after tile ${tile}: largest score ${formatValue(largest)}, sum ${formatValue(sum)}, ${formatWeight(share)} of the whole`,
  reads: (difference: number, tiles: number, length: number, naive: number, tiled: number) =>
    `What the head answers by ${formatWhole(tiles)} tiles differs from what it answers at once by ${
      difference === 0 ? 'nothing' : `at most ${formatTick(Number(difference.toPrecision(1)))}`
    }. For ${formatWhole(length)} tokens a head of 64 numbers moves ${formatBytes(naive)} at once and ${formatBytes(tiled)} by tiles.`,
  note: 'Bytes by the paper’s two algorithms, for a head of 64 numbers of 16 bits; of a GPU’s fast memory 192 kB, which is room for 384 keys.',
  tableCaption: 'The running softmax of one query',
  tableColumns: ['tile', 'largest score so far', 'sum so far', 'share gathered'],
} as const;
