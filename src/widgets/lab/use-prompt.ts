/** What a model is given to read: what the reader typed, else something of its data. */
import { useEffect, useState } from 'react';
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import { dataPrompt, type Prompt, typedPrompt } from './prompt.ts';
import type { Looked } from './use-looked.ts';

interface Found {
  readonly prompt: Prompt;
  readonly tokenizer: Tokenizer;
}

export function usePrompt(tokenizer: Tokenizer | null, { data }: Looked, text: string): Prompt | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (tokenizer === null) return;
    let current = true;
    const asked = text === '' ? dataPrompt(tokenizer, data) : Promise.resolve(typedPrompt(tokenizer, text));
    asked.then((prompt) => current && setFound({ prompt, tokenizer })).catch(() => current && setFound(null));
    return () => {
      current = false;
    };
  }, [tokenizer, data, text]);
  // Another model's tokens say nothing to this one's tokenizer, or may not be there at all.
  return found?.tokenizer === tokenizer ? found.prompt : null;
}
