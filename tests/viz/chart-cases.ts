/** Small data for each walkable chart, with how many places it has. */
import type { Chart } from '../../src/viz/chart.ts';
import { headGrid } from '../../src/viz/head-grid.ts';
import { lineChart } from '../../src/viz/line-chart.ts';
import { logitLens } from '../../src/viz/logit-lens.ts';
import { residualStream } from '../../src/viz/residual-stream.ts';
import { stackedBars } from '../../src/viz/stacked-bars.ts';
import { tensorHeatMap } from '../../src/viz/tensor-heat-map.ts';
import type { Place, WalkOptions } from '../../src/viz/walkable.ts';

export interface ChartCase {
  readonly chart: (host: HTMLElement, data: object, options: WalkOptions) => Chart<object>;
  readonly data: object;
  readonly options: object;
  /** Another place than the one that `data` has chosen. */
  readonly second: Place;
  readonly places: number;
}

function chartCase<Data extends { readonly chosen: Place | null }, More extends object>(
  chart: (host: HTMLElement, data: Data, options: WalkOptions & More) => Chart<Data>,
  data: Data,
  options: More,
  second: Place,
  places: number,
): ChartCase {
  return { chart: chart as unknown as ChartCase['chart'], data, options, second, places };
}

const map = [1, 0, 0.25, 0.75];

export const chartCases: Readonly<Record<string, ChartCase>> = {
  'head-grid': chartCase(
    headGrid,
    {
      maps: [
        [map, map, map],
        [map, map, map],
      ],
      length: 2,
      causal: true,
      off: [[false, true, false]],
      chosen: { row: 1, column: 2 },
    },
    { layerName: 'layer', headName: 'head' },
    { row: 0, column: 0 },
    6,
  ),
  'logit-lens': chartCase(
    logitLens,
    {
      tokens: ['mia', ' has', 'a'],
      layers: ['embedding', 'layer 1'],
      top: [
        ['the', 'the', 'the'],
        ['has', 'a', 'ball'],
      ],
      probability: [
        [0.1, 0.1, 0.2],
        [0.9, 0.5, 0.4],
      ],
      chosen: { row: 1, column: 2 },
    },
    {},
    { row: 0, column: 1 },
    6,
  ),
  'residual-stream': chartCase(
    residualStream,
    {
      writers: [
        { name: 'embedding', kind: 'embedding', norm: 2, effect: 0.5 },
        { name: 'layer 1 attention', kind: 'mixer', norm: 1, effect: -1 },
        { name: 'layer 1 feed-forward', kind: 'channels', norm: 3, effect: 2 },
      ],
      stream: [2, 2.5, 4],
      chosen: { row: 2, column: 0 },
    },
    { headings: ['stream', 'writes', 'effect'] },
    { row: 0, column: 1 },
    9,
  ),
  'tensor-heat-map': chartCase(
    tensorHeatMap,
    { values: [0, -1, 2, 0.5, 0, -2], rows: 2, columns: 3, rowLabels: ['mia', 'has'], most: 2, chosen: { row: 1, column: 1 } },
    { across: 'channel' },
    { row: 0, column: 2 },
    6,
  ),
  'line-chart': chartCase(
    lineChart,
    {
      series: [
        { label: 'with', look: 2, points: [[10, 5], [100, 2], [1000, 1]], band: [[10, 4, 6], [100, 1.5, 2.5], [1000, 0.9, 1.1]] },
        { label: 'without', look: 1, points: [[10, 5], [100, 4], [1000, 3.5]] },
      ],
      x: { scale: 'log', label: 'step' },
      y: { scale: 'log', label: 'nats a token' },
      floor: { value: 0.87, label: 'floor' },
      chosen: { row: 0, column: 2 },
    },
    {},
    { row: 1, column: 0 },
    6,
  ),
  'stacked-bars': chartCase(
    stackedBars,
    {
      parts: ['attention', 'feed-forward'],
      bars: [
        { label: 'small', amounts: [1000, 3000] },
        { label: 'large', amounts: [4_000_000, 8_000_000] },
      ],
      limits: [{ value: 10_000_000, label: 'room' }],
      chosen: { row: 1, column: 1 },
    },
    {},
    { row: 0, column: 0 },
    4,
  ),
};
