/** A training run in the tab: started, paused, gone on with, changed on its way and stopped; what it tells as it comes. */
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type Adjustments,
  type HeldOut,
  isQuiet,
  runtime,
  type TrainingHandle,
  type TrainingState,
  type TrainingStep,
  type TrainRequest,
} from '../../runtime/client.ts';

/** A recipe or an experiment, and what to do on the way; the run's name is the hook's channel. */
export type TrainingStart = Omit<TrainRequest, 'kind' | 'run'>;

export interface Training {
  readonly state: 'none' | 'running' | 'paused' | 'done' | 'failed';
  readonly steps: readonly TrainingStep[];
  /** Measured on held-out batches, where `measure` asked for it. */
  readonly heldOut: readonly HeldOut[];
  readonly problem: string;
  /** What other requests name it by, `model: { training: run }`, also after it has ended. */
  readonly run: string;
  start(request: TrainingStart): void;
  pause(): void;
  resume(): void;
  stop(): void;
  /** The learning rate's factor, the coefficients of routers: from the next step on. */
  adjust(change: Adjustments): void;
  /** The newest state to go on from, also after a failure; null before the first. */
  saved(): TrainingState | null;
}

const drawEvery = 200; // ms

export function useTraining(channel: string): Training {
  const [state, setState] = useState<Training['state']>('none');
  const [steps, setSteps] = useState<readonly TrainingStep[]>([]);
  const [heldOut, setHeldOut] = useState<readonly HeldOut[]>([]);
  const [problem, setProblem] = useState('');
  const handle = useRef<TrainingHandle | null>(null);
  // Steps arrive faster than pictures are due: they are gathered and drawn a few times a second.
  const gathered = useRef<{ steps: TrainingStep[]; heldOut: HeldOut[] }>({ steps: [], heldOut: [] });
  const show = useCallback(() => {
    setSteps([...gathered.current.steps]);
    setHeldOut([...gathered.current.heldOut]);
  }, []);

  useEffect(() => {
    if (state !== 'running') return;
    const timer = setInterval(show, drawEvery);
    return () => clearInterval(timer);
  }, [state, show]);
  useEffect(() => () => handle.current?.cancel(), []);

  const start = useCallback(
    (request: TrainingStart) => {
      handle.current?.cancel();
      const own: { steps: TrainingStep[]; heldOut: HeldOut[] } = { steps: [], heldOut: [] };
      gathered.current = own;
      show();
      setProblem('');
      setState('running');
      const run = runtime().train(
        { ...request, run: channel },
        {
          channel,
          onStep: (step) => own.steps.push(step),
          onMeasure: (measured) => own.heldOut.push(measured),
        },
      );
      handle.current = run;
      run.done.then(
        () => {
          if (handle.current !== run) return;
          show();
          setState('done');
        },
        (error: unknown) => {
          if (handle.current !== run) return;
          show();
          if (isQuiet(error)) setState(own.steps.length > 0 ? 'done' : 'none');
          else {
            setProblem(error instanceof Error ? error.message : String(error));
            setState('failed');
          }
        },
      );
    },
    [channel, show],
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
  const adjust = useCallback((change: Adjustments) => handle.current?.adjust(change), []);
  const saved = useCallback(() => handle.current?.saved() ?? null, []);
  return { state, steps, heldOut, problem, run: channel, start, pause, resume, stop, adjust, saved };
}
