/** What happens to a softmax over dot products as vectors grow, with the division by √d and without: entropy, gradient, one row. */
import { useMemo, useRef } from 'react';
import type { Options } from '../runtime/client.ts';
import { type LineSeries, lineChart } from '../viz/line-chart.ts';
import { formatDecimals } from '../viz/numbers.ts';
import { tensorHeatMap } from '../viz/tensor-heat-map.ts';
import { Button, Segments, Slider } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { type Saturation, saturation, sizes } from './kit/saturation-data.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { scalingBySqrtDMessages as words } from './messages/scaling-by-sqrt-d.ts';

const quantities = ['entropy', 'gradient'] as const;
type Quantity = (typeof quantities)[number];
const channels = ['scaling-by-sqrt-d'];
const seriesNames = [words.scaled, words.unscaled] as const;

const fields = {
  // Powers of two from 4 to 1,024.
  power: { kind: 'number', label: words.size, default: 7, minimum: 0, maximum: sizes.length - 1, step: 1 },
  keys: { kind: 'number', label: words.keys, default: 64, minimum: 8, maximum: 128, step: 8 },
  quantity: { kind: 'choice', label: words.quantity, default: 'entropy', choices: quantities },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

export default function ScalingBySqrtD({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('scaling-by-sqrt-d', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { power, keys, quantity, seed } = state;
  const ask = useMemo(
    () => (live && seen ? (options: Options) => saturation(keys, seed, options) : null),
    [live, seen, keys, seed],
  );
  const work = useWork('scaling-by-sqrt-d', ask);
  const { result } = work;
  const at = result?.[power] ?? null;

  const lines = useMemo(
    () =>
      result
        ? {
            series: [lineOf(result, quantity, 'scaled'), lineOf(result, quantity, 'unscaled')],
            x: { scale: 'log' as const, label: words.axes.size },
            y: {
              scale: 'linear' as const,
              label: words.axes[quantity],
              range: [0, quantity === 'entropy' ? 1 : 0.1] as const,
            },
            chosen: { row: 0, column: power },
          }
        : null,
    [result, quantity, power],
  );
  const lineHost = useChart(lineChart, lines, {
    label: words.chartLabel(words.quantities[quantity]),
    describe: (row: number, column: number) => {
      const [size, value] = lines?.series[row]?.points[column] ?? [0, 0];
      return words.pointRead(seriesNames[row] ?? '', size, value);
    },
    onChoose: (_: number, column: number) => set({ power: column }),
  });
  const rows = useMemo(
    () =>
      at
        ? {
            values: [...at.scaled.row, ...at.unscaled.row],
            rows: 2,
            columns: at.scaled.row.length,
            rowLabels: words.shortRows,
            most: 1,
            chosen: null,
          }
        : null,
    [at],
  );
  const rowHost = useChart(tensorHeatMap, rows, {
    label: words.rowsLabel,
    ramp: 'seq',
    height: 120,
    describe: (row: number, column: number) =>
      words.rowRead(seriesNames[row] ?? '', column + 1, [at?.scaled, at?.unscaled][row]?.row[column] ?? 0),
    onChoose: () => {},
  });

  return (
    <Figure
      root={root}
      widget="scaling-by-sqrt-d"
      number={number}
      title={title}
      badge="exact"
      rubric={words.rubric}
      state={work.problem ? 'error' : result ? 'ready' : live && seen ? 'loading' : 'idle'}
      handle={handle}
      reads={
        at
          ? words.reads(at.size, at.spread, at.scaled.entropy, at.unscaled.entropy, at.unscaled.top)
          : words.nothing
      }
      problem={work.problem}
      progress={work.progress}
      onRetry={work.retry}
      seed={seed}
      table={result ? tableOf(result) : null}
      sources="scaling-by-sqrt-d"
      outline={<CurveOutline />}
      controls={
        <>
          <Slider
            className="power-slider"
            field={fields.power}
            value={power}
            format={(value) => `d = ${sizes[value] ?? ''}`}
            onChange={(value) => set({ power: value })}
          />
          <Slider field={fields.keys} value={keys} onChange={(value) => set({ keys: value })} />
          <Segments
            field={{ label: words.quantity, choices: quantities }}
            value={quantity}
            name={(choice) => words.quantities[choice]}
            onChange={(choice) => set({ quantity: choice })}
          />
          <Button onPress={() => set({ seed: (seed + 1) % 4294967296 })}>{words.another}</Button>
        </>
      }
    >
      <div className="saturation-lines" data-tensor="head-size" ref={lineHost} />
      <p className="control-label">{words.rows(sizes[power] ?? 0)}</p>
      <div className="saturation-rows" data-tensor="pattern" ref={rowHost} />
    </Figure>
  );
}

function lineOf(result: readonly Saturation[], quantity: Quantity, which: 'scaled' | 'unscaled'): LineSeries {
  return {
    label: words[which],
    look: which === 'scaled' ? 2 : 3,
    points: result.map((one) => [one.size, one[which][quantity]] as const),
  };
}

const tableOf = (result: readonly Saturation[]): TableData => ({
  caption: words.tableCaption,
  columns: words.columns,
  rows: result.map(({ size, scaled, unscaled }) => [
    size,
    formatDecimals(scaled.entropy, 3),
    formatDecimals(unscaled.entropy, 3),
    formatDecimals(scaled.gradient, 3),
    formatDecimals(unscaled.gradient, 3),
  ]),
});
