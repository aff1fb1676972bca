/** Small data for each walkable chart, with how many places it has. */

import { attributionTokens } from '../../src/viz/attribution-tokens.ts';
import { beamTree } from '../../src/viz/beam-tree.ts';
import { blockDiagram } from '../../src/viz/block-diagram.ts';
import type { Chart } from '../../src/viz/chart.ts';
import { confusionMatrix } from '../../src/viz/confusion-matrix.ts';
import { convolutionChart } from '../../src/viz/convolution-chart.ts';
import { crossAttention } from '../../src/viz/cross-attention.ts';
import { dependencyGraph } from '../../src/viz/dependency-graph.ts';
import { expertLoad } from '../../src/viz/expert-load.ts';
import { headGrid } from '../../src/viz/head-grid.ts';
import { lineChart } from '../../src/viz/line-chart.ts';
import { logLogPlot } from '../../src/viz/log-log-plot.ts';
import { logitLens } from '../../src/viz/logit-lens.ts';
import { maskGrid } from '../../src/viz/mask-grid.ts';
import { modelView } from '../../src/viz/model-view.ts';
import { neuronView } from '../../src/viz/neuron-view.ts';
import { reachGrid } from '../../src/viz/reach-grid.ts';
import { residualStream } from '../../src/viz/residual-stream.ts';
import { roofline } from '../../src/viz/roofline.ts';
import { routerFlow } from '../../src/viz/router-flow.ts';
import { scatterPlot } from '../../src/viz/scatter-plot.ts';
import { stackedBars } from '../../src/viz/stacked-bars.ts';
import { stateOverTime } from '../../src/viz/state-over-time.ts';
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

function chartCase<Data extends { readonly chosen: Place | null }, const More extends object>(
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
  'reach-grid': chartCase(
    reachGrid,
    {
      tokens: ['mia', 'has', 'a'],
      layers: ['embedding', 'layer 1'],
      change: [
        [0, 0, 1],
        [0, 0.25, 1],
      ],
      chosen: { row: 1, column: 2 },
    },
    {},
    { row: 0, column: 1 },
    6,
  ),
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
    {
      values: [0, -1, 2, 0.5, 0, -2],
      rows: 2,
      columns: 3,
      rowLabels: ['mia', 'has'],
      most: 2,
      chosen: { row: 1, column: 1 },
    },
    { across: 'channel' },
    { row: 0, column: 2 },
    6,
  ),
  'line-chart': chartCase(
    lineChart,
    {
      series: [
        {
          label: 'with',
          look: 2,
          points: [
            [10, 5],
            [100, 2],
            [1000, 1],
          ],
          band: [
            [10, 4, 6],
            [100, 1.5, 2.5],
            [1000, 0.9, 1.1],
          ],
        },
        {
          label: 'without',
          look: 1,
          points: [
            [10, 5],
            [100, 4],
            [1000, 3.5],
          ],
        },
        { label: 'one alone', look: 3, points: [[300, 2.5]] },
      ],
      x: { scale: 'log', label: 'step' },
      y: { scale: 'log', label: 'nats a token' },
      floor: { value: 0.87, label: 'floor' },
      chosen: { row: 0, column: 2 },
    },
    {},
    { row: 1, column: 0 },
    7,
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
  'scatter-plot': chartCase(
    scatterPlot,
    {
      points: [
        { x: 2018, y: 3.4e8, label: 'BERT', look: 2 },
        { x: 2020, y: 1.75e11, label: 'GPT-3', look: 2 },
        { x: 2023, y: 1.8e12, label: 'GPT-4', look: 3, estimated: true },
      ],
      x: { scale: 'linear', label: 'year', format: String },
      y: { scale: 'log', label: 'parameters' },
      chosen: { row: 0, column: 2 },
    },
    {},
    { row: 0, column: 0 },
    3,
  ),
  'log-log-plot': chartCase(
    logLogPlot,
    {
      points: [
        { x: 1, y: 8, label: '', look: 2 },
        { x: 10, y: 4.1, label: '', look: 2 },
        { x: 100, y: 2, label: '', look: 2 },
      ],
      xLabel: 'parameters',
      yLabel: 'loss',
      fitted: true,
      laws: [{ label: 'published', look: 9, at: (x) => 8 * x ** -0.3 }],
      chosen: { row: 0, column: 1 },
    },
    {},
    { row: 0, column: 2 },
    3,
  ),
  roofline: chartCase(
    roofline,
    {
      peak: 1e12,
      bandwidth: 1e11,
      name: 'a machine',
      points: [
        { x: 1, y: 8e10, label: 'decode', look: 3 },
        { x: 100, y: 9e11, label: 'prefill', look: 2 },
      ],
      chosen: { row: 0, column: 0 },
    },
    { xLabel: 'operations a byte', yLabel: 'operations a second' },
    { row: 0, column: 1 },
    2,
  ),
  'block-diagram': chartCase(
    blockDiagram,
    {
      parts: [
        { id: 'embed', label: 'embedding', kind: 'embedding', note: '187 x 64' },
        {
          id: 'block',
          label: 'block 1',
          kind: 'group',
          parts: [
            { id: 'attn', label: 'attention', kind: 'mixer', residual: true },
            { id: 'mlp', label: 'feed-forward', kind: 'channels', residual: true },
          ],
        },
        { id: 'head', label: 'head', kind: 'head' },
      ],
      edges: [{ from: 'embed', to: 'head' }],
      open: ['block'],
      chosen: { row: 2, column: 0 },
    },
    { onOpen: () => {} },
    { row: 0, column: 0 },
    5,
  ),
  'neuron-view': chartCase(
    neuronView,
    {
      tokens: ['mia', 'has'],
      query: 1,
      q: [1, -2],
      k: [
        [0.5, 0.5],
        [1, -1],
      ],
      sums: [-0.5, 3],
      weights: [0.03, 0.97],
      chosen: { row: 1, column: 0 },
    },
    { headings: ['key', 'query × key', 'sum', 'softmax'] },
    { row: 0, column: 3 },
    8,
  ),
  'model-view': chartCase(
    modelView,
    { maps: [[map, map]], length: 2, chosen: { row: 0, column: 1 } },
    { layerName: 'layer', headName: 'head' },
    { row: 0, column: 0 },
    2,
  ),
  'cross-attention': chartCase(
    crossAttention,
    {
      source: ['the', 'red', 'ball'],
      target: ['la', 'balle', 'rouge'],
      weights: [0.9, 0.05, 0.05, 0.02, 0.08, 0.9, 0, 0.95, 0.05],
      chosen: { row: 1, column: 2 },
    },
    {},
    { row: 2, column: 1 },
    9,
  ),
  'router-flow': chartCase(
    routerFlow,
    {
      tokens: ['mia', 'has'],
      routes: [
        [
          { expert: 1, weight: 0.8 },
          { expert: 0, weight: 0.2 },
        ],
        [
          { expert: 0, weight: 0.6 },
          { expert: 1, weight: 0.4, dropped: true },
        ],
      ],
      experts: ['expert 1', 'expert 2'],
      chosen: { row: 0, column: 0 },
    },
    {},
    { row: 1, column: 1 },
    4,
  ),
  'expert-load': chartCase(
    expertLoad,
    {
      experts: ['1', '2'],
      kinds: ['names', 'verbs'],
      taken: [
        [3, 1],
        [0, 2],
      ],
      dropped: [2, 0],
      capacity: 4,
      chosen: { row: 0, column: 2 },
    },
    { capacityLabel: 'room for', droppedLabel: 'dropped' },
    { row: 1, column: 1 },
    6,
  ),
  'state-over-time': chartCase(
    stateOverTime,
    {
      tokens: ['mia', 'has'],
      delta: [0.1, 0.9],
      state: [0.1, -0.2, 0.9, 0.4],
      channels: 2,
      most: 0.9,
      chosen: { row: 1, column: 1 },
    },
    { deltaLabel: 'delta', channelLabel: 'state' },
    { row: 0, column: 0 },
    6,
  ),
  'convolution-chart': chartCase(
    convolutionChart,
    { filter: [1, 0.5], input: [1, 0, -1], output: [1, 0.5, -1], most: 1, chosen: { row: 0, column: 1 } },
    { names: ['filter', 'input', 'output'], onSet: () => {} },
    { row: 2, column: 2 },
    8,
  ),
  'confusion-matrix': chartCase(
    confusionMatrix,
    { classes: ['animal', 'plant'], counts: [9, 1, 3, 7], chosen: { row: 0, column: 0 } },
    { rowsName: 'is', columnsName: 'taken for' },
    { row: 1, column: 0 },
    4,
  ),
  'dependency-graph': chartCase(
    dependencyGraph,
    {
      tasks: [
        { label: 'a', needs: [] },
        { label: 'b', needs: [] },
        { label: 'c', needs: [0, 1] },
      ],
      done: 1,
      chosen: { row: 1, column: 0 },
    },
    { stepName: 'step' },
    { row: 0, column: 1 },
    3,
  ),
  'mask-grid': chartCase(
    maskGrid,
    { tokens: ['mia', 'has'], allowed: [true, false, true, true], chosen: { row: 1, column: 0 } },
    { onPaint: () => {} },
    { row: 0, column: 1 },
    4,
  ),
  'attribution-tokens': chartCase(
    attributionTokens,
    { tokens: ['mia', ' has', 'a'], values: [1, -0.5, 0], most: 1, chosen: { row: 0, column: 0 } },
    {},
    { row: 0, column: 2 },
    3,
  ),
  'beam-tree': chartCase(
    beamTree,
    {
      steps: [
        [
          { token: 'a', parent: null, probability: 0.7, score: -0.36, kept: true },
          { token: 'the', parent: null, probability: 0.2, score: -1.6, kept: true },
        ],
        [
          { token: 'ball', parent: 0, probability: 0.5, score: -1.05, kept: true },
          { token: 'red', parent: 1, probability: 0.9, score: -1.7, kept: true },
          { token: 'hat', parent: 0, probability: 0.1, score: -2.7, kept: false },
        ],
      ],
      chosen: { row: 1, column: 1 },
    },
    {},
    { row: 0, column: 0 },
    5,
  ),
};
