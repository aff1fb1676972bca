/**
 * A text, cut into a model's tokens, and one run of the model on it: what figures of a single model share. `frame` is what the
 * figure's frame wants to know of it.
 */
import { useMemo } from 'react';
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import {
  type Intervention,
  type ModelChoice,
  type Options,
  type RunResult,
  runtime,
} from '../../runtime/client.ts';
import type { FigureProps, FigureState } from './figure.tsx';
import type { FigureModel } from './figure-model.ts';
import type { ModelText } from './model-text.ts';
import type { ShippedModel } from './models.ts';
import type { Fields } from './url-state.ts';
import { tokensOf, useModelText } from './use-model-text.ts';
import { useWork, type Work } from './use-work.ts';

export interface RunQuestion {
  /** Changes exactly when the question does: a constant, or memoized. */
  readonly capture: readonly string[];
  readonly interventions?: readonly Intervention[];
  readonly loss?: boolean;
}

/** One run on the tokens of `key`; none while it is empty. */
export function useRun(
  channel: string,
  model: ModelChoice,
  key: string,
  { capture, interventions, loss }: RunQuestion,
): Work<RunResult> {
  const ask = useMemo(() => {
    if (key === '') return null;
    const request = {
      model,
      tokens: tokensOf(key),
      capture,
      ...(interventions === undefined ? {} : { interventions }),
      ...(loss === undefined ? {} : { loss }),
    };
    return (options: Options) => runtime().run(request, options);
  }, [model, key, capture, interventions, loss]);
  return useWork(channel, ask);
}

export interface TextRunOptions extends RunQuestion {
  readonly channel: string;
  readonly model: ShippedModel & Partial<Pick<FigureModel, 'choice' | 'tokenizer'>>;
  readonly text: string;
  /** The page lives and the figure has been seen. */
  readonly wanted: boolean;
}

export interface TextRun {
  readonly tokenizer: Tokenizer | null;
  readonly read: ModelText | null;
  /** The tokens of the moment as one string; empty where there is none. */
  readonly key: string;
  readonly result: RunResult | null;
  /** The words of `result`, which may be those of a moment ago. */
  readonly words: readonly string[];
  /** There is no word to look at. */
  readonly empty: boolean;
  readonly frame: Pick<
    FigureProps<Fields>,
    'problem' | 'progress' | 'model' | 'onRetry' | 'milliseconds' | 'state'
  >;
}

export function useTextRun({ channel, model, text, wanted, ...question }: TextRunOptions): TextRun {
  const { tokenizer, read, key, problem, retry } = useModelText(model, text, wanted);
  const work = useRun(channel, model.choice ?? model.id, key, question);
  const { result } = work;
  const words = useMemo(
    () => (result && tokenizer ? result.tokens.map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [result, tokenizer],
  );
  const empty = text.trim() === '' || (read !== null && read.tokens.length === 0);
  const stopped = problem ?? work.problem;
  const drawn = result !== null && tokenizer !== null;
  const state: FigureState = stopped ? 'error' : !wanted || empty ? 'idle' : drawn ? 'ready' : 'loading';
  return {
    tokenizer,
    read,
    key,
    result: drawn ? result : null,
    words,
    empty,
    frame: {
      state,
      problem: stopped,
      progress: work.progress,
      model: model.id,
      onRetry: () => {
        retry();
        work.retry();
      },
      milliseconds: result?.milliseconds ?? null,
    },
  };
}
