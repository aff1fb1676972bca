/** None, sinusoidal, learned, rotary, ALiBi on the same weights: what each does to a map, and to the scores of a shifted text. */

import { useMemo, useRef, useState } from 'react';
import { meanOf } from '../models/statistics.ts';
import type { Options } from '../runtime/client.ts';
import { attentionMatrix } from '../viz/attention-matrix.ts';
import { type Look, lineChart } from '../viz/line-chart.ts';
import { formatDecimals, formatLoss } from '../viz/numbers.ts';
import { stateOf, together } from './kit/asked.ts';
import { HeadName, Segments, Slider } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { numbersTo, shippedModels } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { positionKinds, runShifted, type ShiftLine, shiftLines, shifts } from './kit/positions-data.ts';
import { TextInput } from './kit/text-input.tsx';
import { withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { positionsMessages as words } from './messages/positions.ts';

const model = shippedModels['gpt2-toytown'];
const linesChannel = 'positions/lines';
const channels = ['positions', linesChannel];
const least = 1e-4;

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  kind: { kind: 'choice', label: words.kind, default: 'learned', choices: positionKinds },
  shift: { kind: 'number', label: words.shift, default: 0, minimum: 0, maximum: 64, step: 1 },
  layer: { kind: 'number', label: words.layer, default: 1, minimum: 1, maximum: model.layers, step: 1 },
  head: { kind: 'number', label: words.head, default: 1, minimum: 1, maximum: model.heads, step: 1 },
} as const;

export interface PositionsProps extends WidgetProps {
  readonly text?: string;
}

export default function Positions({ number, title = words.title, text }: PositionsProps) {
  const fields = useMemo(() => withDefaults(stateFields, { text }), [text]);
  const handle = useFigureState('positions', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, read, key, problem, retry } = useModelText(model, state.text, live && seen);
  const { kind, shift, layer, head } = state;
  const name = `blocks.${layer - 1}.attn.pattern`;
  const ask = useMemo(
    () =>
      key === ''
        ? null
        : async (options: Options) => ({
            shown: await runShifted(model, tokensOf(key), kind, shift, [name], options),
            trained: await runShifted(model, tokensOf(key), 'learned', 0, [], options),
            name,
          }),
    [key, kind, shift, name],
  );
  const work = useWork('positions', ask);
  const askLines = useMemo(
    () => (key === '' ? null : (options: Options) => shiftLines(model, tokensOf(key), options)),
    [key],
  );
  const lines = useWork(linesChannel, askLines).result;
  const { result } = work;

  const tokens = useMemo(
    () => result?.shown.tokens.map((id) => tokenizer?.vocabulary[id] ?? '') ?? [],
    [result, tokenizer],
  );
  const [cell, setCell] = useState<{ readonly query: number; readonly key: number } | null>(null);
  const pattern = useMemo(() => {
    const tensor = result?.shown.tensors[result.name]; // [1, heads, query, key]
    const size = tokens.length ** 2;
    return tensor ? tensor.data.subarray((head - 1) * size, head * size) : null;
  }, [result, tokens, head]);
  const map = useMemo(() => {
    if (!pattern) return null;
    const last = tokens.length - 1;
    const chosen = cell && cell.query <= last ? cell : { query: last, key: last };
    return { tokens, weights: pattern, causal: true, chosen };
  }, [pattern, tokens, cell]);
  const mapHost = useChart(attentionMatrix, map, {
    label: words.mapLabel(words.kinds[kind]),
    describe: (query: number, at: number) =>
      words.cellRead(tokens[query] ?? '', tokens[at] ?? '', pattern?.[query * tokens.length + at] ?? 0),
    onChoose: (query: number, at: number) => setCell({ query, key: at }),
  });
  const [point, setPoint] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const chart = useMemo(
    () =>
      lines
        ? {
            series: lines.map((line, index) => ({
              label: words.kinds[line.kind],
              look: (index + 1) as Look,
              points: line.moved.map((moved, at) => [shifts[at] ?? 0, Math.max(least, moved)] as const),
            })),
            x: { scale: 'log' as const, label: words.axes.shift },
            y: { scale: 'log' as const, label: words.axes.moved },
            chosen: point,
          }
        : null,
    [lines, point],
  );
  const lineHost = useChart(lineChart, chart, {
    label: words.linesLabel,
    describe: (row: number, column: number) => {
      const line = lines?.[row];
      return words.pointRead(
        line ? words.kinds[line.kind] : '',
        shifts[column] ?? 0,
        line?.moved[column] ?? 0,
      );
    },
    onChoose: (row: number, column: number) => setPoint({ row, column }),
  });

  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together({ problem, retry }, work);
  const own = lines?.find((line) => line.kind === kind);
  const nearest = shifts.findLast((one) => one <= shift) ?? shifts[0];
  const [loss, trained] = [meanOf(result?.shown.losses ?? []), meanOf(result?.trained.losses ?? [])];

  return (
    <Figure
      root={root}
      widget="positions"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: map && chart })}
      handle={handle}
      reads={
        result
          ? words.reads(words.kinds[kind], nearest, own?.moved[shifts.indexOf(nearest)] ?? 0, loss, trained)
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={result?.shown.milliseconds ?? null}
      table={lines ? tableOf(lines) : null}
      tensors={
        pattern ? [{ name: `pattern-${kind}`, shape: [tokens.length, tokens.length], data: pattern }] : []
      }
      sources="positions"
      outline={<MatrixOutline />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <Segments
            field={{ label: words.kind, choices: positionKinds }}
            value={kind}
            name={(choice) => words.kinds[choice]}
            onChange={(choice) => set({ kind: choice })}
          />
          <Slider field={fields.shift} value={shift} onChange={(value) => set({ shift: value })} />
          <Segments
            className="layer-control"
            field={{ label: words.layer, choices: numbersTo(model.layers) }}
            value={String(layer)}
            onChange={(choice) => set({ layer: Number(choice) })}
          />
          <Segments
            className="head-control"
            field={{ label: words.head, choices: numbersTo(model.heads) }}
            value={String(head)}
            name={(choice) => <HeadName head={Number(choice)} />}
            onChange={(choice) => set({ head: Number(choice) })}
          />
        </>
      }
    >
      <div className="induction-grid">
        <div className="map-host" data-tensor="pattern" ref={mapHost} />
        <div>
          <table className="sum loss-sum">
            <tbody>
              <tr>
                <th scope="row">{words.lossTrained}</th>
                <td>{result ? formatLoss(trained) : ''}</td>
              </tr>
              <tr>
                <th scope="row">{words.loss}</th>
                <td>{result ? formatLoss(loss) : ''}</td>
              </tr>
            </tbody>
          </table>
          <p className="quiet-note">{words.note}</p>
        </div>
      </div>
      <div className="waiting-times" ref={lineHost} />
      <p className="quiet-note">{words.linesNote}</p>
    </Figure>
  );
}

const tableOf = (lines: readonly ShiftLine[]): TableData => ({
  caption: words.tableCaption,
  columns: [words.axes.shift, ...lines.map((line) => words.kinds[line.kind])],
  rows: shifts.map((shift, at) => [
    shift,
    ...lines.map((line) => (line.moved[at] === undefined ? '' : formatDecimals(line.moved[at] ?? 0, 5))),
  ]),
});
