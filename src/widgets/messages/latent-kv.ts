import { formatBytes, formatDecimals, formatWhole } from '../../viz/numbers.ts';

export type LatentModel = 'deepseek-v2' | 'llama2-70b';

const names: Readonly<Record<LatentModel, string>> = {
  'deepseek-v2': 'DeepSeek-V2',
  'llama2-70b': 'LLaMA-2-70B',
};

export const latentKvMessages = {
  title: 'A short vector instead of keys and values',
  rubric:
    'Choose how many numbers of each token are kept, and compare the cache with the other ways to save.',
  model: 'Model',
  modelName: (model: LatentModel) => names[model],
  latent: 'Numbers of the latent vector',
  rotary: 'Numbers of the rotary key',
  length: 'Tokens read so far',
  rows: {
    multiHead: (heads: number) => `multi-head, ${heads}`,
    grouped: 'grouped, 8 key-value heads',
    multiQuery: 'multi-query, 1',
    latent: (size: number) => `latent, ${formatWhole(size)} numbers`,
  },
  barsLabel: 'What one token costs, and the whole text',
  columns: (length: number) => ['a token', `${formatWhole(length)} tokens`],
  reads: (model: LatentModel, size: number, share: number, groups: number, token: number, whole: number) =>
    `In the shape of ${names[model]} ${formatWhole(size)} numbers a layer are kept of each token, ${formatBytes(token)} in all layers: ${formatDecimals(
      share,
      1,
    )} % of what multi-head attention keeps, as much as ${formatDecimals(groups, 2)} key-value heads would be. The whole text takes ${formatBytes(whole)}.`,
  sumLabel: 'A token',
  sum: (layers: number, latent: number, rotary: number, token: number) =>
    `${layers} layers × (${formatWhole(latent)} + ${formatWhole(rotary)}) numbers × 2 bytes = ${formatBytes(token)}`,
  tableCaption: 'Bytes of the cache',
  tableColumns: ['kind', 'numbers a token and layer', 'bytes a token', 'bytes of the text'],
} as const;
