/** A training run in the tab: started, paused, gone on with and stopped; its losses as they come. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { isQuiet, runtime, type TrainingHandle, type TrainingStep } from '../../runtime/client.ts';

export interface Training {
  readonly state: 'none' | 'running' | 'paused' | 'done' | 'failed';
  readonly steps: readonly TrainingStep[];
  readonly problem: string;
  start(recipe: string, seed: number, steps: number): void;
  pause(): void;
  resume(): void;
  stop(): void;
}

export function useTraining(channel: string): Training {
  const [state, setState] = useState<Training['state']>('none');
  const [steps, setSteps] = useState<readonly TrainingStep[]>([]);
  const [problem, setProblem] = useState('');
  const handle = useRef<TrainingHandle | null>(null);
  // Steps arrive faster than pictures are due: they are gathered and drawn a few times a second.
  const gathered = useRef<TrainingStep[]>([]);

  useEffect(() => {
    if (state !== 'running') return;
    const timer = setInterval(() => setSteps([...gathered.current]), 200);
    return () => clearInterval(timer);
  }, [state]);
  useEffect(() => () => handle.current?.cancel(), []);

  const start = useCallback(
    (recipe: string, seed: number, count: number) => {
      handle.current?.cancel();
      gathered.current = [];
      setSteps([]);
      setProblem('');
      setState('running');
      const run = runtime().train(
        { recipe, seed, steps: count },
        { channel, onStep: (step) => gathered.current.push(step) },
      );
      handle.current = run;
      run.done.then(
        () => {
          setSteps([...gathered.current]);
          setState('done');
        },
        (error: unknown) => {
          if (handle.current !== run) return;
          setSteps([...gathered.current]);
          if (isQuiet(error)) setState(gathered.current.length > 0 ? 'done' : 'none');
          else {
            setProblem(error instanceof Error ? error.message : String(error));
            setState('failed');
          }
        },
      );
    },
    [channel],
  );
  const pause = useCallback(() => {
    handle.current?.pause();
    setState('paused');
  }, []);
  const resume = useCallback(() => {
    handle.current?.resume();
    setState('running');
  }, []);
  const stop = useCallback(() => handle.current?.cancel(), []);
  return { state, steps, problem, start, pause, resume, stop };
}
