/** The recorded run of the family of sizes, as `npm run claims -- C10b` wrote it. */
import { useEffect, useState } from 'react';
import * as v from 'valibot';

const finite = v.pipe(v.number(), v.finite());
const recordSchema = v.object({
  seed: v.number(),
  series: v.array(v.object({ name: v.string(), x: v.array(finite), y: v.array(finite) })),
});

export interface RecordedFamily {
  readonly seed: number;
  /** Parameters without embeddings, and nats over the floor, smallest model first. */
  readonly points: readonly (readonly [parameters: number, loss: number])[];
}

export type LoadedFamily = RecordedFamily | 'loading' | 'missing';

async function load(): Promise<RecordedFamily> {
  const response = await fetch(`${import.meta.env.BASE_URL}claims/C10b.json`);
  const { seed, series } = v.parse(recordSchema, await response.json());
  const family = series.find(({ name }) => name === 'family');
  if (!family) throw new Error('The record has no family.');
  return { seed, points: family.x.map((x, index) => [x, family.y[index] ?? 0] as const) };
}

export function useRecordedFamily(wanted: boolean): LoadedFamily {
  const [loaded, setLoaded] = useState<LoadedFamily>('loading');
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    load().then(
      (family) => current && setLoaded(family),
      () => current && setLoaded('missing'),
    );
    return () => {
      current = false;
    };
  }, [wanted]);
  return loaded;
}
