/** Shipped models with experts, and how each weighs those that it chose. A model that does not ship is not offered. */
import type { ModelConfig } from '../../models/config.ts';
import type { FigureModel } from './figure-model.ts';
import { type ShippedModel, type ShippedModelId, shippedModels } from './models.ts';

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

interface RoutedModel extends Omit<ExpertModel, 'id' | 'dense'> {
  readonly shipped: ShippedModel;
  /** What the runtime is asked of. */
  readonly choice: FigureModel['choice'];
  /** Those with experts, counted from 1. */
  readonly layers: readonly number[];
}

const mixtures = ({ layers }: Pick<ModelConfig, 'layers'>) =>
  layers.flatMap(({ channelMixer }, layer) =>
    channelMixer.kind === 'mixture-of-experts' ? [{ ...channelMixer, layer: layer + 1 }] : [],
  );

/** A model of the reader's own; null: it ships, or has no experts. */
export function ownExperts(model: FigureModel): RoutedModel | null {
  const found = model.config ? mixtures(model.config) : [];
  const [first] = found;
  if (first === undefined) return null;
  const { chosen, renormalized, capacityFactor, experts } = first;
  return {
    shipped: { ...model, experts },
    choice: model.choice,
    layers: found.map(({ layer }) => layer),
    chosen,
    renormalized,
    capacityFactor,
  };
}

export function expertModel(id: string): ExpertModel & RoutedModel {
  const found = expertModels.find((model) => model.id === id) ?? expertModels[0];
  const shipped = found && ships[found.id];
  if (!found || !shipped) throw new Error('No model with experts ships.');
  const layers = Array.from({ length: shipped.layers }, (_, layer) => layer + 1);
  return { ...found, shipped, choice: found.id as ShippedModelId, layers };
}
