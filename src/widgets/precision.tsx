/** A live model with its matrices rounded to few bits: what the text costs at each. */

import { useMemo, useRef } from 'react';
import { bitsEach } from '../models/rounding.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { lineChart } from '../viz/line-chart.ts';
import { formatDecimals } from '../viz/numbers.ts';
import { stateOf, together } from './kit/asked.ts';
import { Segments } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { shippedModels } from './kit/models.ts';
import { CurveOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { precisionMessages as words } from './messages/precision.ts';

const model = shippedModels['gpt2-toytown'];
const channels = ['precision'];
const bits = [32, 8, 7, 6, 5, 4, 3, 2] as const;

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  group: { kind: 'choice', label: words.group, default: '64', choices: ['8', '16', '64', '256'] },
} as const;

export default function Precision({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('precision', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, read, key, problem, retry } = useModelText(model, state.text, live && seen);
  const group = Number(state.group);
  const ask = useMemo(() => {
    const tokens = key === '' ? [] : tokensOf(key);
    if (tokens.length < 2) return null;
    return (options: Options) => runtime().round({ model: model.id, texts: [tokens], bits, group }, options);
  }, [key, group]);
  const work = useWork('precision', ask);
  const rows = work.result?.rows ?? null;
  const lossAt = (asked: number) => rows?.find((row) => row.bits === asked)?.loss ?? 0;
  const full = lossAt(32);

  const curve = useMemo(
    () => (rows ?? []).filter((row) => row.bits < 16).sort((one, other) => one.bits - other.bits),
    [rows],
  );
  const data = useMemo(
    () =>
      rows
        ? ({
            series: [
              {
                label: words.series,
                look: 2,
                points: curve.map((row) => [bitsEach({ bits: row.bits, group }), row.loss] as const),
              },
            ],
            x: { scale: 'linear', label: words.bitsAxis },
            y: { scale: 'log', label: words.lossAxis },
            floor: { value: full, label: words.full(full) },
            chosen: null,
          } as const)
        : null,
    [rows, curve, group, full],
  );
  const host = useChart(lineChart, data, {
    label: words.chart,
    height: 340,
    describe: (_row: number, column: number) => {
      const row = curve[column];
      return row ? words.point(row.bits, row.loss, row.error) : '';
    },
    onChoose: () => {},
  });
  const asked = together({ problem, retry }, work);
  const empty = read !== null && read.tokens.length < 2;
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: rows });

  return (
    <Figure
      root={root}
      widget="precision"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={rows ? words.reads(full, lossAt(8), lossAt(4), lossAt(2)) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      table={
        rows && {
          caption: words.tableCaption,
          columns: words.columns,
          rows: rows.map((row) => [
            row.bits,
            formatDecimals(bitsEach({ bits: row.bits, group }), 2),
            Number(row.loss.toPrecision(6)),
            Number(row.error.toPrecision(4)),
          ]),
        }
      }
      sources="precision"
      outline={<CurveOutline />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
          />
          <Segments field={fields.group} value={state.group} onChange={(value) => set({ group: value })} />
        </>
      }
    >
      <div className="plot-host" ref={host} />
    </Figure>
  );
}
