/** All runs on one chart, by steps, tokens or operations; under it the norms of the one that is looked at. */
import { useMemo, useState } from 'react';
import { type LineChartData, lineChart } from '../../viz/line-chart.ts';
import { formatTick } from '../../viz/numbers.ts';
import type { Place } from '../../viz/walkable.ts';
import { useChart } from '../kit/use-chart.ts';
import { thinned } from '../kit/use-curve.ts';
import { labMessages as words } from '../messages/lab.ts';
import type { RunRecord } from './run-record.ts';
import { type Axis, floorOf, type Measure, type Shown, seriesOf } from './series.ts';

interface RunChartProps {
  readonly shown: readonly Shown[];
  readonly chosen: RunRecord | null;
  readonly measure: Measure;
  readonly axis: Axis;
}

const least = 0.01;

export function RunChart({ shown, chosen, measure, axis }: RunChartProps) {
  const [place, setPlace] = useState<Place | null>(null);
  const data = useMemo((): LineChartData => {
    const series = seriesOf(shown, measure, axis, chosen?.id ?? null);
    const floor = chosen && measure === 'loss' ? floorOf(chosen) : null;
    const here = place && series[place.row]?.points[place.column] ? place : null;
    return {
      series,
      x: { scale: 'linear', label: words.xAxis[axis], range: [0, 1], format: formatTick },
      y:
        measure === 'loss'
          ? { scale: 'log', label: words.chartAxis.loss }
          : { scale: 'linear', label: words.chartAxis.accuracy, range: [0, 1] },
      floor: floor !== null && floor > least ? { value: floor, label: words.floor(floor) } : null,
      chosen: here,
    };
  }, [shown, chosen, measure, axis, place]);
  const host = useChart(lineChart, data.series.length > 0 ? data : null, {
    label: words.chart[measure],
    height: 320,
    describe: (row: number, column: number) => {
      const run = data.series[row];
      const point = run?.points[column];
      return run && point
        ? words.point(
            run.label,
            words.measures[measure],
            `${words.at[axis]} ${formatTick(point[0])}`,
            point[1],
          )
        : '';
    },
    onChoose: (row: number, column: number) => setPlace({ row, column }),
  });
  const { row = 0, column = 0 } = data.chosen ?? {};
  const point = data.chosen ? data.series[row]?.points[column] : undefined;
  return (
    <div className="lab-chart">
      <div className="plot-host" ref={host}>
        {data.series.length === 0 ? <p className="lab-empty">{words.nothing}</p> : null}
      </div>
      <p className="lab-point">
        {point
          ? words.point(
              data.series[row]?.label ?? '',
              words.measures[measure],
              `${words.at[axis]} ${formatTick(point[0])}`,
              point[1],
            )
          : ''}
      </p>
    </div>
  );
}

const most = 200;

export function NormChart({ record }: { readonly record: RunRecord | null }) {
  const [place, setPlace] = useState<Place | null>(null);
  const data = useMemo(() => {
    if (!record || record.steps.length < 2) return null;
    const steps = record.steps.map(({ step }) => step);
    const gradients = thinned(
      steps,
      record.steps.map(({ gradientNorm }) => gradientNorm),
      most,
    );
    const updates = record.steps.flatMap(({ step, updateNorm }): [number, number][] =>
      updateNorm === null ? [] : [[step, updateNorm]],
    );
    const series = [
      { label: words.gradient, look: 2 as const, points: gradients },
      {
        label: words.update,
        look: 3 as const,
        points: thinned(
          updates.map(([step]) => step),
          updates.map(([, norm]) => norm),
          most,
        ),
      },
    ].filter(({ points }) => points.length > 0);
    return {
      series,
      x: { scale: 'linear', label: words.xAxis.steps, range: [0, 1], format: formatTick },
      y: { scale: 'log', label: words.norm },
      chosen: place && series[place.row]?.points[place.column] ? place : null,
    } as const;
  }, [record, place]);
  const host = useChart(lineChart, data, {
    label: words.normChart,
    height: 180,
    describe: (row: number, column: number) => {
      const run = data?.series[row];
      const point = run?.points[column];
      return run && point
        ? words.point(run.label, words.norm, `${words.at.steps} ${point[0]}`, point[1])
        : '';
    },
    onChoose: (row: number, column: number) => setPlace({ row, column }),
  });
  return <div className="plot-host lab-norms" ref={host} />;
}
