/** The shipped model adapted to two towns in the tab, both at once: what is averaged, or what is plugged in and out, afterwards. */
import { useCallback } from 'react';
import type { Dialect } from '../../data/toytown/dialects.ts';
import { type HeldOut, type ModelChoice, type Options, runtime } from '../../runtime/client.ts';
import { type Training, useTraining } from './use-training.ts';

export const townBase = 'gpt2-toytown';
export const dialects = ['after', 'mirror'] as const satisfies readonly Dialect[];
/** Few: most of what can be learned is learned by then. */
const steps = 30;
const batches = 1;

/** Names of the two runs of a figure, which are channels too. */
export const townRuns = (widget: string): Readonly<Record<Dialect, string>> => ({
  after: `${widget}-after`,
  mirror: `${widget}-mirror`,
});

export interface TwoTowns {
  readonly state: 'none' | 'running' | 'done';
  readonly runs: Readonly<Record<Dialect, string>>;
  readonly after: Training;
  readonly mirror: Training;
  /** Steps of both, of all that are to be done. */
  readonly done: number;
  readonly all: number;
  readonly problem: string;
  start(seed: number): void;
  stop(): void;
}

/** `name`: the first part of the recipes, `full` or `lora-3`. */
export function useTwoTowns(widget: string, name: string): TwoTowns {
  const runs = townRuns(widget);
  const after = useTraining(runs.after);
  const mirror = useTraining(runs.mirror);
  const whole = (training: Training) => training.state === 'done' && training.steps.at(-1)?.step === steps;
  const state =
    whole(after) && whole(mirror)
      ? 'done'
      : after.state === 'running' || mirror.state === 'running'
        ? 'running'
        : 'none';
  const { start: startAfter, stop: stopAfter } = after;
  const { start: startMirror, stop: stopMirror } = mirror;
  const start = useCallback(
    (seed: number) => {
      const of = (dialect: Dialect) => ({
        plan: { recipe: `${name}-${dialect}`, seed, steps },
        base: townBase,
      });
      startAfter(of('after'));
      startMirror(of('mirror'));
    },
    [name, startAfter, startMirror],
  );
  const stop = useCallback(() => {
    stopAfter();
    stopMirror();
  }, [stopAfter, stopMirror]);
  return {
    state,
    runs,
    after,
    mirror,
    done: after.steps.length + mirror.steps.length,
    all: 2 * steps,
    problem: after.problem || mirror.problem,
    start,
    stop,
  };
}

/** Nats a token on held-out stories of each town. */
export type TownLosses = Readonly<Record<Dialect, number>>;

/** What a model loses in both towns. */
export async function lossesOf(
  model: ModelChoice,
  runs: Readonly<Record<Dialect, string>>,
  options: Options,
): Promise<TownLosses> {
  const measured: HeldOut[] = [];
  for (const dialect of dialects)
    measured.push(await runtime().evaluate({ run: runs[dialect], model, batches }, options));
  const [after, mirror] = measured;
  return { after: after?.loss ?? Number.NaN, mirror: mirror?.loss ?? Number.NaN };
}
