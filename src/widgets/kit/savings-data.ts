/** One saving from each chapter on what comes next, carried out on the shipped model: what the same text then costs. */
import { meanOf } from '../../models/statistics.ts';
import { type Intervention, type Options, runtime } from '../../runtime/client.ts';
import { shippedModels } from './models.ts';

export const savingsModel = shippedModels['gpt2-toytown'];

export const strengths = ['mild', 'strong'] as const;
export type Strength = (typeof strengths)[number];

export const savings = ['tiles', 'window', 'neurons', 'bits'] as const;
export type Saving = (typeof savings)[number];

/** Keys a tile, words a window, share of the neurons, bits a weight. */
export const amounts: Readonly<Record<Saving, Readonly<Record<Strength, number>>>> = {
  tiles: { mild: 16, strong: 4 },
  window: { mild: 16, strong: 4 },
  neurons: { mild: 0.5, strong: 0.1 },
  bits: { mild: 8, strong: 3 },
};

/** Consecutive weights that share a scale, as in the figure on precision. */
const group = 64;

/** Nats a token. */
export interface SavingsReading {
  readonly strength: Strength;
  readonly plain: number;
  readonly saved: Readonly<Record<Saving, number>>;
}

export async function readSavings(
  tokens: readonly number[],
  strength: Strength,
  options: Options,
): Promise<SavingsReading> {
  const { id, layers } = savingsModel;
  const request = { model: id, tokens, capture: [], loss: true };
  type Change = Pick<Parameters<ReturnType<typeof runtime>['run']>[0], 'choices' | 'interventions'>;
  const lossWith = async (change: Change) =>
    meanOf((await runtime().run({ ...request, ...change }, options)).losses ?? []);
  const strongest = Array.from(
    { length: layers },
    (_, layer): Intervention => ({
      kind: 'strongest',
      name: `blocks.${layer}.mlp.post`,
      places: [],
      share: amounts.neurons[strength],
    }),
  );
  const plain = await lossWith({});
  const tiles = await lossWith({ choices: { tile: amounts.tiles[strength] } });
  const window = await lossWith({ choices: { window: amounts.window[strength] } });
  const neurons = await lossWith({ interventions: strongest });
  const rounded = await runtime().round(
    { model: id, texts: [tokens], bits: [amounts.bits[strength]], group },
    options,
  );
  return { strength, plain, saved: { tiles, window, neurons, bits: rounded.rows[0]?.loss ?? Number.NaN } };
}
