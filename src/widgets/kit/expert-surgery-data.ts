/** Experts closed or forced by the router's scores, and what that does to the held-out texts of the four domains. */
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import { type Options, runtime } from '../../runtime/client.ts';
import type { Change } from './changes.ts';
import { domainReading, lossByDomain } from './domain-data.ts';

/** Scores that the softmax turns into nothing, and into all. */
const [closed, forced] = [-10_000, 100];

/** Layers and experts count from 0. */
const scored = (layer: number, expert: number, value: number): Change => ({
  kind: 'fill',
  name: `blocks.${layer}.moe.router_logits`,
  places: [{ axis: 2, index: expert }],
  value,
});

export const closing = (layer: number, expert: number): Change => scored(layer, expert, closed);
export const forcing = (layer: number, expert: number): Change => scored(layer, expert, forced);

/** Every expert takes all that come: a full one would hide what a closed one does. */
export const surgeryReading = (model: string, tokenizer: Tokenizer) => ({
  model,
  ...domainReading(tokenizer),
  capture: [],
  loss: true,
  choices: { capacityFactor: null },
});

export interface ClosingCosts {
  readonly plain: readonly number[];
  /** [expert][domain] */
  readonly without: readonly (readonly number[])[];
}

/** The losses by domain as trained, and with each expert of a layer closed in turn. */
export async function costOfClosing(
  model: string,
  tokenizer: Tokenizer,
  layer: number,
  experts: number,
  options: Options = {},
): Promise<ClosingCosts> {
  const reading = surgeryReading(model, tokenizer);
  const losses = async (interventions: readonly Change[]) =>
    lossByDomain(await runtime().run({ ...reading, interventions }, options), tokenizer);
  const plain = await losses([]);
  const without: (readonly number[])[] = [];
  for (let expert = 0; expert < experts; expert++) without.push(await losses([closing(layer, expert)]));
  return { plain, without };
}
