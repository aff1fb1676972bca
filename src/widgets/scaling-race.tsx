/** Published sizes, texts and training costs of language models over the years; every point names its source. */
import { useMemo, useRef } from 'react';
import { cite } from '../data/published/citations.ts';
import { operationsOf, type PublishedModel, publishedModels } from '../data/published/models.ts';
import type { Look } from '../viz/line-chart.ts';
import { formatTick } from '../viz/numbers.ts';
import { type ScatterPoint, scatterPlot } from '../viz/scatter-plot.ts';
import { Segments } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { scalingRaceMessages as words } from './messages/scaling-race.ts';

const quantities = ['parameters', 'active', 'tokens', 'operations'] as const;
type Quantity = (typeof quantities)[number];

const fields = {
  quantity: { kind: 'choice', label: words.quantity, default: 'parameters', choices: quantities },
  chosen: {
    kind: 'number',
    label: words.chosen,
    default: publishedModels.findIndex(({ name }) => name === 'GPT-3') + 1,
    minimum: 1,
    maximum: publishedModels.length,
    step: 1,
  },
} as const;

const looks: Readonly<Record<PublishedModel['kind'], Look>> = {
  decoder: 2,
  mixture: 3,
  encoder: 4,
  'encoder-decoder': 5,
  recurrent: 6,
  'state-space': 7,
};

interface Shown {
  readonly model: PublishedModel;
  readonly value: number;
  /** In words, what the number is if nobody printed it. */
  readonly mark: string;
}

function shownOf(model: PublishedModel, quantity: Quantity): Shown | null {
  const mark = model.estimated ? words.estimated : '';
  if (quantity === 'operations') {
    const operations = operationsOf(model);
    if (!operations) return null;
    return { model, value: operations.value, mark: mark || (operations.computed ? words.computed : '') };
  }
  const value = quantity === 'active' ? (model.active ?? model.parameters) : model[quantity];
  return value === null ? null : { model, value, mark };
}

const dateOf = ({ year, month }: PublishedModel): string => `${year}-${String(month).padStart(2, '0')}`;

export default function ScalingRace({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('scaling-race', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { quantity } = state;
  const shown = useMemo(
    () =>
      publishedModels.flatMap((model) => {
        const one = shownOf(model, quantity);
        return one ? [one] : [];
      }),
    [quantity],
  );
  const points = useMemo(
    () =>
      shown.map(
        ({ model, value, mark }): ScatterPoint => ({
          x: model.year + (model.month - 0.5) / 12,
          y: value,
          label: model.name,
          look: looks[model.kind],
          estimated: mark !== '',
        }),
      ),
    [shown],
  );
  const asked = publishedModels[state.chosen - 1];
  const index = Math.max(
    0,
    shown.findIndex(({ model }) => model === asked),
  );
  const say = (at: number): string => {
    const one = shown[at];
    if (!one) return words.nothing;
    const { model, value, mark } = one;
    return words.reads(
      model.name,
      dateOf(model),
      words.quantities[quantity],
      formatTick(value),
      mark,
      cite(model.sources),
      model.note,
    );
  };
  const data = useMemo(
    () =>
      ({
        points,
        x: {
          scale: 'linear',
          label: words.year,
          range: [2018, 2026],
          format: (value: number) => String(value),
        },
        y: { scale: 'log', label: words.quantities[quantity], format: formatTick },
        chosen: { row: 0, column: index },
      }) as const,
    [points, quantity, index],
  );
  const host = useChart(scatterPlot, live ? data : null, {
    label: words.chart,
    describe: (_row: number, column: number) => say(column),
    onChoose: (_row: number, column: number) => {
      const model = shown[column]?.model;
      if (model) set({ chosen: publishedModels.indexOf(model) + 1 });
    },
  });

  const cell = (value: number | null) => (value === null ? words.unknown : formatTick(value));
  return (
    <Figure
      root={root}
      widget="scaling-race"
      number={number}
      title={title}
      badge="published"
      computes="page"
      rubric={words.rubric}
      state={live ? 'ready' : 'idle'}
      handle={handle}
      reads={live ? say(index) : words.nothing}
      table={{
        caption: words.tableCaption,
        columns: words.columns,
        rows: publishedModels.map((model) => {
          const operations = operationsOf(model);
          return [
            model.name,
            dateOf(model),
            words.kinds[model.kind],
            formatTick(model.parameters),
            cell(model.active),
            cell(model.tokens),
            cell(operations?.value ?? null),
            model.estimated ? words.estimated : operations?.computed ? words.computed : '',
            cite(model.sources),
          ];
        }),
      }}
      sources="scaling-race"
      outline={<CurveOutline />}
      controls={
        <Segments
          field={fields.quantity}
          value={quantity}
          name={(choice) => words.quantities[choice]}
          onChange={(choice) => set({ quantity: choice })}
        />
      }
    >
      <div className="plot-host" ref={host} />
      <p className="legend viz-walk">
        {Object.entries(looks).map(([kind, look]) => (
          <span key={kind} className="race-kind">
            <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className={`look-${look}`}>
              <circle cx="6" cy="6" r="4.5" />
            </svg>{' '}
            {words.kinds[kind as PublishedModel['kind']]}
          </span>
        ))}
        <span className="legend-note">{words.estimatedNote}</span>
      </p>
    </Figure>
  );
}
