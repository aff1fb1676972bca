/**
 * A window lets each layer see a few words; layers hand on what they saw. Measured on a trained model and not drawn: each word of the
 * text is changed in turn, and what moves at the last position is read after every layer. Beyond reach the change is exactly 0.
 */

import { useMemo, useRef } from 'react';
import { type Options, type RunResult, runtime } from '../runtime/client.ts';
import { reachGrid } from '../viz/reach-grid.ts';
import { stateOf, together } from './kit/asked.ts';
import { Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { shippedModels } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { cellField } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { type WindowModel, slidingWindowMessages as words } from './messages/sliding-window.ts';

const all: readonly WindowModel[] = ['gpt2-toytown', 'mistral-toytown'];
/** Those that ship. */
const models = all.filter((id) => id in shippedModels);
const channels = ['sliding-window'];
const context = 48;
const noWindow = 17;

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  model: { kind: 'choice', label: words.model, default: 'gpt2-toytown', choices: models },
  window: { kind: 'number', label: words.window, default: 4, minimum: 1, maximum: noWindow, step: 1 },
  // [layer, word]; empty: the furthest word that is felt after the last layer.
  cell: cellField(words.cell, context),
} as const;

interface Reach {
  /** How far the vector at the last position moves: the root of the sum of squares. // [layer][word] */
  readonly change: readonly Float32Array[];
  readonly layers: number;
}

/** Row 0 of every tensor is the text, row j + 1 the text with word j changed. */
function reachOf(result: RunResult): Reach {
  const length = result.tokens.length;
  const names = Object.keys(result.tensors);
  const change = names.map((name) => {
    const tensor = result.tensors[name];
    const [rows = 0, positions = 0, width = 0] = tensor?.shape ?? [];
    const at = (row: number, dimension: number) =>
      tensor?.data[(row * positions + positions - 1) * width + dimension] ?? 0;
    return Float32Array.from({ length: Math.min(length, rows - 1) }, (_, word) => {
      let sum = 0;
      for (let dimension = 0; dimension < width; dimension++)
        sum += (at(word + 1, dimension) - at(0, dimension)) ** 2;
      return Math.sqrt(sum);
    });
  });
  return { change, layers: names.length - 1 };
}

/** Another word of the same text or, if it has none, of the vocabulary. */
const changed = (tokens: readonly number[], word: number): number[] => {
  const other = tokens.find((id, at) => at > 0 && id !== tokens[word]) ?? ((tokens[word] ?? 0) === 1 ? 2 : 1);
  return tokens.with(word, other);
};

export default function SlidingWindow({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('sliding-window', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { model } = state;
  const window = state.window === noWindow ? null : state.window;
  const text = useModelText({ id: model, context }, state.text, live && seen);
  const { tokenizer, read, key } = text;
  const ask = useMemo(() => {
    if (key === '') return null;
    const tokens = tokensOf(key);
    const others = tokens.map((_, word) => ({ tokens: changed(tokens, word) }));
    const capture = ['blocks.0.resid_pre', 'blocks.*.resid_post'];
    const request = { model, tokens, others, capture, choices: { window } };
    return (options: Options) => runtime().run(request, options);
  }, [key, model, window]);
  const work = useWork('sliding-window', ask);
  const { result } = work;
  const reach = useMemo(() => (result ? reachOf(result) : null), [result]);
  const tokens = useMemo(
    () => (result && tokenizer ? result.tokens.map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [result, tokenizer],
  );
  const names = useMemo(
    () => reach?.change.map((_, row) => (row === 0 ? words.embedding : words.layer(row))) ?? [],
    [reach],
  );
  const last = tokens.length - 1;
  const first = reach?.change.at(-1)?.findIndex((value) => value > 0) ?? -1;
  const measured = first < 0 ? 0 : last - first;
  const [row = reach?.layers ?? 0, column = Math.max(0, first)] = state.cell;

  const data = useMemo(() => {
    if (!reach || tokens.length === 0) return null;
    const change = reach.change.map((values) => {
      const most = Math.max(...values);
      return values.map((value) => (most > 0 ? value / most : 0));
    });
    const inside = row < change.length && column < tokens.length;
    return { tokens, layers: names, change, chosen: inside ? { row, column } : null };
  }, [reach, tokens, names, row, column]);
  const describe = (layer: number, word: number) =>
    words.cellRead(tokens[word] ?? '', last - word, names[layer] ?? '', reach?.change[layer]?.[word] ?? 0);
  const host = useChart(reachGrid, data, {
    label: words.gridLabel,
    describe,
    onChoose: (layer: number, word: number) => set({ cell: [layer, word] }),
  });

  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together(text, work);
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: data });
  const layers = reach?.layers ?? 0;
  return (
    <Figure
      root={root}
      widget="sliding-window"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={data ? words.reads(window, layers, measured, tokens.length) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={model}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      table={
        reach
          ? {
              caption: words.tableCaption,
              columns: [words.word, ...names],
              rows: tokens.map((token, word) => [token, ...reach.change.map((values) => values[word] ?? 0)]),
            }
          : null
      }
      tensors={
        reach
          ? reach.change.map((values, layer) => ({
              name: `change-${layer}`,
              shape: [values.length],
              data: values,
            }))
          : []
      }
      sources="sliding-window"
      outline={<MatrixOutline count={10} />}
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
            field={fields.model}
            value={model}
            name={words.modelName}
            onChange={(choice) => set({ model: choice, cell: [] })}
          />
          <Slider
            className="scale-control"
            field={fields.window}
            value={state.window}
            format={(value) => (value === noWindow ? words.all : String(value))}
            onChange={(value) => set({ window: value, cell: [] })}
          />
        </>
      }
    >
      <div className="reach-host" data-tensor="stream" ref={host} />
      <p className="figure-note">{words.legend}</p>
      <p className="reach-cell">{data?.chosen ? describe(data.chosen.row, data.chosen.column) : ''}</p>
      <p className="cache-sum">
        <span className="control-label">{words.sumLabel}</span>
        {window === null
          ? words.sumAll
          : words.sum(layers, window, layers * (window - 1), layers * window, measured)}
      </p>
    </Figure>
  );
}
