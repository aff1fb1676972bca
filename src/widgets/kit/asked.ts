/** What a figure asks the worker for, and what has become of it. */
import type { Progress, RuntimeProblem } from '../../runtime/client.ts';
import type { FigureState } from './figure.tsx';

/** One question: a tokenizer, a run, a measurement. */
export interface Asked {
  readonly problem: RuntimeProblem | null;
  readonly progress?: Progress | null;
  retry(): void;
}

/** Several questions as one: the first problem, the first progress, and all asked again. */
export function together(...asked: readonly Asked[]): Required<Asked> {
  return {
    problem: asked.map(({ problem }) => problem).find((one) => one !== null) ?? null,
    progress: asked.map(({ progress }) => progress).find((one) => one != null) ?? null,
    retry: () => {
      for (const one of asked) one.retry();
    },
  };
}

export interface Standing {
  readonly problem: unknown;
  /** The figure is live, has been seen, and there is something to ask. */
  readonly wanted: boolean;
  /** Something trains or writes, whatever else there is. */
  readonly running?: boolean;
  /** What is drawn, once it is there. */
  readonly shown: unknown;
}

export function stateOf({ problem, wanted, running = false, shown }: Standing): FigureState {
  if (running) return 'running';
  if (problem) return 'error';
  if (!wanted) return 'idle';
  return shown ? 'ready' : 'loading';
}
