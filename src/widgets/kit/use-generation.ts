/** A text that the worker writes token by token, again whenever its question changes. Each token shows as soon as it is there. */
import { useCallback, useEffect, useState } from 'react';
import {
  type Asked,
  type BeamStep,
  type GeneratedToken,
  type GenerateRequest,
  type GenerateResult,
  isQuiet,
  type Progress,
  type RuntimeProblem,
  runtime,
} from '../../runtime/client.ts';
import { problemOf } from './use-work.ts';

interface Generation {
  /** What was asked for what stands here: the last question, until something of the next is written. */
  readonly asked: Asked<GenerateRequest> | null;
  /** Those written so far. */
  readonly tokens: readonly GeneratedToken[];
  /** Of a beam search: the steps so far. */
  readonly steps: readonly BeamStep[];
  /** null while it writes. */
  readonly result: GenerateResult | null;
  readonly problem: RuntimeProblem | null;
  readonly progress: Progress | null;
  retry(): void;
}

interface Written {
  readonly asked: Asked<GenerateRequest> | null;
  readonly tokens: readonly GeneratedToken[];
  readonly steps: readonly BeamStep[];
  readonly result: GenerateResult | null;
}

const nothing: Written = { asked: null, tokens: [], steps: [], result: null };

/** `request` must change exactly when the question does (`useMemo`); null: nothing is asked now. */
export function useGeneration(channel: string, request: Asked<GenerateRequest> | null): Generation {
  const [written, setWritten] = useState<Written>(nothing);
  const [problem, setProblem] = useState<RuntimeProblem | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same question again
  useEffect(() => {
    if (!request) return;
    let current = true;
    const stop = new AbortController();
    let tokens: readonly GeneratedToken[] = [];
    let steps: readonly BeamStep[] = [];
    runtime()
      .generate(request, {
        channel,
        signal: stop.signal,
        onProgress: (next) => current && setProgress(next),
        onToken: (token) => {
          tokens = [...tokens, token];
          if (current) setWritten({ asked: request, tokens, steps, result: null });
        },
        onBeam: (step) => {
          steps = [...steps, step];
          if (current) setWritten({ asked: request, tokens, steps, result: null });
        },
      })
      .then((result) => {
        if (!current) return;
        setWritten({ asked: request, tokens, steps, result });
        setProblem(null);
      })
      .catch((error: unknown) => {
        if (current && !isQuiet(error)) setProblem(problemOf(error));
      })
      .finally(() => {
        if (current) setProgress(null);
      });
    return () => {
      current = false;
      stop.abort();
    };
  }, [request, channel, attempt]);

  const retry = useCallback(() => {
    setProblem(null);
    setAttempt((before) => before + 1);
  }, []);
  return { ...written, problem, progress, retry };
}
