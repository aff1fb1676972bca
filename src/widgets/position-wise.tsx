/** A layer of a trained model with one vector of its input changed, or all in another order: which of its outputs follow? */

import { useMemo, useRef } from 'react';
import type { Options } from '../runtime/client.ts';
import { formatDecimals } from '../viz/numbers.ts';
import { tensorHeatMap } from '../viz/tensor-heat-map.ts';
import { stateOf, together } from './kit/asked.ts';
import { Button, Segments, TextField } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { numbersTo, shippedModels } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { changeOne, permuteAll, type Rows } from './kit/position-wise-data.ts';
import { TextInput } from './kit/text-input.tsx';
import { cellField, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { WordButtons } from './kit/word-buttons.tsx';
import { positionWiseMessages as words } from './messages/position-wise.ts';

const model = shippedModels['gpt2-toytown'];
const modes = ['change', 'permute'] as const;
type Mode = (typeof modes)[number];
const rowNames: Readonly<Record<Mode, readonly string[]>> = {
  change: Object.values(words.changed),
  permute: Object.values(words.permuted),
};
const labels: Readonly<Record<Mode, string>> = { change: words.changeLabel, permute: words.permuteLabel };
const notes: Readonly<Record<Mode, string>> = { change: words.changeNote, permute: words.permuteNote };
/** Less than this is rounding: 32-bit numbers added in another order. */
const rounding = 1e-4;
const channels = ['position-wise'];

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  layer: { kind: 'number', label: words.layer, default: 1, minimum: 1, maximum: model.layers, step: 1 },
  mode: { kind: 'choice', label: words.mode, default: 'change', choices: modes },
  position: { kind: 'number', label: words.position, default: 4, minimum: 0, maximum: 1023, step: 1 },
  by: { kind: 'text', label: words.by, default: 'blue', maximum: 40 },
  order: { kind: 'number', label: words.order, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
  cell: cellField(words.cell),
} as const;

interface Answer extends Rows {
  readonly mode: Mode;
  readonly position: number;
  readonly by: number;
}

export interface PositionWiseProps extends WidgetProps {
  readonly text?: string;
}

export default function PositionWise({ number, title = words.title, text }: PositionWiseProps) {
  const fields = useMemo(() => withDefaults(stateFields, { text }), [text]);
  const handle = useFigureState('position-wise', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, read, key, problem, retry } = useModelText(model, state.text, live && seen);
  const { layer, mode, order } = state;
  const byId = tokenizer?.vocabulary.indexOf(state.by.trim()) ?? -1;
  const ask = useMemo(() => {
    if (key === '') return null;
    const tokens = tokensOf(key);
    const position = Math.min(tokens.length - 1, state.position);
    const by = byId >= 0 ? byId : (tokens[position] ?? 0);
    const question = { model, tokens, layer: layer - 1 };
    return async (options: Options): Promise<Answer> => ({
      ...(mode === 'change'
        ? await changeOne(question, position, by, options)
        : await permuteAll(question, order, options)),
      mode,
      position,
      by,
    });
  }, [key, layer, mode, state.position, byId, order]);
  const work = useWork('position-wise', ask);
  const { result } = work;

  const tokens = useMemo(
    () => result?.order.map((from) => tokenizer?.vocabulary[result.tokens[from] ?? -1] ?? '') ?? [],
    [result, tokenizer],
  );
  const data = useMemo(() => {
    if (!result) return null;
    const flat = result.values.flat();
    const [row, column] = state.cell;
    const chosen =
      row !== undefined && column !== undefined && row < result.values.length && column < tokens.length
        ? { row, column }
        : null;
    return {
      values: flat.map((value) => (value < rounding ? 0 : Math.min(1, value))),
      rows: result.values.length,
      columns: tokens.length,
      rowLabels: words.short[result.mode],
      columnLabels: tokens,
      most: 1,
      chosen,
    };
  }, [result, tokens, state.cell]);
  const host = useChart(tensorHeatMap, data, {
    label: labels[mode],
    ramp: 'seq',
    height: 160,
    describe: (row: number, column: number) =>
      words.described(
        rowNames[result?.mode ?? mode][row] ?? '',
        tokens[column] ?? '',
        result?.values[row]?.[column] ?? 0,
      ),
    onChoose: (row: number, column: number) => set({ cell: [row, column] }),
  });

  const given = useMemo(
    () => (key === '' ? [] : tokensOf(key).map((id) => tokenizer?.vocabulary[id] ?? '')),
    [key, tokenizer],
  );
  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together({ problem, retry }, work);

  return (
    <Figure
      root={root}
      widget="position-wise"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: data })}
      handle={handle}
      reads={result ? readsOf(result, given, tokenizer?.vocabulary ?? []) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      table={result ? tableOf(result, tokens) : null}
      tensors={
        data
          ? [
              {
                name: `${mode}-layer-${layer}`,
                shape: [data.rows, data.columns],
                data: Float32Array.from(result?.values.flat() ?? []),
              },
            ]
          : []
      }
      sources="position-wise"
      outline={<MatrixOutline count={6} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed, cell: [] })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <Segments
            className="layer-control"
            field={{ label: words.layer, choices: numbersTo(model.layers) }}
            value={String(layer)}
            onChange={(choice) => set({ layer: Number(choice) })}
          />
          <Segments
            field={{ label: words.mode, choices: modes }}
            value={mode}
            name={(choice) => words.modes[choice]}
            onChange={(choice) => set({ mode: choice, cell: [] })}
          />
        </>
      }
    >
      {mode === 'change' ? (
        <div className="wise-change">
          <div>
            <p className="control-label">{words.pick}</p>
            <WordButtons
              tokens={given}
              chosen={Math.min(given.length - 1, state.position)}
              onPress={(position) => set({ position, cell: [] })}
            />
          </div>
          <TextField
            field={{ label: words.by }}
            value={state.by}
            placeholder={words.byNone}
            onChange={(by) => set({ by: by.slice(0, 40) })}
          />
        </div>
      ) : (
        <div className="wise-change">
          <Button onPress={() => set({ order: (order + 1) % 4294967296, cell: [] })}>{words.another}</Button>
        </div>
      )}
      <div className="wise-host" ref={host} />
      <p className="quiet-note">{notes[mode]}</p>
    </Figure>
  );
}

function readsOf(result: Answer, given: readonly string[], vocabulary: readonly string[]): string {
  const { mode, values, position, by, tokens } = result;
  const [first = [], second = [], third = []] = values;
  if (mode === 'permute') {
    const [channelsMost, openMost, mixerMost] = [first, second, third].map((row) => Math.max(...row));
    return words.readsPermute(channelsMost ?? 0, openMost ?? 0, mixerMost ?? 0);
  }
  const moved = (row: readonly number[]) => row.filter((value) => value > rounding).length;
  const word = given[position] ?? '';
  if (tokens[position] === by) return words.readsSame(word);
  return words.readsChange(word, vocabulary[by] ?? '', moved(second), moved(third), tokens.length);
}

const tableOf = ({ mode, values }: Answer, tokens: readonly string[]): TableData => ({
  caption: words.tableCaption,
  columns: ['', ...tokens],
  rows: values.map((row, index) => [
    rowNames[mode][index] ?? '',
    ...row.map((value) => (value < rounding ? '0' : formatDecimals(value, 3))),
  ]),
});
