import { formatBytes, formatLoss, formatTick } from '../../viz/numbers.ts';
import { readBars } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

const names: Readonly<Record<string, string>> = {
  'switch-domains': 'the book’s Switch',
  'mixtral-domains': 'the book’s Mixtral',
  mixtral: 'Mixtral 8x7B',
  'switch-c': 'Switch-C',
};

const atStart = (name: string): string => name.replace(/^t/, 'T');

export const activeVsTotalMessages = {
  title: 'What is there, and what works',
  rubric: 'Choose a model, then change how many experts there are and how many work on a token.',
  model: 'Model',
  modelName: (model: string) => names[model] ?? model,
  experts: 'Experts a layer',
  chosen: 'Experts at work on a token',
  chart: 'Parameters, all and at work on one token',
  parts: {
    embedding: 'embeddings',
    attention: 'attention',
    experts: 'experts and routers',
    rest: 'the rest',
  },
  total: 'all',
  active: 'at work on a token',
  dense: 'one expert, always at work',
  part: (bar: string, part: string, count: number) => `${bar}: ${formatTick(count)} in ${part}`,
  sums: {
    total: 'all parameters',
    active: 'at work on a token',
    ratio: 'all, for each at work',
    operations: 'operations a token',
    memory: 'bytes to keep, 2 a number',
  },
  times: (ratio: number) => `${ratio.toFixed(ratio < 10 ? 2 : 0)} ×`,
  bytes: (count: number) => formatBytes(2 * count),
  published: {
    mixtral: 'The paper says 47B in all, 13B at work.',
    'switch-c': 'The paper says 1,571B.',
  } as Readonly<Record<string, string>>,
  pair: (sparse: string) =>
    `${atStart(sparse)} and its dense rival on held-out texts, run in this tab: nats a token`,
  pairColumns: ['model', 'at work', 'all'],
  withoutExperts: 'dense',
  withExperts: 'with experts',
  mean: 'mean',
  reads: (model: string, total: number, active: number, experts: number, chosen: number) =>
    `${atStart(model)} with ${experts} experts a layer, ${chosen} at work: ${formatTick(total)} parameters, of which a token meets ${formatTick(active)}.`,
  readsPair: (model: string, dense: number, sparse: number) =>
    ` Of ${model} and its dense rival, the dense one loses ${formatLoss(dense)} nats a token and the one with experts ${formatLoss(sparse)}.`,
  paper:
    'Fedus et al. 2022 train a Switch Transformer to the quality of a T5 with the same operations a token in a seventh of the time.',
  runs: {
    'experts-dense': 'dense',
    'experts-4': '4 experts',
    'experts-8': '8 experts',
  },
  readsClaim: (claim: Claim): string => readBars(claim.bars),
} as const;
