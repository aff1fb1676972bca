/** Several models trained one after the other in the tab: what each lost over the floor, step by step, as it comes. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { isQuiet, runtime, type TrainingHandle } from '../../runtime/client.ts';

export interface FamilyRun {
  readonly id: string;
  readonly steps: number;
}

export interface FamilyTraining {
  readonly state: 'none' | 'running' | 'paused' | 'done' | 'failed';
  /** By run: the loss over the floor of every step so far. */
  readonly excess: ReadonlyMap<string, readonly number[]>;
  /** Which one trains now. */
  readonly current: string | null;
  readonly problem: string;
  start(runs: readonly FamilyRun[], seed: number): void;
  pause(): void;
  resume(): void;
  stop(): void;
}

const nobody: ReadonlyMap<string, readonly number[]> = new Map();

export function useFamilyTraining(channel: string): FamilyTraining {
  const [state, setState] = useState<FamilyTraining['state']>('none');
  const [excess, setExcess] = useState(nobody);
  const [current, setCurrent] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const handle = useRef<TrainingHandle | null>(null);
  const turn = useRef(0);
  // Steps arrive faster than pictures are due.
  const gathered = useRef(new Map<string, number[]>());
  const draw = useCallback(
    () => setExcess(new Map([...gathered.current].map(([id, values]) => [id, [...values]]))),
    [],
  );

  useEffect(() => {
    if (state !== 'running') return;
    const timer = setInterval(draw, 250);
    return () => clearInterval(timer);
  }, [state, draw]);
  useEffect(
    () => () => {
      turn.current += 1;
      handle.current?.cancel();
    },
    [],
  );

  const start = useCallback(
    (runs: readonly FamilyRun[], seed: number) => {
      handle.current?.cancel();
      turn.current += 1;
      const own = turn.current;
      gathered.current = new Map();
      setExcess(nobody);
      setProblem('');
      setState('running');
      const trainAll = async () => {
        for (const { id, steps } of runs) {
          if (turn.current !== own) return;
          const values: number[] = [];
          gathered.current.set(id, values);
          setCurrent(id);
          handle.current = runtime().train(
            { plan: { recipe: id, seed, steps } },
            { channel, onStep: ({ loss, floor }) => values.push(loss - (floor ?? 0)) },
          );
          await handle.current.done;
        }
      };
      trainAll().then(
        () => {
          if (turn.current !== own) return;
          draw();
          setCurrent(null);
          setState('done');
        },
        (error: unknown) => {
          if (turn.current !== own) return;
          draw();
          setCurrent(null);
          if (isQuiet(error)) setState('done');
          else {
            setProblem(error instanceof Error ? error.message : String(error));
            setState('failed');
          }
        },
      );
    },
    [channel, draw],
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
  return { state, excess, current, problem, start, pause, resume, stop };
}
