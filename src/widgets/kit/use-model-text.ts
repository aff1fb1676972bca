/** What a reader typed into a figure, cut into the model's tokens as soon as its tokenizer is there. */
import { useMemo } from 'react';
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import { type ModelText, readText } from './model-text.ts';
import type { ShippedModel } from './models.ts';
import { type LoadedTokenizer, useTokenizerOf } from './use-tokenizer.ts';

export interface ReadModelText extends LoadedTokenizer {
  readonly read: ModelText | null;
  /** The tokens as one string, for comparing; empty where there is none. */
  readonly key: string;
}

/** `wanted`: the figure is live and has been seen. */
export function useModelText(
  model: Pick<ShippedModel, 'id' | 'context'> & { readonly tokenizer?: Tokenizer | null },
  text: string,
  wanted: boolean,
): ReadModelText {
  const loaded = useTokenizerOf(model, wanted);
  const { tokenizer } = loaded;
  const read = useMemo(
    () => (tokenizer ? readText(tokenizer, text, model.context) : null),
    [tokenizer, text, model.context],
  );
  return { ...loaded, read, key: read?.tokens.join(',') ?? '' };
}

/** `1,2,3` as `[1, 2, 3]`. */
export const tokensOf = (key: string): number[] => key.split(',').map(Number);
