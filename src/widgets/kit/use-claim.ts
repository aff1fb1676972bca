/** The record of an experiment that the book reran, as `npm run claims` wrote it; a claim may have none yet. */

import { recordedClaims } from 'virtual:shipped';
import { useEffect, useState } from 'react';
import * as v from 'valibot';

const finite = v.pipe(v.number(), v.finite());

/** The parts of `claims/<ID>.json` that are shown; `models/checkpoints/claim-record.ts` holds the whole form. */
const claimSchema = v.object({
  setting: v.string(),
  bars: v.array(
    v.object({
      what: v.string(),
      unit: v.string(),
      atMost: v.nullable(finite),
      atLeast: v.nullable(finite),
      measured: v.nullable(finite),
    }),
  ),
  series: v.array(
    v.object({
      name: v.string(),
      xLabel: v.string(),
      yLabel: v.string(),
      x: v.array(finite),
      y: v.array(finite),
    }),
  ),
  seed: v.number(),
  steps: v.number(),
  command: v.string(),
  date: v.string(),
});

export type Claim = v.InferOutput<typeof claimSchema>;
export type ClaimSeries = Claim['series'][number];

export type LoadedClaim =
  | { readonly state: 'loading' }
  /** Nobody has recorded a run, or it could not be fetched. */
  | { readonly state: 'none' }
  | { readonly state: 'ready'; readonly claim: Claim };

export function useClaim(id: string, wanted: boolean): LoadedClaim {
  const [loaded, setLoaded] = useState<LoadedClaim>({ state: 'loading' });
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    fetchClaim(id).then(
      (claim) => current && setLoaded(claim ? { state: 'ready', claim } : { state: 'none' }),
      () => current && setLoaded({ state: 'none' }),
    );
    return () => {
      current = false;
    };
  }, [id, wanted]);
  return loaded;
}

/** The build knows which records there are, so that none is asked for in vain. */
async function fetchClaim(id: string): Promise<Claim | null> {
  if (!recordedClaims.includes(id)) return null;
  const response = await fetch(`${import.meta.env.BASE_URL}claims/${id}.json`);
  return v.parse(claimSchema, await response.json());
}

/** Whether what was measured meets its bar; null: it is only told. */
export function holds({ measured, atMost, atLeast }: Claim['bars'][number]): boolean | null {
  if (atMost === null && atLeast === null) return null;
  if (measured === null) return false;
  return (atMost === null || measured <= atMost) && (atLeast === null || measured >= atLeast);
}

/** What is shown of a record at one time: some of its series, and the bars that belong to them. */
export interface ClaimView {
  readonly label: string;
  readonly series: readonly ClaimSeries[];
  readonly bars: Claim['bars'];
}

/** One view for each `yLabel`, in the order in which they first stand, with all of the bars. */
export function viewsByQuantity({ series, bars }: Claim): ClaimView[] {
  return [...new Set(series.map(({ yLabel }) => yLabel))].map((label) => ({
    label,
    series: series.filter(({ yLabel }) => yLabel === label),
    bars,
  }));
}
