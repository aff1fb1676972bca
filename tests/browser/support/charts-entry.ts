/** Every chart on its small, fixed data, one under the other, for pictures that no training changes. Runs inside a page of the site. */
import { attentionMatrix } from '../../../src/viz/attention-matrix.ts';
import { chartCases } from '../../viz/chart-cases.ts';

/** What the committed pictures show, in this order. A chart that is added here needs the pictures written anew. */
const pictured = [
  'head-grid',
  'logit-lens',
  'residual-stream',
  'tensor-heat-map',
  'line-chart',
  'stacked-bars',
  'scatter-plot',
  'log-log-plot',
  'roofline',
  'block-diagram',
  'neuron-view',
  'model-view',
  'cross-attention',
  'router-flow',
  'expert-load',
  'state-over-time',
  'convolution-chart',
  'confusion-matrix',
  'dependency-graph',
  'mask-grid',
  'attribution-tokens',
  'beam-tree',
];

/** Rows that sum to one, the same each time. */
function largeMap(count: number): Float32Array {
  const weights = new Float32Array(count * count);
  for (let query = 0; query < count; query++) {
    let total = 0;
    for (let key = 0; key <= query; key++) {
      const weight = 1 / (1 + ((query * 7 + key * 13) % 29)) ** 2;
      weights[query * count + key] = weight;
      total += weight;
    }
    for (let key = 0; key <= query; key++)
      weights[query * count + key] = (weights[query * count + key] ?? 0) / total;
  }
  return weights;
}

const walk = { describe: () => '', onChoose: () => {} };

/** Draws into `main`, in place of what stands there; answers with the names. */
globalThis.drawCharts = () => {
  const main = document.querySelector('main');
  if (!main) throw new Error('The page has no main.');
  main.replaceChildren();
  main.className = 'chart-sheet';
  main.style.maxWidth = '1400px';
  main.style.margin = '0 auto';
  main.style.padding = '16px';
  const place = (name: string) => {
    const heading = document.createElement('h4');
    heading.textContent = name;
    const host = document.createElement('div');
    main.append(heading, host);
    return host;
  };
  for (const name of pictured) {
    const found = chartCases[name];
    if (!found) throw new Error(`There is no case ${name}.`);
    found.chart(place(name), found.data, { ...walk, label: name, ...found.options });
  }
  for (const count of [12, 160]) {
    const name = `attention-matrix of ${count}`;
    const tokens = Array.from({ length: count }, (_, index) => `t${index + 1}`);
    const data = { tokens, weights: largeMap(count), causal: true, chosen: { query: count - 3, key: 4 } };
    attentionMatrix(place(name), data, { ...walk, label: name, marginals: ['received', 'entropy'] });
  }
  // Those that reach beyond their room.
  const wide = [...main.querySelectorAll<SVGElement>('svg[data-chart]')].filter(
    (svg) => svg.getBoundingClientRect().right > main.getBoundingClientRect().right - 15,
  );
  return { names: pictured, wide: wide.map((svg) => svg.dataset.chart ?? '') };
};

declare global {
  var drawCharts: () => { readonly names: string[]; readonly wide: string[] };
}
