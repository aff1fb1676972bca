/** The reader's own machine, measured: the roof of its arithmetic, the slope of its memory, and each operation of a model under them. */
import { useCallback, useMemo, useRef, useState } from 'react';
import { presets } from '../models/presets.ts';
import { costsOf } from '../models/roofline.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { formatTick, formatWhole } from '../viz/numbers.ts';
import { attainable, roofline } from '../viz/roofline.ts';
import { cacheConfigs } from './kit/cache-data.ts';
import { presetOf } from './kit/calculator-data.ts';
import { Button, Picker, Slider } from './kit/controls.tsx';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { rooflineMessages as words } from './messages/roofline.ts';

const channels = ['roofline'];
const tiny = 'gpt2-toytown';
const reading = { tokens: 1, start: 0, rows: 1, bytesEach: 4 };
const models = [
  tiny,
  ...presets
    .filter(({ config }) => config.stack === 'decoder' && costsOf(config, reading) !== null)
    .map(({ id }) => id),
];
const phases = ['prefill', 'decode'] as const;

const fields = {
  model: { kind: 'choice', label: words.model, default: 'gpt2-small', choices: models },
  // Powers of two.
  length: { kind: 'number', label: words.length, default: 9, minimum: 3, maximum: 15, step: 1 },
  rows: { kind: 'number', label: words.rows, default: 0, minimum: 0, maximum: 10, step: 1 },
} as const;

export default function Roofline({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('roofline', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn measures the same again
  const measure = useCallback((options: Options) => runtime().device(options), [turn]);
  const work = useWork('roofline', live && seen ? measure : null);
  const device = work.result;

  const shown = useMemo(() => {
    if (!device) return null;
    const peak = Math.max(...device.products.map(({ operationsPerSecond }) => operationsPerSecond));
    const { bandwidth } = device;
    const config = presetOf(state.model)?.config ?? cacheConfigs[tiny];
    const [length, rows] = [2 ** state.length, 2 ** state.rows];
    const operations = phases.flatMap((phase) =>
      (
        costsOf(
          config,
          phase === 'prefill'
            ? { tokens: length, start: 0, rows, bytesEach: 4 }
            : { tokens: 1, start: length, rows, bytesEach: 4 },
        ) ?? []
      ).map((cost) => {
        const intensity = cost.operations / cost.bytes;
        return { phase, ...cost, intensity, speed: attainable(peak, bandwidth, intensity) };
      }),
    );
    // Two matrices in, one out, of 4 bytes a number.
    const products = device.products.map(({ size, operationsPerSecond }) => ({
      size,
      intensity: (2 * size ** 3) / (3 * 4 * size ** 2),
      speed: operationsPerSecond,
    }));
    return { peak, bandwidth, operations, products };
  }, [device, state.model, state.length, state.rows]);

  const data = useMemo(
    () =>
      shown && {
        peak: shown.peak,
        bandwidth: shown.bandwidth,
        name: words.machine,
        points: [
          ...shown.operations.map(({ phase, name, intensity, speed }) => ({
            x: intensity,
            y: speed,
            label: `${words.names[name]}, ${words.phases[phase]}`,
            look: phase === 'prefill' ? (2 as const) : (3 as const),
            estimated: true,
          })),
          ...shown.products.map(({ size, intensity, speed }) => ({
            x: intensity,
            y: speed,
            label: words.measured(size),
            look: 1 as const,
          })),
        ],
        chosen: null,
      },
    [shown],
  );
  const host = useChart(roofline, data, {
    label: words.chart,
    xLabel: words.intensity,
    yLabel: words.speed,
    height: 400,
    describe: (_row: number, column: number) => {
      const operation = shown?.operations[column];
      if (operation)
        return words.point(
          `${words.names[operation.name]}, ${words.phases[operation.phase]}`,
          operation.intensity,
          operation.speed,
        );
      const product = shown?.products[column - (shown?.operations.length ?? 0)];
      return product ? words.product(product.size, product.intensity, product.speed) : '';
    },
    onChoose: () => {},
  });
  const intensityOf = (phase: (typeof phases)[number]) =>
    shown?.operations.find((one) => one.phase === phase && one.name === 'feed-forward')?.intensity ?? 0;
  const figureState: FigureState = work.problem
    ? 'error'
    : shown
      ? 'ready'
      : live && seen
        ? 'loading'
        : 'idle';

  return (
    <Figure
      root={root}
      widget="roofline"
      number={number}
      title={title}
      badge="exact"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={
        shown
          ? words.reads(
              shown.peak,
              shown.bandwidth,
              shown.peak / shown.bandwidth,
              intensityOf('prefill'),
              intensityOf('decode'),
            )
          : words.nothing
      }
      problem={work.problem}
      progress={work.progress}
      onRetry={work.retry}
      table={
        shown && {
          caption: words.tableCaption,
          columns: words.columns,
          rows: shown.operations.map(({ phase, name, operations, bytes, intensity, speed }) => [
            words.phases[phase],
            words.names[name],
            operations,
            bytes,
            Number(intensity.toPrecision(5)),
            formatTick(speed),
          ]),
        }
      }
      sources="roofline"
      outline={<CurveOutline />}
      controls={
        <>
          <Picker
            field={fields.model}
            value={state.model}
            name={(id) => presetOf(id)?.title ?? words.tiny}
            onChange={(value) => set({ model: value })}
          />
          <Slider
            field={fields.length}
            value={state.length}
            format={(value) => formatWhole(2 ** value)}
            onChange={(value) => set({ length: value })}
          />
          <Slider
            field={fields.rows}
            value={state.rows}
            format={(value) => formatWhole(2 ** value)}
            onChange={(value) => set({ rows: value })}
          />
          <Button onPress={() => setTurn((before) => before + 1)}>{words.again}</Button>
        </>
      }
    >
      <div className="plot-host" ref={host} />
    </Figure>
  );
}
