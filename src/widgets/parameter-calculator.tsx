/** Parameters, operations and memory of any config, from its choices alone; published models as presets. */
import { useMemo, useRef } from 'react';
import { cite } from '../data/published/citations.ts';
import type { Part } from '../models/count/mixers.ts';
import { countParameters, decodeFlops, prefillFlops, stateBytes } from '../models/count.ts';
import { presets } from '../models/presets.ts';
import { formatBytes, formatTick, formatWhole } from '../viz/numbers.ts';
import { stackedBars } from '../viz/stacked-bars.ts';
import { buildable, type Choices, choicesOf, configOf, presetOf } from './kit/calculator-data.ts';
import { Picker, Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { parameterCalculatorMessages as words } from './messages/parameter-calculator.ts';

const own = 'own';
const ids = presets.map(({ id }) => id);
const count = (label: string, standard: number, minimum: number, maximum: number, step = 1) =>
  ({ kind: 'number', label, default: standard, minimum, maximum, step }) as const;

const fields = {
  preset: { kind: 'choice', label: words.preset, default: 'gpt3', choices: [...ids, own] },
  architecture: { kind: 'choice', label: words.architecture, default: 'gpt2', choices: buildable },
  layers: count(words.layers, 96, 1, 128),
  width: count(words.width, 12288, 64, 20480, 32),
  heads: count(words.heads, 96, 1, 128),
  keyValueHeads: count(words.keyValueHeads, 96, 1, 128),
  headSize: count(words.headSize, 128, 4, 256, 4),
  hidden: count(words.hidden, 49152, 128, 73728, 64),
  vocabulary: count(words.vocabulary, 50257, 100, 260000),
  context: count(words.context, 2048, 64, 131072, 64),
  experts: count(words.experts, 8, 2, 2048),
  // The power of two.
  length: count(words.length, 11, 0, 20),
  bytes: { kind: 'choice', label: words.bytes, default: '2', choices: ['4', '2', '1'] },
} as const;

/** The bars' parts, and what of the count goes into each; all else is the rest. */
const parts = Object.keys(words.parts) as (keyof typeof words.parts)[];
const within: Readonly<Partial<Record<Part, keyof typeof words.parts>>> = {
  embedding: 'embedding',
  positions: 'positions',
  attention: 'attention',
  'cross-attention': 'attention',
  'feed-forward': 'feed-forward',
  experts: 'experts',
  mamba: 'recurrence',
  head: 'head',
};

export default function ParameterCalculator({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('parameter-calculator', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const preset = presetOf(state.preset);
  const {
    architecture,
    layers,
    width,
    heads,
    keyValueHeads,
    headSize,
    hidden,
    vocabulary,
    context,
    experts,
  } = state;
  const config = useMemo(
    () =>
      preset?.config ??
      configOf({
        architecture,
        layers,
        width,
        heads,
        keyValueHeads,
        headSize,
        hidden,
        vocabulary,
        context,
        experts,
      }),
    [
      preset,
      architecture,
      layers,
      width,
      heads,
      keyValueHeads,
      headSize,
      hidden,
      vocabulary,
      context,
      experts,
    ],
  );
  const length = 2 ** state.length;
  const bytes = Number(state.bytes);

  const counted = useMemo(() => countParameters(config), [config]);
  const amounts = useMemo(() => {
    const sum = (of: 'total' | 'active') =>
      parts.map((part) =>
        counted.parts.reduce((all, one) => all + ((within[one.part] ?? 'rest') === part ? one[of] : 0), 0),
      );
    return { all: sum('total'), active: sum('active') };
  }, [counted]);
  const bars = useMemo(
    () => ({
      parts: parts.map((part) => words.parts[part]),
      bars: [
        { label: words.total, amounts: amounts.all },
        { label: words.active, amounts: amounts.active },
      ],
      chosen: null,
    }),
    [amounts],
  );
  const host = useChart(stackedBars, live ? bars : null, {
    label: words.chart,
    format: formatTick,
    describe: (row: number, column: number) => {
      const bar = bars.bars[row];
      return words.part(
        bar?.label ?? '',
        bars.parts[column] ?? '',
        bar?.amounts[column] ?? 0,
        row === 0 ? counted.total : counted.active,
      );
    },
    onChoose: () => {},
  });

  /** A slider moved: from here on the model is the reader's own, with the sizes of what stood there. */
  const change = (choice: Partial<Choices>) =>
    set(preset ? { ...choicesOf(preset.id, preset.config), ...choice, preset: own } : choice);
  const largest = amounts.all.indexOf(Math.max(...amounts.all));
  const name = preset?.title ?? words.own;
  const { rows } = words;
  const sums = [
    [rows.count, formatWhole(counted.total)],
    [rows.active, formatWhole(counted.active)],
    [rows.published, preset ? `${preset.published} (${cite([preset.source])})` : words.ownPublished],
    [rows.weights, formatBytes(counted.total * bytes)],
    [rows.decode, formatTick(decodeFlops(config, length, config.encoder ? length : 0).total)],
    [rows.prefill, formatTick(prefillFlops(config, length, config.encoder ? length : 0).total)],
    [rows.cache, formatBytes(stateBytes(config, length, config.encoder ? length : 0, bytes))],
  ] as const;
  const shown: Choices = preset ? choicesOf(preset.id, preset.config) : state;
  const sizes = [
    'layers',
    'width',
    'heads',
    'keyValueHeads',
    'headSize',
    'hidden',
    'vocabulary',
    'context',
    'experts',
  ] as const;
  // Of a model without experts their number says nothing.
  const hasExperts = counted.parts.some(({ part }) => part === 'experts');

  return (
    <Figure
      root={root}
      widget="parameter-calculator"
      number={number}
      title={title}
      badge="exact"
      computes="page"
      rubric={words.rubric}
      state={live ? 'ready' : 'idle'}
      handle={handle}
      reads={
        live
          ? words.reads(
              name,
              counted.total,
              bars.parts[largest] ?? '',
              (amounts.all[largest] ?? 0) / counted.total,
            )
          : words.nothing
      }
      table={{
        caption: words.tableCaption,
        columns: words.columns,
        rows: [
          ...bars.parts.map((part, index) => [part, amounts.all[index] ?? 0, amounts.active[index] ?? 0]),
          ...sums.map(([row, value]) => [row, value, '']),
        ],
      }}
      sources="parameter-calculator"
      outline={<BarsOutline rows={2} />}
      controls={
        <>
          <Picker
            field={fields.preset}
            value={state.preset}
            name={(id) => presetOf(id)?.title ?? words.own}
            onChange={(id) => {
              const next = presetOf(id);
              set({ ...(next ? choicesOf(next.id, next.config) : {}), preset: id });
            }}
          />
          <Picker
            field={fields.architecture}
            value={shown.architecture}
            onChange={(choice) => change({ architecture: choice })}
          />
          <Slider
            field={fields.length}
            value={state.length}
            format={(value) => formatWhole(2 ** value)}
            onChange={(value) => set({ length: value })}
          />
          <Segments field={fields.bytes} value={state.bytes} onChange={(value) => set({ bytes: value })} />
        </>
      }
    >
      <div className="calculator-sliders">
        {sizes
          .filter((size) => size !== 'experts' || hasExperts)
          .map((size) => (
            <Slider
              key={size}
              field={fields[size]}
              value={Math.max(fields[size].minimum, Math.min(fields[size].maximum, shown[size]))}
              format={formatWhole}
              onChange={(value) => change({ [size]: value })}
            />
          ))}
      </div>
      <div className="plot-host calculator-bars" ref={host} />
      <table className="sum-table is-wide">
        <tbody>
          {sums.map(([row, value]) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}
