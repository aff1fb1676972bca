/** Three published scaling laws: the loss of every size at one budget of compute, and the best size over budgets, beside real models. */

import { useMemo, useRef } from 'react';
import { operationsOf, publishedModels } from '../data/published/models.ts';
import {
  additiveLoss,
  besiroglu,
  hoffmann,
  kaplanAllocation,
  optimalAllocation,
} from '../models/scaling-laws.ts';
import { type LineSeries, lineChart } from '../viz/line-chart.ts';
import { formatLoss, formatTick } from '../viz/numbers.ts';
import { type ScatterCurve, type ScatterPoint, scatterPlot } from '../viz/scatter-plot.ts';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { scalingLawsMessages as words } from './messages/scaling-laws.ts';

const additive = [
  { name: words.laws.hoffmann, law: hoffmann, look: 1 },
  { name: words.laws.besiroglu, law: besiroglu, look: 2 },
] as const;
const lowest = 18;
const highest = 27;
const samples = 37;

const fields = {
  // The power of ten.
  compute: {
    kind: 'number',
    label: words.compute,
    default: 23.8,
    minimum: lowest,
    maximum: highest,
    step: 0.1,
  },
} as const;

/** Models whose makers, or the GPT-3 paper, printed size and operations of the training. */
const real = publishedModels.flatMap((model) => {
  const operations = operationsOf(model);
  return operations && !operations.computed && model.active === null
    ? [{ name: model.name, operations: operations.value, parameters: model.parameters }]
    : [];
});

const range = (low: number, high: number): number[] =>
  Array.from({ length: samples }, (_, index) => 10 ** (low + ((high - low) * index) / (samples - 1)));

const budgets = range(lowest, highest);
const frontier: readonly ScatterCurve[] = [
  ...additive.map(({ name, law, look }) => ({
    label: name,
    look,
    points: budgets.map((budget) => [budget, optimalAllocation(law, budget).parameters] as const),
  })),
  {
    label: words.laws.kaplan,
    look: 3,
    points: budgets.map((budget) => [budget, kaplanAllocation(budget).parameters] as const),
  },
];

export default function ScalingLaws({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('scaling-laws', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const budget = 10 ** state.compute;

  const best = useMemo(() => {
    const kaplan = kaplanAllocation(budget);
    return [
      ...additive.map(({ name, law, look }) => {
        const allocation = optimalAllocation(law, budget);
        const loss = additiveLoss(law, allocation.parameters, allocation.tokens);
        return { name, look, ...allocation, loss };
      }),
      { name: words.laws.kaplan, look: 3 as const, ...kaplan, loss: null },
    ];
  }, [budget]);

  const valley = useMemo(() => {
    const middle = Math.log10(best[1]?.parameters ?? 1);
    const sizes = range(middle - 1.6, middle + 1.6);
    const series: LineSeries[] = additive.map(({ name, law, look }) => ({
      label: name,
      look,
      points: sizes.map((size) => [size, additiveLoss(law, size, budget / (6 * size))] as const),
    }));
    return {
      series,
      x: { scale: 'log', label: words.parameters, format: formatTick },
      y: { scale: 'linear', label: words.nats },
      chosen: null,
    } as const;
  }, [best, budget]);
  const valleyHost = useChart(lineChart, live ? valley : null, {
    label: words.valley,
    height: 300,
    describe: (row: number, column: number) => {
      const series = valley.series[row];
      const [size = 0, loss = 0] = series?.points[column] ?? [];
      return words.point(series?.label ?? '', size, loss);
    },
    onChoose: () => {},
  });

  const dots = useMemo(
    (): readonly { readonly point: ScatterPoint; readonly says: string }[] => [
      ...real.map(({ name, operations, parameters }) => ({
        point: { x: operations, y: parameters, label: name, look: 9 as const },
        says: words.model(name, operations, parameters),
      })),
      ...best.map(({ name, look, parameters }) => ({
        point: { x: budget, y: parameters, label: '', look },
        says: words.model(words.best(name), budget, parameters),
      })),
    ],
    [best, budget],
  );
  const map = useMemo(
    () =>
      ({
        points: dots.map(({ point }) => point),
        curves: frontier,
        x: { scale: 'log', label: words.budget, format: formatTick },
        y: { scale: 'log', label: words.parameters, format: formatTick },
        chosen: null,
      }) as const,
    [dots],
  );
  const frontierHost = useChart(scatterPlot, live ? map : null, {
    label: words.frontier,
    height: 340,
    describe: (_row: number, column: number) => dots[column]?.says ?? '',
    onChoose: () => {},
  });

  const [, refit, early] = best;
  const rows = best.map(({ name, parameters, tokens, loss }) => [
    name,
    formatTick(parameters),
    formatTick(tokens),
    formatTick(tokens / parameters),
    loss === null ? words.none : formatLoss(loss),
  ]);
  return (
    <Figure
      root={root}
      widget="scaling-laws"
      number={number}
      title={title}
      badge="published"
      computes="page"
      rubric={words.rubric}
      state={live ? 'ready' : 'idle'}
      handle={handle}
      reads={
        live && refit && early
          ? words.reads(budget, refit.parameters, refit.tokens, early.parameters)
          : words.nothing
      }
      table={{ caption: words.tableCaption, columns: words.columns, rows }}
      sources="scaling-laws"
      outline={<CurveOutline />}
      controls={
        <Slider
          className="wide-slider"
          field={fields.compute}
          value={state.compute}
          format={(value) => formatTick(10 ** value)}
          onChange={(value) => set({ compute: value })}
        />
      }
    >
      <div className="two-plots">
        <div>
          <p className="plane-title">{words.valleyTitle}</p>
          <div className="plot-host" ref={valleyHost} />
        </div>
        <div>
          <p className="plane-title">{words.frontierTitle}</p>
          <div className="plot-host" ref={frontierHost} />
        </div>
      </div>
      <table className="sum-table is-wide">
        <thead>
          <ColumnHeads columns={words.columns} />
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={words.columns[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}
