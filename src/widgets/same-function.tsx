/** The shipped model with one saving of each kind: which computes the same, and which another thing. */

import { useMemo, useRef } from 'react';
import type { Options } from '../runtime/client.ts';
import { barTable } from '../viz/bar-table.ts';
import { stateOf, together } from './kit/asked.ts';
import { Segments } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import { amounts, readSavings, savings, savingsModel, strengths } from './kit/savings-data.ts';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { sameFunctionMessages as words } from './messages/same-function.ts';

const channels = ['same-function'];

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  strength: { kind: 'choice', label: words.strength, default: 'strong', choices: strengths },
} as const;

export default function SameFunction({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('same-function', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const text = useModelText(savingsModel, state.text, live && seen);
  const { tokenizer, read, key } = text;
  const { strength } = state;
  const ask = useMemo(() => {
    const tokens = key === '' ? [] : tokensOf(key);
    if (tokens.length < 2) return null;
    return (options: Options) => readSavings(tokens, strength, options);
  }, [key, strength]);
  const work = useWork('same-function', ask);
  const result = work.result;
  const rows = useMemo(
    () =>
      result
        ? savings.map((saving) => ({
            saving,
            name: words.label(saving, amounts[saving][result.strength]),
            loss: result.saved[saving],
            more: result.saved[saving] - result.plain,
          }))
        : [],
    [result],
  );
  const data = useMemo(
    () =>
      result
        ? {
            columns: words.columns,
            rows: [
              {
                label: words.plain,
                strong: true,
                amounts: [
                  { value: result.plain, text: words.loss(result.plain) },
                  { value: 0, text: '' },
                ],
              },
              ...rows.map(({ name, loss, more }) => ({
                label: name,
                amounts: [
                  { value: loss, text: words.loss(loss) },
                  { value: Math.max(0, more), text: words.more(more) },
                ],
              })),
            ],
          }
        : null,
    [result, rows],
  );
  const host = useChart(barTable, data, { label: words.chart });
  const asked = together(text, work);
  const empty = read !== null && read.tokens.length < 2;
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: data });
  return (
    <Figure
      root={root}
      widget="same-function"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={
        result
          ? words.reads(
              result.plain,
              rows.map(({ name, more }) => [name, more] as const),
            )
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={savingsModel.id}
      onRetry={asked.retry}
      table={
        result && {
          caption: words.tableCaption,
          columns: words.tableColumns,
          rows: rows.map(({ saving, name, loss, more }) => [
            name,
            words.saves(saving),
            Number(loss.toPrecision(6)),
            Number(more.toPrecision(3)),
          ]),
        }
      }
      sources="same-function"
      outline={<BarsOutline rows={5} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
          />
          <Segments
            field={fields.strength}
            value={strength}
            name={words.strengthName}
            onChange={(choice) => set({ strength: choice })}
          />
        </>
      }
    >
      <div className="savings-host" ref={host} />
    </Figure>
  );
}
