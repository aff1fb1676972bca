/** Charts of points over two axes: the race of sizes, a power law through recorded losses, a roofline. */

import { logLogPlot } from '../../viz/log-log-plot.ts';
import { formatExact, formatTick } from '../../viz/numbers.ts';
import { powerFit } from '../../viz/power-fit.ts';
import { attainable, roofline } from '../../viz/roofline.ts';
import { type ScatterPoint, scatterPlot } from '../../viz/scatter-plot.ts';
import { type Curve, fetchCurve, thinned } from '../kit/use-curve.ts';
import { specimenMessages as words } from '../messages/specimens.ts';
import { model } from './read-model.ts';
import { show, specimen } from './specimen.tsx';

/** Parameters as the papers give them; the year is that of the first version of each paper. */
const models: readonly ScatterPoint[] = [
  { x: 2018.8, y: 340e6, label: 'BERT large', look: 2 },
  { x: 2019.1, y: 1.5e9, label: 'GPT-2', look: 2 },
  { x: 2019.8, y: 11e9, label: 'T5', look: 2 },
  { x: 2020.4, y: 175e9, label: 'GPT-3', look: 2 },
  { x: 2021.0, y: 1.571e12, label: 'Switch-C', look: 2 },
  { x: 2022.3, y: 540e9, label: 'PaLM', look: 2 },
  { x: 2023.2, y: 1.8e12, label: 'GPT-4', look: 3, estimated: true },
  { x: 2023.5, y: 70e9, label: 'LLaMA 2', look: 2 },
  { x: 2024.0, y: 46.7e9, label: 'Mixtral 8x7B', look: 2 },
];

export const scatterPlotSpecimen = specimen({
  name: 'scatter-plot',
  title: words.scatterPlot.title,
  rubric: words.scatterPlot.rubric,
  badge: 'published',
  height: 400,
  edits: null,
  ask: async () => models,
  show(points) {
    return show(
      scatterPlot,
      {
        points,
        x: { scale: 'linear', label: words.scatterPlot.x, range: [2018, 2025], format: String },
        y: { scale: 'log', label: words.scatterPlot.y, range: [1e8, 4e12] },
      },
      {},
      {
        start: { row: 0, column: 6 },
        describe(_, column) {
          const point = points[column];
          return point
            ? words.scatterPlot.read(
                point.label,
                formatTick(point.y),
                Math.floor(point.x),
                point.estimated === true,
              )
            : '';
        },
        table: {
          caption: words.scatterPlot.caption,
          columns: words.scatterPlot.columns,
          rows: points.map((point) => [
            point.label,
            Math.floor(point.x),
            formatTick(point.y),
            point.estimated ? words.scatterPlot.estimate : '',
          ]),
        },
      },
    );
  },
});

export const logLogPlotSpecimen = specimen({
  name: 'log-log-plot',
  title: words.logLogPlot.title,
  rubric: words.logLogPlot.rubric,
  badge: 'trained',
  height: 400,
  model: model.id,
  edits: null,
  ask: () => fetchCurve(model.id),
  show({ steps, loss, floor }: Curve) {
    const over = loss.map((value, index) => value - (floor?.[index] ?? 0));
    const points = thinned(steps, over, 40)
      .filter(([step, value]) => step >= 200 && value > 0)
      .map(([x, y]): ScatterPoint => ({ x, y, label: '', look: 2 }));
    const fit = powerFit(points);
    return show(
      logLogPlot,
      { points, xLabel: words.lineChart.x, yLabel: words.logLogPlot.y, fitted: true },
      {},
      {
        start: { row: 0, column: 0 },
        describe(_, column) {
          const point = points[column];
          return point && fit
            ? words.logLogPlot.read(point.x, point.y, fit.at(point.x), fit.slope, fit.interval)
            : '';
        },
        table: {
          caption: words.logLogPlot.caption,
          columns: words.logLogPlot.columns,
          rows: points.map((point) => [point.x, formatExact(point.y), formatExact(fit?.at(point.x) ?? 0)]),
        },
      },
    );
  },
});

/** NVIDIA A100 (80 GB, SXM) by its data sheet: dense bfloat16 operations a second, bytes a second. */
const machine = { peak: 312e12, bandwidth: 2039e9 };

/** One map of width 4,096 by 4,096 in two-byte numbers on so many tokens at once: operations a byte that it moves. */
function intensityOf(tokens: number, width = 4096): number {
  const operations = 2 * tokens * width * width;
  const bytes = 2 * (width * width + 2 * tokens * width);
  return operations / bytes;
}

export const rooflineSpecimen = specimen({
  name: 'roofline',
  title: words.roofline.title,
  rubric: words.roofline.rubric,
  badge: 'published',
  height: 400,
  edits: null,
  ask: async () =>
    [1, 8, 64, 512, 4096].map((tokens): ScatterPoint & { readonly tokens: number } => {
      const x = intensityOf(tokens);
      return {
        tokens,
        x,
        y: attainable(machine.peak, machine.bandwidth, x),
        label: words.roofline.tokens(tokens),
        look: 2,
      };
    }),
  show(points) {
    return show(
      roofline,
      { ...machine, name: words.roofline.machine, points },
      { xLabel: words.roofline.x, yLabel: words.roofline.y },
      {
        start: { row: 0, column: 0 },
        describe(_, column) {
          const point = points[column];
          return point ? words.roofline.read(point.tokens, point.x, point.y / machine.peak) : '';
        },
        table: {
          caption: words.roofline.caption,
          columns: words.roofline.columns,
          rows: points.map((point) => [point.tokens, formatExact(point.x), formatTick(point.y)]),
        },
      },
    );
  },
});
