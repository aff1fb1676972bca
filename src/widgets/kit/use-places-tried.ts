/** Stacks that were trained in the tab, by where their attention stands: their curves, and what each lost on held-out stories. */
import { useMemo, useRef, useState } from 'react';
import { ownHybrid, type Place, places } from './hybrid-data.ts';
import { thinned } from './use-curve.ts';
import { type Training, useTraining } from './use-training.ts';

const points = 60;
const heldOutBatches = 4;
/** How often a figure looks at a stack that is being trained, in steps. */
const lookEvery = 20;

export interface Tried {
  readonly place: Place;
  readonly curve: readonly (readonly [step: number, excess: number])[];
  /** Nats a token over the floor; null: the run did not end. */
  readonly heldOut: number | null;
}

export interface PlacesTried {
  readonly run: Training;
  readonly tried: readonly Tried[];
  /** Steps that the stack of this place and seed has learned for; while it learns, the last that is kept. 0: none. */
  readonly learned: number;
  start(): void;
}

function triedOf(place: Place, steps: Training['steps'], heldOut: Training['heldOut']): Tried {
  const numbers = steps.map(({ step }) => step);
  const excess = steps.map(({ loss, floor }) => loss - (floor ?? 0));
  const last = heldOut.find(({ step }) => step === ownHybrid(place, 0).steps);
  return {
    place,
    curve: thinned(numbers, excess, points),
    heldOut: last ? last.loss - (last.floor ?? 0) : null,
  };
}

export function usePlacesTried(channel: string, place: Place, seed: number): PlacesTried {
  const run = useTraining(channel);
  const begun = useRef<{ readonly place: Place; readonly seed: number } | null>(null);
  const [before, setBefore] = useState<{ readonly seed: number; readonly tried: readonly Tried[] }>({
    seed,
    tried: [],
  });
  const { state, steps: taken, heldOut } = run;
  const current = begun.current;
  const now = useMemo(
    () => (current && taken.length > 0 ? triedOf(current.place, taken, heldOut) : null),
    [current, taken, heldOut],
  );
  const tried = useMemo(() => {
    const others = before.tried.filter((one) => before.seed === seed && one.place !== now?.place);
    const all = now && current?.seed === seed ? [...others, now] : others;
    return [...all].sort((a, b) => places.indexOf(a.place) - places.indexOf(b.place));
  }, [before, now, current, seed]);

  const mine = current?.place === place && current.seed === seed;
  const steps = taken.at(-1)?.step ?? 0;
  const learned = !mine ? 0 : state === 'running' ? Math.floor(steps / lookEvery) * lookEvery : steps;
  const start = () => {
    setBefore({ seed, tried });
    begun.current = { place, seed };
    const plan = ownHybrid(place, seed);
    run.start({
      plan,
      keep: { every: lookEvery, most: plan.steps / lookEvery + 1 },
      measure: { every: plan.steps, batches: heldOutBatches },
    });
  };
  return { run, tried, learned, start };
}
