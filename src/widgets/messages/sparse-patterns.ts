import { formatDecimals, formatLoss, formatValue, formatWeight, formatWhole } from '../../viz/numbers.ts';

export type PatternName = 'all' | 'local' | 'strided' | 'global' | 'blocks';

const names: Readonly<Record<PatternName, string>> = {
  all: 'all',
  local: 'local',
  strided: 'strided',
  global: 'global',
  blocks: 'blocks',
};

export const sparsePatternsMessages = {
  title: 'Which pairs can go',
  rubric: 'Choose a pattern and its size, and see which pairs of a trained model go, and at what loss.',
  text: 'Text',
  pattern: 'Pattern',
  patternName: (pattern: PatternName) => names[pattern],
  size: 'Size, in tokens',
  layer: 'Layer',
  head: 'Head',
  cell: 'Cell',
  defaultText:
    'noah has a pink carrot . zoe wants the pink carrot . but noah keeps it . zoe is sad because she has nothing . then noah eats the pink carrot . he is full . now noah has nothing . at night zoe is sad because she has nothing .',
  chart: 'Who looks at whom under the pattern',
  describe: (query: string, key: string, weight: number) => `${query} to ${key}: ${formatWeight(weight)}`,
  barsLabel: 'Pairs and loss of each pattern of this size',
  columns: ['pairs', 'nats a token'],
  nothing: 'Nothing yet.',
  reads: (pattern: PatternName, pairs: number, all: number, loss: number, full: number) =>
    pattern === 'all'
      ? `Every word sees all before it: ${formatWhole(all)} pairs, ${formatLoss(full)} nats a token.`
      : `The ${names[pattern]} pattern keeps ${formatWhole(pairs)} of ${formatWhole(all)} pairs (${formatDecimals(
          (100 * pairs) / all,
          0,
        )} %) and costs ${formatLoss(loss)} nats a token, ${formatValue(loss - full)} more than all pairs.`,
  note: 'The model was trained with all pairs: what it loses is what it had learned to use. A model that is trained with a pattern loses less, as the figure before shows for recall.',
  tableCaption: 'Patterns of this size',
  tableColumns: ['pattern', 'pairs', 'nats a token'],
} as const;
