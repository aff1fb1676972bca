/**
 * What figures share that rerun a paper's finding: the recorded experiment at once, beside the paper's number, and any of its runs
 * trained anew in the tab from a seed, with pause and stop.
 */
import { type ReactNode, useMemo, useState } from 'react';
import { type LineSeries, type Look, lineChart } from '../../viz/line-chart.ts';
import { formatWhole } from '../../viz/numbers.ts';
import { claimMessages as words } from '../messages/claims.ts';
import { ClaimBars, formatMeasured } from './claim-bars.tsx';
import { Segments } from './controls.tsx';
import type { TableData } from './export.ts';
import type { FigureState } from './figure.tsx';
import { TrainingButtons } from './training-buttons.tsx';
import { useChart } from './use-chart.ts';
import { type Claim, type ClaimSeries, type ClaimView, useClaim, viewsByQuantity } from './use-claim.ts';
import { thinned } from './use-curve.ts';
import { useTraining } from './use-training.ts';

export interface LiveRun {
  /** Of a recipe that the worker knows. */
  readonly recipe: string;
  readonly label: string;
  readonly steps: number;
  /** The shipped model that it begins from, where it adapts one. */
  readonly base?: string;
}

export const claimFields = (runs: readonly LiveRun[]) =>
  ({
    run: {
      kind: 'choice',
      label: words.run,
      default: runs[0]?.recipe ?? '',
      choices: runs.map(({ recipe }) => recipe),
    },
    seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
    // The place of the view that is drawn: by default of a quantity among those recorded.
    quantity: { kind: 'number', label: words.quantity, default: 0, minimum: 0, maximum: 9, step: 1 },
  }) as const;

interface ClaimState {
  readonly run: string;
  readonly seed: number;
  readonly quantity: number;
}

export interface ClaimRunsOptions {
  readonly channel: string;
  readonly claim: string;
  /** The page lives and the figure has been seen. */
  readonly wanted: boolean;
  readonly state: ClaimState;
  readonly set: (change: Partial<ClaimState>) => void;
  /** The paper's finding with its number, in a sentence. */
  readonly paper: string;
  readonly runs: readonly LiveRun[];
  /** Says what the recorded series show, in a sentence. */
  readonly reads: (claim: Claim, view: ClaimView | undefined) => string;
  /** How a record is cut into what is shown at one time; by default a view for each quantity. */
  readonly views?: (claim: Claim) => readonly ClaimView[];
  /** Axes on which the recorded points are drawn; linear where it says nothing. */
  readonly scales?: Readonly<Record<string, 'linear' | 'log'>>;
}

export interface ClaimRuns {
  readonly state: FigureState;
  readonly reads: string;
  readonly quiet: boolean;
  readonly footNote: string;
  readonly table: TableData | null;
  /** null: there is nothing to choose. */
  readonly controls: ReactNode;
  readonly body: ReactNode;
}

interface Drawn {
  readonly label: string;
  readonly steps: readonly { readonly step: number; readonly loss: number; readonly floor: number | null }[];
}

const points = 200;
const lookOf = (index: number): Look => ((index % 8) + 1) as Look;
const noScales: Readonly<Record<string, 'linear' | 'log'>> = {};

export function useClaimRuns(options: ClaimRunsOptions): ClaimRuns {
  const { channel, runs, state, set, wanted, scales = noScales, views: viewsOf = viewsByQuantity } = options;
  const loaded = useClaim(options.claim, wanted);
  const claim = loaded.state === 'ready' ? loaded.claim : null;
  const training = useTraining(channel);
  // Runs that were trained before stay to be compared with.
  const [done, setDone] = useState<readonly Drawn[]>([]);
  const [now, setNow] = useState('');

  const views = useMemo(() => (claim ? viewsOf(claim) : []), [claim, viewsOf]);
  const view = views[Math.min(state.quantity, views.length - 1)];
  const labels = views.map(({ label }) => label);
  const recorded = useMemo(() => joined(view?.series ?? []), [view]);
  const [chosen, setChosen] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const { xLabel = '', yLabel: quantity = '' } = view?.series[0] ?? {};
  const data = useMemo(
    () =>
      recorded.length > 0
        ? {
            series: recorded,
            x: { scale: scales[xLabel] ?? ('linear' as const), label: xLabel },
            y: { scale: scales[quantity] ?? ('linear' as const), label: quantity },
            chosen,
          }
        : null,
    [recorded, scales, xLabel, quantity, chosen],
  );
  const host = useChart(lineChart, data, {
    label: quantity,
    describe: (row: number, column: number) => {
      const [x = 0, y = 0] = recorded[row]?.points[column] ?? [];
      return words.pointRead(recorded[row]?.label ?? '', xLabel, formatMeasured(x), formatMeasured(y));
    },
    onChoose: (row: number, column: number) => setChosen({ row, column }),
  });

  const own = useMemo<readonly Drawn[]>(
    () => (training.steps.length > 0 ? [...done, { label: now, steps: training.steps }] : done),
    [done, now, training.steps],
  );
  const liveData = useMemo(() => liveLines(own), [own]);
  const liveHost = useChart(lineChart, liveData, {
    label: words.liveChart,
    describe: (row: number, column: number) => {
      const [step = 0, loss = 0] = liveData?.series[row]?.points[column] ?? [];
      return words.pointRead(
        liveData?.series[row]?.label ?? '',
        'step',
        formatWhole(step),
        formatMeasured(loss),
      );
    },
    onChoose: () => {},
  });

  const run = runs.find(({ recipe }) => recipe === state.run) ?? runs[0];
  const start = () => {
    if (!run) return;
    if (training.steps.length > 0) setDone(own.slice(-7));
    setNow(run.label);
    training.start({
      plan: { recipe: run.recipe, seed: state.seed, steps: run.steps },
      ...(run.base === undefined ? {} : { base: run.base }),
    });
  };
  const running = training.state === 'running';
  const last = training.steps.at(-1);
  const figureState: FigureState = running
    ? 'running'
    : !wanted
      ? 'idle'
      : loaded.state === 'loading'
        ? 'loading'
        : 'ready';

  return {
    state: figureState,
    quiet: running,
    reads:
      (claim ? options.reads(claim, view) : words.readsNone) +
      (last ? words.readsLive(now, last.step, last.loss, last.floor) : '') +
      (training.problem ? words.failed(training.problem) : ''),
    footNote: last ? words.speed(last.tokensPerSecond) : '',
    table: tableOf(claim?.series ?? [], own),
    controls:
      labels.length > 1 ? (
        <Segments
          field={{ label: words.quantity, choices: labels }}
          value={view?.label ?? ''}
          onChange={(choice) => {
            setChosen(null);
            set({ quantity: labels.indexOf(choice) });
          }}
        />
      ) : null,
    body: (
      <>
        <div className={data ? 'claim-grid' : 'claim-grid is-bare'}>
          <div className="claim-chart" ref={host} />
          <ClaimBars loaded={loaded} paper={options.paper} {...(view ? { bars: view.bars } : {})} />
        </div>
        <div className="claim-live" hidden={runs.length === 0}>
          <Segments
            field={{ label: words.live, choices: runs.map(({ recipe }) => recipe) }}
            value={state.run}
            name={(choice) => runs.find(({ recipe }) => recipe === choice)?.label ?? choice}
            onChange={(choice) => set({ run: choice })}
          />
          <div className="curve-actions">
            <TrainingButtons
              training={training}
              begin={own.length > 0 ? words.again : words.train}
              onBegin={start}
            />
          </div>
        </div>
        <div className="claim-live-chart" hidden={!liveData} ref={liveHost} />
      </>
    ),
  };
}

/**
 * Series of several seeds at one place each become one line through their means with a band from the least to the most. Single
 * points stay apart: they may be models of different kinds.
 */
function joined(series: readonly ClaimSeries[]): LineSeries[] {
  const atOnePlace = series.every(({ x }) => x.length > 1 && new Set(x).size === 1);
  if (!atOnePlace || series.length < 2)
    return series.map(({ name, x, y }, index) => ({
      label: name,
      look: lookOf(index),
      points: x.map((at, point) => [at, y[point] ?? 0] as const),
    }));
  const groups = series.map(({ x, y }) => ({
    x: x[0] ?? 0,
    mean: y.reduce((sum, value) => sum + value, 0) / y.length,
    low: Math.min(...y),
    high: Math.max(...y),
  }));
  return [
    {
      label: series[0]?.yLabel ?? '',
      look: 2,
      points: groups.map(({ x, mean }) => [x, mean] as const),
      band: groups.map(({ x, low, high }) => [x, low, high] as const),
    },
  ];
}

function liveLines(own: readonly Drawn[]) {
  if (own.length === 0) return null;
  const floors = own.flatMap(({ steps }) => steps.flatMap(({ floor }) => (floor === null ? [] : [floor])));
  const floor = floors.length > 0 ? floors.reduce((sum, value) => sum + value, 0) / floors.length : null;
  return {
    series: own.map(({ label, steps }, index) => ({
      label,
      look: lookOf(index),
      points: thinned(
        steps.map(({ step }) => step),
        steps.map(({ loss }) => loss),
        points,
      ),
    })),
    x: { scale: 'linear' as const, label: 'steps' },
    y: { scale: 'log' as const, label: 'nats a token' },
    floor: floor === null || floor === 0 ? null : { value: floor, label: `floor ${formatMeasured(floor)}` },
    chosen: null,
  };
}

function tableOf(series: readonly ClaimSeries[], own: readonly Drawn[]): TableData | null {
  const recorded = series.flatMap(({ name, yLabel, x, y }) =>
    x.map((at, index) => [name, yLabel, formatMeasured(at), formatMeasured(y[index] ?? 0)]),
  );
  const trained = own.flatMap(({ label, steps }) =>
    thinned(
      steps.map(({ step }) => step),
      steps.map(({ loss }) => loss),
      20,
    ).map(([step, loss]) => [label, words.liveCaption, formatWhole(step), formatMeasured(loss)]),
  );
  const rows = [...recorded, ...trained];
  return rows.length > 0 ? { caption: words.tableCaption, columns: words.tableColumns, rows } : null;
}
