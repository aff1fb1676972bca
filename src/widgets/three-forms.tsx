/** One channel of a trained state space model, computed as a recurrence, as a parallel scan and as a matrix, and held against the model itself. */

import { useMemo, useRef, useState } from 'react';
import {
  byMatrix,
  byParallelScan,
  byRecurrence,
  furthest,
  impliedMatrix,
  scanRounds,
} from '../models/scan-forms.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { formatExact, largestMagnitude } from '../viz/numbers.ts';
import { tensorHeatMap } from '../viz/tensor-heat-map.ts';
import { stateOf, together } from './kit/asked.ts';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Button, Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { numbersTo } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { channelOf } from './kit/scan-data.ts';
import { drawTexts, scanModel } from './kit/scan-models.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useTokenizer } from './kit/use-tokenizer.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { threeFormsMessages as words } from './messages/three-forms.ts';

const model = scanModel('mamba-copying');
const { shipped } = model;
const channels = ['three-forms'];
const forms = ['recurrence', 'scan', 'matrix'] as const;

const fields = {
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 1, maximum: 999, step: 1 },
  layer: { kind: 'number', label: words.layer, default: 1, minimum: 1, maximum: 2, step: 1 },
  channel: { kind: 'number', label: words.channel, default: 69, minimum: 1, maximum: 128, step: 1 },
} as const;

export default function ThreeForms({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('three-forms', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const layer = state.layer - 1;
  const channel = state.channel - 1;
  const { tokenizer, problem, retry } = useTokenizer(shipped.id, live && seen);
  const ask = useMemo(() => {
    if (!live || !seen) return null;
    const [tokens = []] = drawTexts(model, state.seed, 1, model.length);
    const name = (part: string) => `blocks.${layer}.ssm.${part}`;
    const capture = ['x', 'delta', 'A', 'B', 'C', 'y'].map(name);
    return async (options: Options) => {
      const whole = await runtime().run({ model: shipped.id, tokens, capture }, options);
      // y is what is read of the state, and D x: without C the latter is left.
      const straight = await runtime().run(
        {
          model: shipped.id,
          tokens,
          capture: [name('y')],
          interventions: [{ kind: 'ablate', name: name('C'), places: [] }],
        },
        options,
      );
      return { whole, y: whole.tensors[name('y')], passed: straight.tensors[name('y')] };
    };
  }, [live, seen, state.seed, layer]);
  const work = useWork('three-forms', ask);
  const { result } = work;

  const computed = useMemo(() => {
    const own = result ? channelOf(result.whole, layer, channel) : null;
    if (!result || !own) return null;
    const time = own.x.length;
    const at = (t: number) => t * own.channels + channel;
    const ofModel = Float64Array.from(
      { length: time },
      (_, t) => (result.y?.data[at(t)] ?? 0) - (result.passed?.data[at(t)] ?? 0),
    );
    const y = { recurrence: byRecurrence(own), scan: byParallelScan(own), matrix: byMatrix(own) };
    return { time, y, ofModel, matrix: impliedMatrix(own) };
  }, [result, layer, channel]);
  const tokens = useMemo(
    () => (result && tokenizer ? result.whole.tokens.map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [result, tokenizer],
  );
  const [chosen, setChosen] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const data = useMemo(
    () =>
      computed && tokens.length > 0
        ? {
            values: computed.matrix,
            rows: computed.time,
            columns: computed.time,
            rowLabels: tokens,
            columnLabels: tokens,
            most: Math.max(1e-9, largestMagnitude(computed.matrix)),
            chosen,
          }
        : null,
    [computed, tokens, chosen],
  );
  const describe = (row: number, column: number) =>
    words.cellRead(
      row + 1,
      tokens[row] ?? '',
      column + 1,
      tokens[column] ?? '',
      computed?.matrix[row * computed.time + column] ?? 0,
    );
  const host = useChart(tensorHeatMap, data, {
    label: words.matrixLabel(state.layer, state.channel),
    across: words.from,
    describe,
    onChoose: (row: number, column: number) => setChosen({ row, column }),
  });
  const rows = computed
    ? forms.map((form) => ({
        form,
        waits:
          form === 'scan'
            ? words.waits.scan(scanRounds(computed.time))
            : form === 'matrix'
              ? words.waits.matrix(computed.time ** 2)
              : words.waits.recurrence(computed.time),
        among: furthest(computed.y[form], computed.y.recurrence),
        model: furthest(computed.y[form], computed.ofModel),
      }))
    : [];
  const asked = together({ problem, retry }, work);
  return (
    <Figure
      root={root}
      widget="three-forms"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={stateOf({ problem: asked.problem, wanted: live && seen, shown: data })}
      handle={handle}
      reads={
        computed
          ? words.reads(
              state.layer,
              state.channel,
              computed.time,
              scanRounds(computed.time),
              Math.max(...rows.map((row) => row.among)),
              Math.max(...rows.map((row) => row.model)),
            )
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={shipped.id}
      onRetry={asked.retry}
      milliseconds={result?.whole.milliseconds ?? null}
      table={
        computed && {
          caption: words.tableCaption,
          columns: words.tableColumns,
          rows: tokens.map((token, t) => [
            token,
            ...forms.map((form) => formatExact(computed.y[form][t] ?? 0)),
            formatExact(computed.ofModel[t] ?? 0),
          ]),
        }
      }
      tensors={
        computed
          ? [
              {
                name: 'matrix',
                shape: [computed.time, computed.time],
                data: Float32Array.from(computed.matrix),
              },
            ]
          : []
      }
      sources="three-forms"
      outline={<MatrixOutline count={12} />}
      controls={
        <>
          <Segments
            field={{ label: words.layer, choices: numbersTo(shipped.layers) }}
            value={String(state.layer)}
            onChange={(choice) => set({ layer: Number(choice) })}
          />
          <Slider
            field={fields.channel}
            value={state.channel}
            onChange={(value) => set({ channel: value })}
          />
          <Button onPress={() => set({ seed: (state.seed % fields.seed.maximum) + 1 })}>
            {words.another}
          </Button>
        </>
      }
    >
      <table className="sum-table is-wide forms-table">
        <thead>
          <ColumnHeads columns={words.columns} />
        </thead>
        <tbody>
          {rows.map(({ form, waits, among, model: fromModel }) => (
            <tr key={form}>
              <th scope="row">{words.forms[form]}</th>
              <td>{waits}</td>
              <td>{form === 'recurrence' ? '' : words.difference(among)}</td>
              <td>{words.difference(fromModel)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="control-label">{words.matrix}</p>
      <div className="forms-host" ref={host} />
      <p className="reach-cell">{chosen && data ? describe(chosen.row, chosen.column) : ''}</p>
      <p className="quiet-note">{words.note}</p>
    </Figure>
  );
}
