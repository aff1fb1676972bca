import { formatBytes, formatWhole } from '../../viz/numbers.ts';

export type CacheModel = 'gpt2-toytown' | 'llama2-70b' | 'mistral-7b';

const names: Readonly<Record<CacheModel, string>> = {
  'gpt2-toytown': 'the Toytown model',
  'llama2-70b': 'LLaMA-2-70B',
  'mistral-7b': 'Mistral 7B',
};

export const kvCacheMessages = {
  title: 'What a decoder must keep of its text',
  rubric: 'Let more query heads share one key-value head, narrow the window, and see what one token costs.',
  model: 'Model',
  modelName: (model: CacheModel) => names[model],
  sharing: 'Query heads to one key-value head',
  window: 'Window, in tokens',
  length: 'Tokens read so far',
  bytes: 'Bytes a number',
  none: 'none',
  bytesName: { '4': '4, float32', '2': '2, float16', '1': '1, int8' } as Readonly<Record<string, string>>,
  headsLabel: 'Query heads above, the key-value heads that they share below',
  queryHeads: (count: number) => (count === 1 ? '1 query head' : `${count} query heads in each layer`),
  keyValueHeads: (count: number) =>
    count === 1 ? '1 key-value head, for all of them' : `${count} key-value heads`,
  barsLabel: 'Bytes of the cache by kind of attention',
  columns: (length: number) => ['a token', `after ${formatWhole(length)} tokens`],
  rows: {
    multiHead: (heads: number) => `multi-head, ${heads}`,
    multiQuery: 'multi-query, 1',
    published: (heads: number) => `as published, ${heads}`,
    yours: (heads: number) => `yours, ${heads}`,
  },
  kinds: (heads: number, keyValueHeads: number) =>
    keyValueHeads === heads
      ? 'multi-head attention'
      : keyValueHeads === 1
        ? 'multi-query attention'
        : 'grouped-query attention',
  sumLabel: 'The sum for one token',
  sum: (layers: number, keyValueHeads: number, headSize: number, bytes: number, total: string) =>
    `2 × ${layers} layers × ${keyValueHeads} key-value heads × ${headSize} numbers × ${bytes} bytes = ${total}`,
  reads: (
    model: CacheModel,
    kind: string,
    token: number,
    length: number,
    total: number,
    window: number | null,
    saved: number,
  ) =>
    `With ${kind}, ${names[model]} keeps ${formatBytes(token)} for each token, and ${formatBytes(total)} after ${formatWhole(length)} tokens${
      window !== null && window < length ? `, of which it keeps the last ${formatWhole(window)}` : ''
    }${saved > 1.05 ? `: ${saved.toFixed(saved < 10 ? 1 : 0)} times less than with a key-value head for every query head and no window.` : '.'}`,
  units: '1 kB is 1,000 bytes.',
  tableCaption: 'Bytes of keys and values, for one text',
  tableColumns: ['attention', 'key-value heads', 'window', 'bytes a token', 'bytes in all'],
} as const;
