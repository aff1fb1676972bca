/** The charts that `/figures` shows; each group of them is a chunk of its own. */
import { use } from 'react';
import { type AnySpecimen, Specimen } from './specimen.tsx';

type Loader = () => Promise<AnySpecimen>;

const from =
  <Module,>(load: () => Promise<Module>) =>
  (name: keyof Module): Loader =>
  async () =>
    (await load())[name] as AnySpecimen;

const layers = from(() => import('./layers.ts'));
const amounts = from(() => import('./amounts.ts'));
const heads = from(() => import('./heads.ts'));
const points = from(() => import('./points.ts'));
const routers = from(() => import('./routers.ts'));
const sequences = from(() => import('./sequences.ts'));
const parts = from(() => import('./parts.ts'));

/** By the chart's file. */
const loaders: Readonly<Record<string, Loader>> = {
  'attention-matrix': heads('attentionMatrixSpecimen'),
  'head-grid': layers('headGridSpecimen'),
  'logit-lens': layers('logitLensSpecimen'),
  'residual-stream': layers('residualStreamSpecimen'),
  'tensor-heat-map': amounts('tensorHeatMapSpecimen'),
  'line-chart': amounts('lineChartSpecimen'),
  'stacked-bars': amounts('stackedBarsSpecimen'),
  'log-log-plot': points('logLogPlotSpecimen'),
  'scatter-plot': points('scatterPlotSpecimen'),
  roofline: points('rooflineSpecimen'),
  'block-diagram': parts('blockDiagramSpecimen'),
  'neuron-view': heads('neuronViewSpecimen'),
  'model-view': heads('modelViewSpecimen'),
  'cross-attention': heads('crossAttentionSpecimen'),
  'router-flow': routers('routerFlowSpecimen'),
  'expert-load': routers('expertLoadSpecimen'),
  'state-over-time': sequences('stateOverTimeSpecimen'),
  'convolution-chart': sequences('convolutionChartSpecimen'),
  'confusion-matrix': parts('confusionMatrixSpecimen'),
  'dependency-graph': sequences('dependencyGraphSpecimen'),
  'mask-grid': sequences('maskGridSpecimen'),
  'attribution-tokens': sequences('attributionTokensSpecimen'),
  'beam-tree': parts('beamTreeSpecimen'),
};

export const specimenNames = Object.keys(loaders);

const loaded = new Map<string, Promise<AnySpecimen>>();

function load(name: string): Promise<AnySpecimen> {
  const known = loaded.get(name);
  if (known) return known;
  const loader = loaders[name];
  const asked = loader ? loader() : Promise.reject(new RangeError(`There is no specimen ${name}.`));
  loaded.set(name, asked);
  return asked;
}

export function NamedSpecimen({ name }: { readonly name: string }) {
  return <Specimen spec={use(load(name))} />;
}
