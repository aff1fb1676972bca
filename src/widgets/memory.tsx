/** Memory of a published model by what it is for: weights, gradients, optimizer, activations, cache; in training and in use, by precision. */
import { useMemo, useRef } from 'react';
import { memoryOf } from '../models/precision-memory.ts';
import { presets } from '../models/presets.ts';
import { formatBytes, formatWhole } from '../viz/numbers.ts';
import { stackedBars } from '../viz/stacked-bars.ts';
import { presetOf } from './kit/calculator-data.ts';
import { Picker, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { memoryMessages as words } from './messages/memory.ts';

const decoders = presets.filter(({ config }) => config.stack === 'decoder').map(({ id }) => id);
const ways = Object.keys(words.ways) as (keyof typeof words.ways)[];

const fields = {
  model: { kind: 'choice', label: words.model, default: 'llama-7b', choices: decoders },
  // Powers of two.
  rows: { kind: 'number', label: words.rows, default: 0, minimum: 0, maximum: 8, step: 1 },
  length: { kind: 'number', label: words.length, default: 11, minimum: 5, maximum: 17, step: 1 },
} as const;

export default function Memory({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('memory', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const preset = presetOf(state.model);
  const counted = useMemo(() => {
    const [rows, length] = [2 ** state.rows, 2 ** state.length];
    return ways.map((way) => {
      const memory = preset ? memoryOf(preset.config, way, rows, length) : null;
      const amounts = memory
        ? [memory.weights, memory.gradients, memory.optimizer, memory.activations, memory.cache]
        : [];
      return { way, amounts, total: amounts.reduce((sum, bytes) => sum + bytes, 0) };
    });
  }, [preset, state.rows, state.length]);
  const bars = useMemo(
    () => ({
      parts: words.parts,
      bars: counted.map(({ way, amounts }) => ({ label: words.ways[way], amounts })),
      limits: [
        { value: 24e9, label: words.limits.card },
        { value: 80e9, label: words.limits.large },
      ],
      chosen: null,
    }),
    [counted],
  );
  const host = useChart(stackedBars, live ? bars : null, {
    label: words.chart,
    format: formatBytes,
    describe: (row: number, column: number) => {
      const bar = bars.bars[row];
      return words.part(bar?.label ?? '', words.parts[column] ?? '', formatBytes(bar?.amounts[column] ?? 0));
    },
    onChoose: () => {},
  });
  const of = (way: (typeof ways)[number]) => counted.find((one) => one.way === way)?.total ?? 0;

  return (
    <Figure
      root={root}
      widget="memory"
      number={number}
      title={title}
      badge="exact"
      computes="page"
      rubric={words.rubric}
      state={live ? 'ready' : 'idle'}
      handle={handle}
      reads={
        live && preset
          ? words.reads(
              preset.title,
              formatBytes(of('mixed')),
              formatBytes(of('half')),
              of('mixed') / of('half'),
            )
          : words.nothing
      }
      table={{
        caption: words.tableCaption,
        columns: [words.way, ...words.parts, words.total],
        rows: counted.map(({ way, amounts, total }) => [words.ways[way], ...amounts, total]),
      }}
      sources="memory"
      outline={<BarsOutline rows={5} />}
      controls={
        <>
          <Picker
            field={fields.model}
            value={state.model}
            name={(id) => presetOf(id)?.title ?? id}
            onChange={(value) => set({ model: value })}
          />
          <Slider
            field={fields.rows}
            value={state.rows}
            format={(value) => formatWhole(2 ** value)}
            onChange={(value) => set({ rows: value })}
          />
          <Slider
            field={fields.length}
            value={state.length}
            format={(value) => formatWhole(2 ** value)}
            onChange={(value) => set({ length: value })}
          />
        </>
      }
    >
      <div className="plot-host memory-bars" ref={host} />
      <p className="legend">{words.note}</p>
    </Figure>
  );
}
