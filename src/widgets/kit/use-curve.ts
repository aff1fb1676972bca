/** The recorded training curve of a shipped model, as it was written by the training run. */
import { useEffect, useState } from 'react';
import * as v from 'valibot';

const finite = v.pipe(v.number(), v.finite());

/** The parts of `curve.json` that are drawn; `models/checkpoints/curve.ts` holds the whole form. */
const curveSchema = v.pipe(
  v.object({
    steps: v.array(finite),
    loss: v.array(finite),
    floor: v.nullable(v.array(finite)),
    saved: v.array(finite),
  }),
  v.check(({ steps, loss }) => steps.length > 0 && steps.length === loss.length),
);

export type Curve = v.InferOutput<typeof curveSchema>;

export type LoadedCurve =
  | { readonly state: 'loading' }
  | { readonly state: 'missing' }
  | { readonly state: 'ready'; readonly curve: Curve };

export async function fetchCurve(model: string): Promise<Curve> {
  const response = await fetch(`${import.meta.env.BASE_URL}checkpoints/${model}/curve.json`);
  return v.parse(curveSchema, await response.json());
}

export function useCurve(model: string, wanted: boolean): LoadedCurve {
  const [loaded, setLoaded] = useState<LoadedCurve>({ state: 'loading' });
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    fetchCurve(model).then(
      (curve) => current && setLoaded({ state: 'ready', curve }),
      () => current && setLoaded({ state: 'missing' }),
    );
    return () => {
      current = false;
    };
  }, [model, wanted]);
  return loaded;
}

/** Means of neighbours, so that a curve of thousands of noisy steps is drawn with at most `most` points. */
export function thinned(
  steps: readonly number[],
  values: readonly number[],
  most: number,
): (readonly [number, number])[] {
  const size = Math.max(1, Math.ceil(steps.length / most));
  const points: (readonly [number, number])[] = [];
  for (let from = 0; from < steps.length; from += size) {
    const group = values.slice(from, from + size);
    const middle = steps[Math.min(steps.length - 1, from + Math.floor(group.length / 2))] ?? 0;
    points.push([middle, group.reduce((sum, value) => sum + value, 0) / group.length]);
  }
  return points;
}

/** The recorded value at the step nearest to `step`. */
export function nearest(steps: readonly number[], step: number): number {
  let best = 0;
  steps.forEach((at, index) => {
    if (Math.abs(at - step) < Math.abs((steps[best] ?? 0) - step)) best = index;
  });
  return best;
}
