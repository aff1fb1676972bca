/** What a reader changes in a model, as a list of which each can be undone, and what all of it does to the output. */

import { useCallback, useMemo } from 'react';
import { softmax } from '../../models/sampling.ts';
import { meanOf } from '../../models/statistics.ts';
import { type Options, type RunResult, runtime } from '../../runtime/client.ts';
import { type Change, describeChange, keyOf, mostChanges } from './changes.ts';
import { lastLogits } from './last-logits.ts';
import { useEver } from './use-ever.ts';
import { useWork, type Work } from './use-work.ts';

export interface ListedChange {
  readonly change: Change;
  /** In words. */
  readonly text: string;
}

export interface Interventions {
  readonly list: readonly ListedChange[];
  /** What a request takes. */
  readonly changes: readonly Change[];
  /** Takes the place of one of its kind at its place. */
  add(change: Change): void;
  remove(change: Change): void;
  clear(): void;
  has(change: Change): boolean;
}

/** `changes` is the figure's field of kind `changes`, `set` writes it. */
export function useInterventions(
  changes: readonly Change[],
  set: (changes: readonly Change[]) => void,
): Interventions {
  const add = useCallback(
    (change: Change) => {
      const others = changes.filter((other) => keyOf(other) !== keyOf(change));
      set([...others, change].slice(-mostChanges));
    },
    [changes, set],
  );
  const remove = useCallback(
    (change: Change) => set(changes.filter((other) => keyOf(other) !== keyOf(change))),
    [changes, set],
  );
  const clear = useCallback(() => set([]), [set]);
  const has = useCallback(
    (change: Change) => changes.some((other) => keyOf(other) === keyOf(change)),
    [changes],
  );
  const list = useMemo(() => changes.map((change) => ({ change, text: describeChange(change) })), [changes]);
  return { list, changes, add, remove, clear, has };
}

type RunAsked = Parameters<ReturnType<typeof runtime>['run']>[0];

export interface ChangedRun {
  /** With the changes. */
  readonly work: Work<RunResult>;
  /** Without them; the same result while nothing is changed. */
  readonly plain: RunResult | null;
}

/**
 * Runs `request` (null: not now; memoised) with the changes, and beside it as trained. `lender`: the other text, where a change
 * is taken from it. Two channels: `channel`, and `channel/plain`.
 */
export function useChangedRun(
  channel: string,
  request: Omit<RunAsked, 'interventions' | 'lender'> | null,
  changes: readonly Change[],
  lender: RunAsked['lender'] | null = null,
): ChangedRun {
  const ask = useMemo(() => {
    if (request === null) return null;
    const borrows = changes.some(({ kind }) => kind === 'borrow');
    if (borrows && lender === null) return null;
    const changed = { ...request, interventions: changes, ...(borrows && lender ? { lender } : {}) };
    return (options: Options) => runtime().run(changed, options);
  }, [request, changes, lender]);
  const isChanged = changes.length > 0;
  const everChanged = useEver(isChanged, request);
  const askPlain = useMemo(
    () => (request === null || !everChanged ? null : (options: Options) => runtime().run(request, options)),
    [request, everChanged],
  );
  const work = useWork(channel, ask);
  const plain = useWork(`${channel}/plain`, askPlain);
  return { work, plain: isChanged ? plain.result : work.result };
}

export interface OutputDifference {
  /** Means over the text. */
  readonly loss: { readonly trained: number; readonly changed: number } | null;
  /** Of the token after the last one: those whose probability moved most, likeliest first. */
  readonly next: readonly { readonly token: number; readonly trained: number; readonly changed: number }[];
}

/**
 * null where the two are not of one text. Both need `logits` for `next`, and `loss` for the loss. `row`: the place of the text
 * that is asked about, by default the last.
 */
export function outputDifference(
  plain: RunResult | null,
  changed: RunResult | null,
  { most = 5, row }: { readonly most?: number; readonly row?: number } = {},
): OutputDifference | null {
  if (!plain || !changed || plain.tokens.join() !== changed.tokens.join()) return null;
  const [before, after] = [probabilities(plain, row), probabilities(changed, row)];
  const moved = before.map((trained, token) => ({ token, trained, changed: after[token] ?? 0 }));
  const next = moved
    .sort((a, b) => Math.abs(b.changed - b.trained) - Math.abs(a.changed - a.trained))
    .slice(0, most)
    .sort((a, b) => Math.max(b.trained, b.changed) - Math.max(a.trained, a.changed));
  const losses = [lossOf(plain), lossOf(changed)] as const;
  const loss = losses[0] === null || losses[1] === null ? null : { trained: losses[0], changed: losses[1] };
  return { loss, next };
}

const probabilities = (result: RunResult, row: number | undefined): number[] =>
  Array.from(softmax(lastLogits(result, row) ?? []));

const lossOf = ({ losses }: RunResult): number | null =>
  losses && losses.length > 0 ? meanOf(losses) : null;
