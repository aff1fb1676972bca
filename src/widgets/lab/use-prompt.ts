/** What a model is given to read: what the reader typed, else something of its data. */
import { useEffect, useState } from 'react';
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import { dataPrompt, type Prompt, typedPrompt } from './prompt.ts';
import type { Looked } from './use-looked.ts';

export function usePrompt(tokenizer: Tokenizer | null, { data }: Looked, text: string): Prompt | null {
  const [prompt, setPrompt] = useState<Prompt | null>(null);
  useEffect(() => {
    if (tokenizer === null) return;
    let current = true;
    const found = text === '' ? dataPrompt(tokenizer, data) : Promise.resolve(typedPrompt(tokenizer, text));
    found.then((next) => current && setPrompt(next)).catch(() => current && setPrompt(null));
    return () => {
      current = false;
    };
  }, [tokenizer, data, text]);
  return prompt;
}
