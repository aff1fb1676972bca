/**
 * One piece of work that a figure asks the worker for, again whenever its question changes. The last answer stays until the
 * next is there, so that a drag shows pictures on its way and the box never empties.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  isQuiet,
  type Options,
  type Progress,
  RuntimeError,
  type RuntimeProblem,
} from '../../runtime/client.ts';

export interface Work<Result> {
  readonly result: Result | null;
  readonly problem: RuntimeProblem | null;
  readonly progress: Progress | null;
  retry(): void;
}

export function problemOf(error: unknown): RuntimeProblem {
  if (error instanceof RuntimeError)
    return { code: error.code, message: error.message, advice: error.advice };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, advice: '' };
}

/** `ask` null: nothing is asked now. It must change exactly when the question does (`useCallback`). */
export function useWork<Result>(
  channel: string,
  ask: ((options: Options) => Promise<Result>) | null,
): Work<Result> {
  const [result, setResult] = useState<Result | null>(null);
  const [problem, setProblem] = useState<RuntimeProblem | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [attempt, setAttempt] = useState(0);
  /** How many questions have been asked, and which of them the shown answer is to. */
  const asked = useRef(0);
  const answered = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same question again
  useEffect(() => {
    if (!ask) return;
    let current = true;
    asked.current += 1;
    const question = asked.current;
    // Of a question that asks for several runs, those to come are not asked for once there is a newer one.
    ask({ channel, wanted: () => current, onProgress: (next) => current && setProgress(next) })
      .then((answer) => {
        // An answer that a newer question overtook is still a picture on the way; one that a newer answer overtook is not.
        if (question < answered.current) return;
        answered.current = question;
        setResult(answer);
        setProblem(null);
      })
      .catch((error: unknown) => {
        if (!current || isQuiet(error)) return;
        answered.current = question;
        setProblem(problemOf(error));
      })
      .finally(() => {
        if (current) setProgress(null);
      });
    return () => {
      current = false;
    };
  }, [ask, channel, attempt]);

  const retry = useCallback(() => {
    setProblem(null);
    setAttempt((before) => before + 1);
  }, []);
  return { result, problem, progress, retry };
}
