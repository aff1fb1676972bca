/** One word's way through the model: how long a vector each part writes into the residual stream, and what that does to a logit. */

import { useMemo, useRef } from 'react';
import type { Options } from '../runtime/client.ts';
import { formatDecimals, formatValue } from '../viz/numbers.ts';
import { residualStream } from '../viz/residual-stream.ts';
import { stateOf, together } from './kit/asked.ts';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { useFigureModel } from './kit/figure-model.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { norm, readStream, type StreamReading } from './kit/stream-data.ts';
import { TextInput } from './kit/text-input.tsx';
import { cellField, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { WordButtons } from './kit/word-buttons.tsx';
import type { Writer } from './kit/writers.ts';
import { partMessages } from './messages/parts.ts';
import { residualStreamMessages as words } from './messages/residual-stream.ts';

const offered = 6;
const channels = ['residual-stream'];

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  // -1: the last word; the next word whose logit is asked about by its place in the vocabulary, -1: the likeliest.
  position: { kind: 'number', label: words.position, default: -1, minimum: -1, maximum: 1023, step: 1 },
  about: { kind: 'number', label: words.about, default: -1, minimum: -1, maximum: 100_000, step: 1 },
  cell: cellField(words.cell, 200),
} as const;

const nameOf = ({ kind, layer, part }: Writer): string =>
  kind === 'embedding'
    ? words.embedding
    : kind === 'positions'
      ? words.positions
      : words.part((layer ?? 0) + 1, partMessages[part ?? 'none']);

export interface ResidualStreamProps extends WidgetProps {
  readonly text?: string;
}

export default function ResidualStream({ number, title = words.title, text }: ResidualStreamProps) {
  const model = useFigureModel('gpt2-toytown');
  const start = text ?? model.text;
  const fields = useMemo(() => withDefaults(stateFields, { text: start }), [start]);
  const handle = useFigureState('residual-stream', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, read, key, problem, retry } = useModelText(model, state.text, live && seen);
  const ask = useMemo(() => {
    if (key === '') return null;
    const tokens = tokensOf(key);
    const last = tokens.length - 1;
    const position = state.position < 0 ? last : Math.min(last, state.position);
    return (options: Options) => readStream(model, tokens, position, options);
  }, [model, key, state.position]);
  const work = useWork('residual-stream', ask);
  const { result } = work;

  const wordOf = (id: number) => tokenizer?.vocabulary[id] ?? '';
  const likeliest = useMemo(() => (result ? ranked(result.logits).slice(0, offered) : []), [result]);
  const about =
    result && state.about >= 0 && state.about < result.logits.length ? state.about : (likeliest[0] ?? 0);
  const data = useMemo(() => {
    if (!result) return null;
    const [row, column] = state.cell;
    return {
      writers: result.writers.map((writer, index) => ({
        name: nameOf(writer),
        kind: writer.kind === 'mixer' || writer.kind === 'channels' ? writer.kind : ('embedding' as const),
        norm: norm(result.writes[index] ?? []),
        effect: result.shares[index]?.[about] ?? 0,
      })),
      stream: result.stream.map(norm),
      chosen:
        row === undefined
          ? null
          : { row: Math.min(row, result.writers.length - 1), column: Math.min(2, column ?? 0) },
    };
  }, [result, about, state.cell]);
  const host = useChart(residualStream, data, {
    label: words.chartLabel,
    headings: words.headings,
    describe: (row: number, column: number) => {
      const writer = data?.writers[row];
      const value = [writer?.norm, data?.stream[row], writer?.effect][column] ?? 0;
      return words.described[column]?.(writer?.name ?? '', value) ?? '';
    },
    onChoose: (row: number, column: number) => set({ cell: [row, column] }),
  });

  const tokens = useMemo(
    () => result?.tokens.map((id) => tokenizer?.vocabulary[id] ?? '') ?? [],
    [result, tokenizer],
  );
  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together({ problem, retry }, work);
  const names = data?.writers.map(({ name }) => name) ?? [];
  const pushes = data?.writers.map(({ effect }) => effect) ?? [];
  const most = pushes.indexOf(Math.max(...pushes));
  const least = pushes.indexOf(Math.min(...pushes));
  const subject = tokens[result?.position ?? 0] ?? '';
  const choose = (ids: readonly number[]) => (about >= 0 && !ids.includes(about) ? [...ids, about] : ids);

  return (
    <Figure
      root={root}
      widget="residual-stream"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: data })}
      handle={handle}
      reads={
        data && result
          ? words.reads(
              subject,
              wordOf(about),
              result.logits[about] ?? 0,
              names[most] ?? '',
              pushes[most] ?? 0,
              names[least] ?? '',
              pushes[least] ?? 0,
            )
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      table={data && result ? tableOf(result, about, subject, wordOf(about)) : null}
      tensors={
        result
          ? result.writers.map(({ probe }, index) => ({
              name: probe,
              shape: [result.writes[index]?.length ?? 0],
              data: result.writes[index] ?? new Float32Array(),
            }))
          : []
      }
      sources="residual-stream"
      outline={<BarsOutline rows={2 + 2 * model.layers} />}
      controls={
        <TextInput
          field={fields.text}
          text={state.text}
          onChange={(typed) => set({ text: typed, position: -1, about: -1, cell: [] })}
          read={read}
          tokenizer={tokenizer}
        />
      }
    >
      <p className="control-label">{words.follow}</p>
      <WordButtons
        tokens={tokens}
        chosen={result?.position ?? 0}
        onPress={(position) => set({ position, about: -1, cell: [] })}
      />
      <p className="control-label stream-about">{words.about}</p>
      <WordButtons
        tokens={choose(likeliest).map(wordOf)}
        chosen={choose(likeliest).indexOf(about)}
        onPress={(index) => set({ about: choose(likeliest)[index] ?? -1 })}
      />
      <div className="stream-host" data-tensor="stream" ref={host} />
      <table className="sum stream-sum">
        <tbody>
          <tr>
            <th scope="row">{words.sum}</th>
            <td>{data ? formatValue(pushes.reduce((sum, push) => sum + push, 0)) : ''}</td>
          </tr>
          <tr>
            <th scope="row">{words.bias}</th>
            <td>{result ? formatValue(result.bias[about] ?? 0) : ''}</td>
          </tr>
          <tr>
            <th scope="row">{words.logit}</th>
            <td>{result ? formatValue(result.logits[about] ?? 0) : ''}</td>
          </tr>
        </tbody>
      </table>
    </Figure>
  );
}

/** Ids by their logits, the largest first. */
const ranked = (logits: Float32Array): number[] =>
  Array.from(logits, (_, id) => id).sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));

function tableOf(result: StreamReading, about: number, word: string, next: string): TableData {
  return {
    caption: words.tableCaption(word, next),
    columns: words.columns,
    rows: result.writers.map((writer, index) => [
      nameOf(writer),
      formatDecimals(norm(result.writes[index] ?? []), 3),
      formatDecimals(norm(result.stream[index] ?? []), 3),
      formatDecimals(result.shares[index]?.[about] ?? 0, 3),
    ]),
  };
}
