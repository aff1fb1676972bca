/** A shipped model's tokenizer, fetched once for the page: words are cut on the main thread, so that a keystroke shows at once. */
import { useCallback, useEffect, useState } from 'react';
import { type Tokenizer, tokenizerFromJSON } from '../../data/tokenizers/index.ts';
import { RuntimeError, type RuntimeProblem } from '../../runtime/client.ts';

const fetched = new Map<string, Promise<Tokenizer>>();

async function fetchTokenizer(model: string): Promise<Tokenizer> {
  const response = await fetch(`${import.meta.env.BASE_URL}checkpoints/${model}/tokenizer.json`).catch(
    () => null,
  );
  if (!response) throw RuntimeError.of('offline');
  if (!response.ok) throw RuntimeError.of('model-missing');
  try {
    return tokenizerFromJSON(await response.json());
  } catch {
    throw RuntimeError.of('model-corrupt');
  }
}

export function loadTokenizer(model: string): Promise<Tokenizer> {
  const known = fetched.get(model);
  if (known) return known;
  const asked = fetchTokenizer(model);
  fetched.set(model, asked);
  // A failure is not kept: the next try asks the server again.
  asked.catch(() => fetched.delete(model));
  return asked;
}

export interface LoadedTokenizer {
  readonly tokenizer: Tokenizer | null;
  readonly problem: RuntimeProblem | null;
  retry(): void;
}

export function useTokenizer(model: string, wanted: boolean): LoadedTokenizer {
  const [tokenizer, setTokenizer] = useState<Tokenizer | null>(null);
  const [problem, setProblem] = useState<RuntimeProblem | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    loadTokenizer(model).then(
      (loaded) => {
        if (!current) return;
        setTokenizer(loaded);
        setProblem(null);
      },
      (error: unknown) => {
        if (current && error instanceof RuntimeError)
          setProblem({ code: error.code, message: error.message, advice: error.advice });
      },
    );
    return () => {
      current = false;
    };
  }, [model, wanted, attempt]);
  const retry = useCallback(() => {
    setProblem(null);
    setAttempt((before) => before + 1);
  }, []);
  return { tokenizer, problem, retry };
}

/** The model's own where it brings one along, else the file beside its weights. */
export function useTokenizerOf(
  { id, tokenizer = null }: { readonly id: string; readonly tokenizer?: Tokenizer | null },
  wanted: boolean,
): LoadedTokenizer {
  const loaded = useTokenizer(id, wanted && tokenizer === null);
  return tokenizer === null ? loaded : { ...loaded, tokenizer, problem: null };
}
