/**
 * A chart of `src/viz/` by itself, as a figure of the page `/figures`: with real numbers, its exact read-out, its table and its
 * files. A specimen asks once, shows what came, and keeps the chosen place in the address like any figure.
 */
import { useMemo, useRef, useState } from 'react';
import type { Options } from '../../runtime/client.ts';
import type { Chart } from '../../viz/chart.ts';
import type { Place, WalkOptions } from '../../viz/walkable.ts';
import type { NamedTensor, TableData } from '../kit/export.ts';
import { Figure } from '../kit/figure.tsx';
import type { BadgeKind } from '../kit/icons.tsx';
import { CurveOutline } from '../kit/outlines.tsx';
import { useChart } from '../kit/use-chart.ts';
import { useFigureState } from '../kit/use-figure-state.ts';
import { useVisible } from '../kit/use-visible.ts';
import { useWork } from '../kit/use-work.ts';
import { specimenMessages as words } from '../messages/specimens.ts';

/** What is on show: a chart with its data, told apart from what is chosen. */
export interface Shown {
  readonly make: (host: HTMLElement, chosen: Place | null, walk: WalkOptions) => ShownChart;
  readonly describe: (row: number, column: number) => string;
  /** What is chosen before the reader chooses. */
  readonly start: Place;
  readonly table: TableData;
  readonly tensors?: readonly NamedTensor[];
}

interface ShownChart {
  readonly element: Chart<unknown>['element'];
  choose(chosen: Place | null, shown: Shown): void;
  destroy(): void;
}

/** Ties a chart to its data; a change of the data makes the same chart draw anew. */
export function show<Data extends { readonly chosen: Place | null }, More extends object>(
  chart: (host: HTMLElement, data: Data, options: WalkOptions & More) => Chart<Data>,
  data: Omit<Data, 'chosen'>,
  more: More,
  rest: Omit<Shown, 'make'>,
): Shown {
  const whole = (chosen: Place | null) => ({ ...data, chosen }) as Data;
  const shown: Shown = {
    ...rest,
    make(host, chosen, walk) {
      const made = chart(host, whole(chosen), { ...walk, ...more });
      return {
        element: made.element,
        choose: (next, from) => made.update((dataOf.get(from) ?? whole)(next) as Data),
        destroy: () => made.destroy(),
      };
    },
  };
  dataOf.set(shown, whole);
  return shown;
}

const dataOf = new WeakMap<Shown, (chosen: Place | null) => unknown>();

export interface SpecimenSpec<Source, Edits> {
  /** The chart's file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly rubric: string;
  readonly badge: BadgeKind;
  /** About how high the picture is, so that nothing moves when it comes. */
  readonly height: number;
  /** What is loaded, if anything is. */
  readonly model?: string;
  readonly ask: (options: Options) => Promise<Source>;
  /** What a reader may change in the chart, where it is one that is edited. */
  readonly edits: Edits;
  readonly show: (source: Source, edits: Edits, edit: (edits: Edits) => void) => Shown;
}

const fields = {
  place: {
    kind: 'list',
    label: words.place,
    default: [] as readonly number[],
    minimum: 0,
    maximum: 99_999,
    step: 1,
    shortest: 0,
    longest: 2,
  },
} as const;

interface Pair {
  readonly shown: Shown;
  readonly chosen: Place | null;
}

/** One chart for `useChart`, whatever is on show. */
function shownChart(host: HTMLElement, { shown, chosen }: Pair, walk: WalkOptions): Chart<Pair> {
  const made = shown.make(host, chosen, walk);
  return {
    element: made.element,
    update: (next) => made.choose(next.chosen, next.shown),
    destroy: made.destroy,
  };
}

/** A specimen with its types forgotten: what it asks for is what it shows. */
export type AnySpecimen = SpecimenSpec<unknown, unknown>;

export const specimen = <Source, Edits>(spec: SpecimenSpec<Source, Edits>): AnySpecimen =>
  spec as unknown as AnySpecimen;

export function Specimen({ spec }: { readonly spec: AnySpecimen }) {
  const widget = `chart-${spec.name}`;
  const channels = useMemo(() => [widget], [widget]);
  const handle = useFigureState(widget, fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const work = useWork(widget, live && seen ? spec.ask : null);
  const [edits, edit] = useState(spec.edits);
  const shown = useMemo(
    () => (work.result === null ? null : spec.show(work.result, edits, edit)),
    [spec, work.result, edits],
  );
  const [row, column] = state.place;
  const chosen = useMemo(
    () => (row === undefined || column === undefined ? (shown?.start ?? null) : { row, column }),
    [shown, row, column],
  );
  const data = useMemo(() => (shown ? { shown, chosen } : null), [shown, chosen]);
  const host = useChart(shownChart, data, {
    label: spec.title,
    describe: (atRow: number, atColumn: number) => shown?.describe(atRow, atColumn) ?? '',
    onChoose: (atRow: number, atColumn: number) => set({ place: [atRow, atColumn] }),
  });
  return (
    <Figure
      root={root}
      widget={widget}
      title={spec.title}
      badge={spec.badge}
      rubric={spec.rubric}
      state={work.problem ? 'error' : !live || !seen ? 'idle' : shown ? 'ready' : 'loading'}
      handle={handle}
      reads={shown && chosen ? shown.describe(chosen.row, chosen.column) : words.nothing}
      problem={work.problem}
      progress={work.progress}
      model={spec.model ?? ''}
      onRetry={work.retry}
      table={shown?.table ?? null}
      tensors={shown?.tensors ?? []}
      sources={null}
      outline={<CurveOutline />}
    >
      <div className="specimen-host" style={{ minHeight: spec.height }} ref={host} />
    </Figure>
  );
}
