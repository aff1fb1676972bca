/** One trained model adapted to two towns in the tab, and the weights of the two averaged: what each share loses in either town. */

import { useMemo, useRef } from 'react';
import type { Options } from '../runtime/client.ts';
import { type LineSeries, lineChart } from '../viz/line-chart.ts';
import { stateOf } from './kit/asked.ts';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Button, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useClaim } from './kit/use-claim.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { dialects, lossesOf, type TownLosses, townBase, townRuns, useTwoTowns } from './kit/use-two-towns.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { useWorkerWhen } from './kit/use-worker-when.ts';
import { mergeMessages as words } from './messages/merge.ts';

const runs = townRuns('merge');
const channels = ['merge', runs.after, runs.mirror];
const shares = Array.from({ length: 11 }, (_, index) => index / 10);
const averaged = 'loss, averaged';

const fields = {
  share: { kind: 'number', label: words.share, default: 0.5, minimum: 0, maximum: 1, step: 0.1 },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

interface Measured {
  readonly base: TownLosses;
  /** One a share. */
  readonly averages: readonly TownLosses[];
}

async function measure(options: Options): Promise<Measured> {
  const averages: TownLosses[] = [];
  for (const share of shares)
    averages.push(await lossesOf({ average: [runs.after, runs.mirror], share }, runs, options));
  return { base: await lossesOf(townBase, runs, options), averages };
}

export default function Merge({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('merge', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const wanted = live && seen;
  useWorkerWhen(wanted);
  const loaded = useClaim('C21', wanted);
  const towns = useTwoTowns('merge', 'full');
  const trained = towns.state === 'done';
  // biome-ignore lint/correctness/useExhaustiveDependencies: other models are measured anew
  const ask = useMemo(
    () => (trained ? (options: Options) => measure(options) : null),
    [trained, towns.after.steps],
  );
  const work = useWork('merge', ask);
  const own = trained ? work.result : null;
  const at = Math.round(state.share * 10);

  const recorded = useMemo(
    () =>
      loaded.state === 'ready'
        ? loaded.claim.series.filter(
            ({ name, yLabel }) => yLabel === averaged && dialects.some((town) => town === name),
          )
        : [],
    [loaded],
  );
  const series = useMemo<LineSeries[]>(
    () => [
      ...(own
        ? dialects.map((town, index) => ({
            label: words.towns[town],
            look: (index + 2) as 2 | 3,
            points: shares.map((share, place) => [share, own.averages[place]?.[town] ?? 0] as const),
          }))
        : []),
      ...recorded.map(({ name, x, y }) => ({
        label: words.recorded(words.towns[name === 'after' ? 'after' : 'mirror']),
        look: 9 as const,
        points: x.map((share, place) => [share, y[place] ?? 0] as const),
      })),
    ],
    [own, recorded],
  );
  const data = useMemo(
    () =>
      series.length > 0
        ? ({
            series,
            x: { scale: 'linear', label: words.shareAxis },
            y: { scale: 'linear', label: words.lossAxis },
            chosen: own ? { row: 0, column: at } : null,
          } as const)
        : null,
    [series, own, at],
  );
  const host = useChart(lineChart, data, {
    label: words.chart,
    height: 340,
    describe: (row: number, column: number) => {
      const [share = 0, loss = 0] = series[row]?.points[column] ?? [];
      return words.point(series[row]?.label ?? '', share, loss);
    },
    onChoose: (row: number, column: number) => {
      if (own && row < dialects.length) set({ share: shares[column] ?? 0 });
    },
  });

  const running = towns.state === 'running';
  const figureState = stateOf({
    problem: work.problem,
    running,
    wanted,
    shown: loaded.state !== 'loading' && (!trained || own),
  });
  const average = own?.averages[at];
  const names = words.rows(state.share);
  const compared = own && {
    base: own.base,
    after: own.averages[0],
    average,
    mirror: own.averages.at(-1),
  };
  const half = (town: string) => recorded.find(({ name }) => name === town)?.y[2];
  return (
    <Figure
      root={root}
      widget="merge"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      quiet={running}
      handle={handle}
      reads={
        (own && average
          ? words.reads(state.share, average.after, average.mirror, own.base)
          : recorded.length > 0
            ? words.readsRecorded(half('after') ?? 0, half('mirror') ?? 0)
            : words.nothing) + (towns.problem ? words.failed(towns.problem) : '')
      }
      problem={work.problem}
      progress={work.progress}
      onRetry={work.retry}
      seed={state.seed}
      footNote={running ? words.progress(towns.done, towns.all) : ''}
      table={
        data && {
          caption: words.tableCaption,
          columns: words.tableColumns,
          rows: [
            ...shares.flatMap((share, place) => {
              const losses = own?.averages[place];
              return losses
                ? [[words.whose.own, share, words.loss(losses.after), words.loss(losses.mirror)]]
                : [];
            }),
            ...(recorded[0]?.x ?? []).map((share, place) => [
              words.whose.recorded,
              share,
              ...dialects.map((town) =>
                words.loss(recorded.find(({ name }) => name === town)?.y[place] ?? Number.NaN),
              ),
            ]),
          ],
        }
      }
      sources="merge"
      outline={<CurveOutline />}
      controls={
        <>
          <Slider
            field={fields.share}
            value={state.share}
            format={words.shareName}
            onChange={(share) => set({ share })}
          />
          <Button primary={!running} onPress={() => (running ? towns.stop() : towns.start(state.seed))}>
            {running ? words.stop : trained ? words.again : words.train}
          </Button>
        </>
      }
    >
      <div className="plot-host" ref={host} />
      <table className="sum-table is-wide merge-table">
        <thead>
          <ColumnHeads columns={words.columns} />
        </thead>
        <tbody>
          {(['base', 'after', 'average', 'mirror'] as const).map((model) => (
            <tr key={model}>
              <th scope="row">{names[model]}</th>
              {dialects.map((town) => {
                const loss = compared?.[model]?.[town];
                return <td key={town}>{loss === undefined ? '' : words.loss(loss)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}
