/** Charts of many numbers: any tensor as a map, runs over steps, amounts by part. */
import { countParameters } from '../../models/count.ts';
import { type ModelInfo, type Options, runtime } from '../../runtime/client.ts';
import { lineChart } from '../../viz/line-chart.ts';
import { formatExact, formatTick, formatWhole, largestMagnitude } from '../../viz/numbers.ts';
import { stackedBars } from '../../viz/stacked-bars.ts';
import { tensorHeatMap } from '../../viz/tensor-heat-map.ts';
import { tensorSlice } from '../../viz/tensor-slice.ts';
import { type Curve, fetchCurve, thinned } from '../kit/use-curve.ts';
import { specimenMessages as words } from '../messages/specimens.ts';
import { model, readModel } from './read-model.ts';
import { show, specimen } from './specimen.tsx';

const activations = 'blocks.0.mlp.post';

export const tensorHeatMapSpecimen = specimen({
  name: 'tensor-heat-map',
  title: words.heatMap.title,
  rubric: words.heatMap.rubric,
  badge: 'trained',
  height: 430,
  model: model.id,
  edits: null,
  ask: (options: Options) => readModel([activations], options),
  show(reading) {
    const { tokens } = reading;
    const tensor = reading.tensor(activations); // [batch, seq, hidden]
    const slice = tensorSlice(tensor, 1, 2);
    const at = (row: number, column: number) => slice.values[row * slice.columns + column] ?? 0;
    return show(
      tensorHeatMap,
      { ...slice, rowLabels: tokens, most: largestMagnitude(slice.values) },
      { across: words.heatMap.across },
      {
        start: {
          row: tokens.length - 1,
          column: slice.values
            .subarray(-slice.columns)
            .indexOf(Math.max(...slice.values.subarray(-slice.columns))),
        },
        describe: (row, column) => words.heatMap.read(tokens[row] ?? '', column + 1, at(row, column)),
        table: {
          caption: words.heatMap.caption,
          columns: [
            ...words.heatMap.columns,
            ...Array.from({ length: slice.columns }, (_, column) => String(column + 1)),
          ],
          rows: tokens.map((token, row) => [
            token,
            ...Array.from({ length: slice.columns }, (_, column) => formatExact(at(row, column))),
          ]),
        },
        tensors: [{ name: 'layer-1-neurons', shape: [slice.rows, slice.columns], data: slice.values }],
      },
    );
  },
});

export const lineChartSpecimen = specimen({
  name: 'line-chart',
  title: words.lineChart.title,
  rubric: words.lineChart.rubric,
  badge: 'trained',
  height: 336,
  model: model.id,
  edits: null,
  ask: () => fetchCurve(model.id),
  show({ steps, loss, floor }: Curve) {
    const over = loss.map((value, index) => value - (floor?.[index] ?? 0));
    const series = [
      { label: words.lineChart.loss, look: 2 as const, points: thinned(steps, loss, 160) },
      ...(floor
        ? [
            {
              label: words.lineChart.held,
              look: 3 as const,
              points: thinned(steps, over, 160).filter(([, y]) => y > 0),
            },
          ]
        : []),
    ];
    const mean = floor ? floor.reduce((sum, value) => sum + value, 0) / floor.length : null;
    return show(
      lineChart,
      {
        series,
        x: { scale: 'log', label: words.lineChart.x, range: [10, steps.at(-1) ?? 1000] },
        y: { scale: 'log', label: words.lineChart.y },
        floor: mean === null ? null : { value: mean, label: words.lineChart.floor },
      },
      {},
      {
        start: { row: 0, column: (series[0]?.points.length ?? 1) - 1 },
        describe(row, column) {
          const run = series[row];
          const point = run?.points[column];
          return run && point ? words.lineChart.read(run.label, point[0], point[1]) : '';
        },
        table: {
          caption: words.lineChart.caption,
          columns: words.lineChart.columns,
          rows: series.flatMap((run) =>
            run.points.map(([step, value]) => [run.label, step, formatExact(value)]),
          ),
        },
      },
    );
  },
});

export const stackedBarsSpecimen = specimen({
  name: 'stacked-bars',
  title: words.stackedBars.title,
  rubric: words.stackedBars.rubric,
  badge: 'exact',
  height: 230,
  model: model.id,
  edits: null,
  ask: (options: Options) => runtime().load({ model: model.id }, options),
  show({ config }: ModelInfo) {
    const variants = [
      { label: words.stackedBars.shipped, config },
      { label: words.stackedBars.vocabulary, config: { ...config, vocabulary: 2000 } },
      {
        label: words.stackedBars.deeper,
        config: { ...config, layers: [...config.layers, ...config.layers] },
      },
    ];
    const counts = variants.map(({ label, config: variant }) => ({ label, ...countParameters(variant) }));
    const parts = [...new Set(counts.flatMap((count) => count.parts.map(({ part }) => part)))];
    const bars = counts.map((count) => ({
      label: count.label,
      amounts: parts.map((part) => count.parts.find((each) => each.part === part)?.total ?? 0),
    }));
    return show(
      stackedBars,
      { bars, parts },
      { format: formatTick },
      {
        start: { row: 0, column: 0 },
        describe(row, column) {
          const amount = bars[row]?.amounts[column] ?? 0;
          return words.stackedBars.read(
            bars[row]?.label ?? '',
            parts[column] ?? '',
            formatWhole(amount),
            amount / (counts[row]?.total ?? 1),
          );
        },
        table: {
          caption: words.stackedBars.caption,
          columns: [...words.stackedBars.columns, ...parts],
          rows: bars.map(({ label, amounts }) => [label, ...amounts.map((amount) => formatWhole(amount))]),
        },
      },
    );
  },
});
