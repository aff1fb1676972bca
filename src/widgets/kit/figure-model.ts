/** The model under a figure's glass: the shipped one that the chapter is about, or in the Lab the reader's own, at the step that is looked at. */
import { createContext, useContext } from 'react';
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { ModelChoice } from '../../runtime/client.ts';
import { type ShippedModel, type ShippedModelId, shippedModels } from './models.ts';

export interface FigureModel extends ShippedModel {
  /** What the runtime is asked of. */
  readonly choice: ModelChoice;
  /** null: it has a file of its own beside its weights. */
  readonly tokenizer: Tokenizer | null;
  /** A text that it can read; undefined: the figure's own. */
  readonly text?: string;
  /** All of its choices; undefined: it ships, and is known by its name. */
  readonly config?: ModelConfig;
}

/** Set around figures that are to look at another model than their own. */
export const OtherModel = createContext<FigureModel | null>(null);

const own = new Map<ShippedModelId, FigureModel>();

function ownModel(id: ShippedModelId): FigureModel {
  const known = own.get(id);
  if (known !== undefined) return known;
  const made = { ...shippedModels[id], choice: id, tokenizer: null };
  own.set(id, made);
  return made;
}

/** The same object until the model is another, or its weights are. */
export function useFigureModel(id: ShippedModelId): FigureModel {
  return useContext(OtherModel) ?? ownModel(id);
}
