/** Ready-made comparisons: one task, several models, the same budget of steps. Each is a list of changes to the Lab's defaults. */
import { defaultsOf } from '../kit/url-state.ts';
import { fields, type SetUp } from './set-up.ts';

interface Duel {
  /** What all of them share. */
  readonly task: Partial<SetUp>;
  readonly models: readonly Partial<SetUp>[];
}

export const duels = {
  copying: {
    task: { data: 'copying', options: 'kept:3,silence:12', steps: 500, rate: -23 },
    models: [{ architecture: 'mamba' }, { architecture: 'mamba-lti' }, { architecture: 'gpt2' }],
  },
  recall: {
    task: { data: 'associative-recall', options: 'kinds:6,pairs:10', steps: 400, rate: -23 },
    models: [{ architecture: 'gpt2' }, { architecture: 'mamba' }, { architecture: 'gru' }],
  },
  induction: {
    task: { data: 'induction', options: 'vocabulary:16,longest:8', steps: 400, rate: -23 },
    models: [{ architecture: 'gpt2' }, { architecture: 'gpt2', layers: 1 }, { architecture: 'hyena' }],
  },
  'long-context': {
    task: { data: 'trigger', options: 'distance:128', steps: 400, rate: -23, rows: 8 },
    models: [
      { architecture: 'mamba' },
      { architecture: 'gpt2' },
      { architecture: 'mistral', window: 16, keyValueHeads: 4 },
    ],
  },
} as const satisfies Readonly<Record<string, Duel>>;

export type DuelId = keyof typeof duels;
export const duelIds = Object.keys(duels) as readonly DuelId[];

/** Every set-up of a duel, with the seed of the moment. */
export function setUpsOf(id: DuelId, seed: number): SetUp[] {
  const { task, models } = duels[id];
  return models.map((model) => ({ ...defaultsOf(fields), ...task, ...model, seed }));
}
