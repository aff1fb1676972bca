/** The cache of latent attention beside those of multi-head, grouped-query and multi-query attention, counted for published shapes. */
import { useMemo, useRef } from 'react';
import { barTable } from '../viz/bar-table.ts';
import { formatBytes, formatWhole } from '../viz/numbers.ts';
import { Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { latentCaches, latentShapes } from './kit/latent-caches.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { type LatentModel, latentKvMessages as words } from './messages/latent-kv.ts';

const models = Object.keys(latentShapes) as LatentModel[];

const fields = {
  model: { kind: 'choice', label: words.model, default: 'deepseek-v2', choices: models },
  latent: { kind: 'number', label: words.latent, default: 512, minimum: 64, maximum: 2048, step: 64 },
  rotary: { kind: 'number', label: words.rotary, default: 64, minimum: 0, maximum: 128, step: 32 },
  length: { kind: 'number', label: words.length, default: 12, minimum: 0, maximum: 17, step: 1 },
} as const;

export default function LatentKv({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('latent-kv', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { model, latent, rotary } = state;
  const length = 2 ** state.length;
  const shape = latentShapes[model];
  const rows = useMemo(() => {
    const { layers } = shape;
    return latentCaches(shape, latent + rotary).map(({ kind, numbers }) => {
      const token = 2 * layers * numbers;
      const label =
        kind === 'multiHead'
          ? words.rows.multiHead(shape.heads)
          : kind === 'latent'
            ? words.rows.latent(numbers)
            : words.rows[kind];
      return { kind, label, numbers, token, total: token * length };
    });
  }, [shape, latent, rotary, length]);
  const [whole] = rows;
  const own = rows.at(-1);
  const bars = useMemo(
    () =>
      live
        ? {
            columns: words.columns(length),
            rows: rows.map(({ kind, label, token, total }) => ({
              label,
              chosen: kind === 'latent',
              amounts: [token, total].map((value) => ({ value, text: formatBytes(value) })),
            })),
          }
        : null,
    [live, rows, length],
  );
  const host = useChart(barTable, bars, { label: words.barsLabel });
  return (
    <Figure
      root={root}
      widget="latent-kv"
      number={number}
      title={title}
      badge="exact"
      computes="page"
      rubric={words.rubric}
      state={live ? 'ready' : 'idle'}
      handle={handle}
      reads={
        own && whole
          ? words.reads(
              model,
              own.numbers,
              (100 * own.token) / whole.token,
              own.numbers / (2 * shape.headSize),
              own.token,
              own.total,
            )
          : ''
      }
      table={{
        caption: words.tableCaption,
        columns: words.tableColumns,
        rows: rows.map(({ label, numbers, token, total }) => [label, numbers, token, total]),
      }}
      sources="latent-kv"
      outline={<BarsOutline rows={4} />}
      controls={
        <>
          <Segments
            field={fields.model}
            value={model}
            name={words.modelName}
            onChange={(choice) => set({ model: choice })}
          />
          <Slider
            field={fields.latent}
            value={latent}
            format={formatWhole}
            onChange={(value) => set({ latent: value })}
          />
          <Slider field={fields.rotary} value={rotary} onChange={(value) => set({ rotary: value })} />
          <Slider
            field={fields.length}
            value={state.length}
            format={(value) => formatWhole(2 ** value)}
            onChange={(value) => set({ length: value })}
          />
        </>
      }
    >
      <div className="cache-bars" ref={host} />
      <p className="cache-sum">
        <span className="control-label">{words.sumLabel}</span>
        {words.sum(shape.layers, latent, rotary, own?.token ?? 0)}
      </p>
    </Figure>
  );
}
