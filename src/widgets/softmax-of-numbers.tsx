/** The softmax of whatever numbers a reader types: each score, its power of e, its share of the sum. */
import { useMemo, useRef } from 'react';
import { softmax } from '../models/sampling.ts';
import { formatDecimals, formatWeight } from '../viz/numbers.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { Slider, TextField } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { softmaxOfNumbersMessages as words } from './messages/softmax-of-numbers.ts';

const most = 12;

const fields = {
  numbers: { kind: 'text', label: words.numbers, default: '2 1 0 -1', maximum: 200 },
  temperature: { kind: 'number', label: words.temperature, default: 1, minimum: 0.1, maximum: 5, step: 0.1 },
} as const;

/** `2, 1.5 -3` as numbers; null where something else stands there. A comma parts numbers, a point their decimals. */
export function readNumbers(text: string): readonly number[] | null {
  const pieces = text
    .replaceAll('\u2212', '-')
    .split(/[\s,;]+/)
    .filter((piece) => piece !== '');
  if (pieces.length < 2 || pieces.length > most) return null;
  if (!pieces.every((piece) => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(piece))) return null;
  const numbers = pieces.map(Number);
  return numbers.every((value) => Math.abs(value) <= 1e6) ? numbers : null;
}

function power(value: number): string {
  const raised = Math.exp(value);
  if (!Number.isFinite(raised) || raised > 1e300) return words.huge;
  if (raised < 0.001) return words.tiny;
  return raised < 1e5
    ? formatDecimals(raised, raised < 100 ? 3 : 1)
    : raised.toExponential(2).replace('e+', ' × 10^');
}

export default function SoftmaxOfNumbers({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('softmax-of-numbers', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const scores = useMemo(() => readNumbers(state.numbers), [state.numbers]);
  const shares = useMemo(
    () => (scores ? [...softmax(scores, state.temperature)] : null),
    [scores, state.temperature],
  );
  const bars = useMemo(
    () =>
      shares
        ? {
            rows: shares.map((share, index) => ({
              token: words.letters[index] ?? '',
              probability: share,
              beforeCut: share,
              cut: false,
              chosen: false,
            })),
          }
        : null,
    [shares],
  );
  const host = useChart(probabilityBars, live ? bars : null, { label: words.bars, room: 8 });

  const rows = (scores ?? []).map((score, index) => ({
    name: words.letters[index] ?? '',
    score,
    divided: score / state.temperature,
    share: shares?.[index] ?? 0,
  }));
  const ranked = [...rows].sort((one, other) => other.share - one.share);
  const [best, next] = ranked;
  const ratio = best && next ? Math.exp(best.divided - next.divided) : 1;
  const reads = !best
    ? words.tooFew
    : ratio > 1000
      ? words.readsFar(best.name, best.share)
      : words.reads(best.name, best.share, ratio);

  return (
    <Figure
      root={root}
      widget="softmax-of-numbers"
      number={number}
      title={title}
      badge="exact"
      computes="page"
      rubric={words.rubric}
      state={!live ? 'idle' : scores ? 'ready' : 'idle'}
      handle={handle}
      reads={live ? reads : words.nothing}
      table={
        scores
          ? {
              caption: words.tableCaption,
              columns: words.columns,
              rows: rows.map(({ name, score, divided, share }) => [
                name,
                score,
                Number(divided.toPrecision(6)),
                power(divided),
                Number(share.toPrecision(6)),
              ]),
            }
          : null
      }
      sources="softmax-of-numbers"
      outline={<BarsOutline rows={4} />}
      controls={
        <>
          <TextField
            field={fields.numbers}
            value={state.numbers}
            placeholder={words.placeholder}
            onChange={(typed) => set({ numbers: typed })}
          />
          <Slider
            field={fields.temperature}
            value={state.temperature}
            onChange={(value) => set({ temperature: value })}
          />
        </>
      }
    >
      <div className="sum-grid">
        <div className="softmax-bars" data-tensor="probability" ref={host} />
        <table className="sum-table">
          <thead>
            <tr>
              <td />
              <th scope="col" data-tensor="logits">
                {words.columnScore}
              </th>
              <th scope="col">
                e<sup>z{state.temperature === 1 ? '' : '/T'}</sup>
              </th>
              <th scope="col" data-tensor="probability">
                {words.columnShare}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, score, divided, share }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{formatDecimals(score, 2)}</td>
                <td>{power(divided)}</td>
                <td>{formatWeight(share)}</td>
              </tr>
            ))}
            <tr className="is-total">
              <th scope="row">{words.total}</th>
              <td />
              <td>{power(Math.log(rows.reduce((sum, { divided }) => sum + Math.exp(divided), 0)))}</td>
              <td>{rows.length > 0 ? '1.00' : ''}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </Figure>
  );
}
