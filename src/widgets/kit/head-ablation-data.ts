/** What it costs to switch heads off: the questions to the model and the sums. Heads are numbered through: layer x heads + head. */

import { placeOf } from '../../models/names.ts';
import { meanOf } from '../../models/statistics.ts';
import { type Options, runtime } from '../../runtime/client.ts';
import type { Change } from './changes.ts';
import type { ShippedModel } from './models.ts';

export const ablationsOf = (off: readonly number[], { heads }: ShippedModel): Change[] =>
  off.map((index) => ({
    kind: 'ablate',
    name: `blocks.${Math.floor(index / heads)}.attn.z`,
    places: [{ axis: 1, index: index % heads }],
  }));

/** The way back: which heads are off, in order. */
export const headsOf = (changes: readonly Change[], { heads }: ShippedModel): number[] =>
  changes
    .map(({ name, places }) => (placeOf(name).layer ?? 0) * heads + (places[0]?.index ?? 0))
    .sort((a, b) => a - b);

export interface HeadCosts {
  /** Nats a token, with all heads on. */
  readonly plain: number;
  /** By head: nats a token when it alone is off. */
  readonly alone: readonly number[];
}

/** One run a head, and one with all of them. */
export async function costOfEachHead(
  model: ShippedModel,
  tokens: readonly number[],
  options: Options,
): Promise<HeadCosts> {
  const lossOf = async (off: readonly number[]) => {
    const interventions = ablationsOf(off, model);
    const request = { model: model.id, tokens, capture: [], interventions, loss: true };
    const { losses } = await runtime().run(request, options);
    return meanOf(losses ?? []);
  };
  const plain = await lossOf([]);
  const alone: number[] = [];
  for (let index = 0; index < model.layers * model.heads; index++) alone.push(await lossOf([index]));
  return { plain, alone };
}
