/** Shipped models with experts, and how each weighs those that it chose. A model that does not ship is not offered. */
import { type ShippedModel, shippedModels } from './models.ts';

export interface ExpertModel {
  readonly id: string;
  /** Experts that work on a token. */
  readonly chosen: number;
  /** Their weights add up to 1; else each is its probability among all. */
  readonly renormalized: boolean;
  /** What it was trained with; null: every expert takes all that come. */
  readonly capacityFactor: number | null;
  /** The dense model that works as much on a token. */
  readonly dense: string;
}

const all: readonly ExpertModel[] = [
  {
    id: 'switch-domains',
    chosen: 1,
    renormalized: false,
    capacityFactor: 1.25,
    dense: 'dense-domains',
  },
  {
    id: 'mixtral-domains',
    chosen: 2,
    renormalized: true,
    capacityFactor: null,
    dense: 'dense-llama-domains',
  },
];

const ships: Readonly<Record<string, ShippedModel>> = shippedModels;

export const expertModels: readonly ExpertModel[] = all.filter(({ id }) => ships[id] !== undefined);
export const expertModelIds: readonly string[] = expertModels.map(({ id }) => id);

export function expertModel(id: string): ExpertModel & { readonly shipped: ShippedModel } {
  const found = expertModels.find((model) => model.id === id) ?? expertModels[0];
  const shipped = found && ships[found.id];
  if (!found || !shipped) throw new Error('No model with experts ships.');
  return { ...found, shipped };
}
