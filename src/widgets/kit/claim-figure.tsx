/** A figure that is a recorded experiment and the runs that a reader may train anew; see `use-claim-runs.tsx`. */
import { useRef, useState } from 'react';
import { Figure } from './figure.tsx';
import { CurveOutline } from './outlines.tsx';
import type { CodeOf } from './sources.ts';
import { type ClaimRunsOptions, claimFields, useClaimRuns } from './use-claim-runs.tsx';
import { useFigureState } from './use-figure-state.ts';
import { useVisible } from './use-visible.ts';
import { useWorkerWhen } from './use-worker-when.ts';

export type { LiveRun } from './use-claim-runs.tsx';

export interface ClaimFigureProps
  extends Pick<ClaimRunsOptions, 'claim' | 'paper' | 'runs' | 'reads' | 'scales' | 'views'> {
  readonly widget: string;
  readonly number: string | undefined;
  readonly title: string;
  readonly rubric: string;
  readonly sources: CodeOf;
}

export function ClaimFigure({ widget, number, title, rubric, sources, ...options }: ClaimFigureProps) {
  const [fields] = useState(() => claimFields(options.runs));
  const handle = useFigureState(widget, fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const [channels] = useState(() => [widget]);
  const { seen } = useVisible(root, channels);
  useWorkerWhen(live && seen);
  const { body, ...frame } = useClaimRuns({ ...options, channel: widget, wanted: live && seen, state, set });
  return (
    <Figure
      root={root}
      widget={widget}
      number={number}
      title={title}
      badge="trained"
      rubric={rubric}
      handle={handle}
      {...frame}
      seed={state.seed}
      sources={sources}
      outline={<CurveOutline />}
    >
      {body}
    </Figure>
  );
}
