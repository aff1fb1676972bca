/** Why attention can be computed at once and recurrence cannot: the graph of what waits for what, and both timed as texts grow. */
import { useMemo, useRef, useState } from 'react';
import type { Options } from '../runtime/client.ts';
import { dependencyGraph, earliestSteps } from '../viz/dependency-graph.ts';
import { lineChart } from '../viz/line-chart.ts';
import { formatDecimals } from '../viz/numbers.ts';
import { Button, Segments, Slider } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { kinds, lengths, measureBoth, type Times, tasksOf } from './kit/waiting-data.ts';
import { sequentialVsParallelMessages as words } from './messages/sequential-vs-parallel.ts';

const channels = ['sequential-vs-parallel'];
const fields = {
  kind: { kind: 'choice', label: words.kind, default: 'attention', choices: kinds },
  words: { kind: 'number', label: words.words, default: 6, minimum: 2, maximum: 8, step: 1 },
  done: { kind: 'number', label: words.done, default: 1, minimum: 0, maximum: 12, step: 1 },
} as const;

export default function SequentialVsParallel({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('sequential-vs-parallel', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt measures again
  const ask = useMemo(
    () => (live && seen ? (options: Options) => measureBoth(options) : null),
    [live, seen, attempt],
  );
  const work = useWork('sequential-vs-parallel', ask);
  const times = work.result;

  const tasks = useMemo(() => tasksOf(state.kind, state.words), [state.kind, state.words]);
  const steps = useMemo(() => earliestSteps(tasks), [tasks]);
  const [chosen, setChosen] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const [point, setPoint] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const graph = useMemo(
    () => (times ? { tasks, done: Math.min(state.done, steps.length), chosen } : null),
    [times, tasks, steps, state.done, chosen],
  );
  const graphHost = useChart(dependencyGraph, graph, {
    label: words.graphLabel(words.kinds[state.kind]),
    stepName: words.step,
    describe: (step: number, at: number) => {
      const task = tasks[steps[step]?.[at] ?? -1];
      return words.taskRead(step + 1, task?.label ?? '', task?.needs.length ?? 0);
    },
    onChoose: (row: number, column: number) => setChosen({ row, column }),
  });
  const lines = useMemo(
    () =>
      times
        ? {
            series: kinds.map((kind, index) => ({
              label: words.kinds[kind],
              look: index === 0 ? (2 as const) : (3 as const),
              points: lengths.map((length, at) => [length, times[kind][at] ?? 0] as const),
            })),
            x: { scale: 'log' as const, label: words.axes.length },
            y: { scale: 'log' as const, label: words.axes.time },
            chosen: point,
          }
        : null,
    [times, point],
  );
  const lineHost = useChart(lineChart, lines, {
    label: words.timesLabel,
    describe: (row: number, column: number) =>
      words.timeRead(
        words.kinds[kinds[row] ?? 'attention'],
        lengths[column] ?? 0,
        lines?.series[row]?.points[column]?.[1] ?? 0,
      ),
    onChoose: (row: number, column: number) => setPoint({ row, column }),
  });

  return (
    <Figure
      root={root}
      widget="sequential-vs-parallel"
      number={number}
      title={title}
      badge="exact"
      rubric={words.rubric}
      state={work.problem ? 'error' : times ? 'ready' : live && seen ? 'loading' : 'idle'}
      handle={handle}
      reads={
        words.reads(words.kinds[state.kind], state.words, steps.length) +
        (times
          ? words.readsTimes(lengths.at(-1) ?? 0, times.attention.at(-1) ?? 0, times.gru.at(-1) ?? 0)
          : '')
      }
      problem={work.problem}
      progress={work.progress}
      onRetry={work.retry}
      table={times ? tableOf(times) : null}
      sources="sequential-vs-parallel"
      outline={<CurveOutline />}
      controls={
        <>
          <Segments
            field={{ label: words.kind, choices: kinds }}
            value={state.kind}
            name={(choice) => words.kinds[choice]}
            onChange={(choice) => set({ kind: choice })}
          />
          <Slider field={fields.words} value={state.words} onChange={(value) => set({ words: value })} />
          <Slider field={fields.done} value={state.done} onChange={(value) => set({ done: value })} />
        </>
      }
    >
      <div className="waiting-graph" ref={graphHost} />
      <div className="waiting-times" ref={lineHost} />
      <p className="quiet-note">{words.note}</p>
      <Button onPress={() => setAttempt((before) => before + 1)}>{words.measure}</Button>
    </Figure>
  );
}

const tableOf = ({ attention, gru }: Times): TableData => ({
  caption: words.tableCaption,
  columns: words.columns,
  rows: lengths.map((length, at) => [
    length,
    formatDecimals(attention[at] ?? 0, 2),
    formatDecimals(gru[at] ?? 0, 2),
  ]),
});
