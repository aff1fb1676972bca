/** A trained model as boxes: each opens to the tensor that it made, with its real numbers and its formula, for a word that is followed. */
import { useEffect, useMemo, useRef } from 'react';
import { blockDiagram, visibleBlocks } from '../viz/block-diagram.ts';
import { formatExact, formatValue, largestMagnitude } from '../viz/numbers.ts';
import { tensorHeatMap } from '../viz/tensor-heat-map.ts';
import { tensorSlice } from '../viz/tensor-slice.ts';
import { publishFacts } from './highlight.ts';
import { boxesOf, groupIds, layerOf, nameOf, partOf, tensorIds } from './kit/block-boxes.ts';
import { HeadName, Segments } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { numbersTo, shippedModels } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { norm } from './kit/stream-data.ts';
import { TextInput } from './kit/text-input.tsx';
import { cellField, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useTextRun } from './kit/use-text-run.ts';
import { useVisible } from './kit/use-visible.ts';
import { WordButtons } from './kit/word-buttons.tsx';
import { blockDiagramMessages as words } from './messages/block-diagram.ts';

const model = shippedModels['gpt2-toytown'];
const boxes = boxesOf(model.layers);
const tensors = tensorIds(boxes);
const groups = groupIds(model.layers);
const channels = ['block-diagram'];

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  // -1: the last word.
  position: { kind: 'number', label: words.position, default: -1, minimum: -1, maximum: 1023, step: 1 },
  box: { kind: 'choice', label: words.box, default: 'embed', choices: tensors },
  // Places in `groups`.
  open: {
    kind: 'list',
    label: words.open,
    default: [0],
    minimum: 0,
    maximum: groups.length - 1,
    step: 1,
    shortest: 0,
    longest: groups.length,
  },
  head: { kind: 'number', label: words.head, default: 1, minimum: 1, maximum: model.heads, step: 1 },
  cell: cellField(words.cell, 100_000),
} as const;

export interface BlockDiagramProps extends WidgetProps {
  readonly text?: string;
}

export default function BlockDiagram({ number, title = words.title, text }: BlockDiagramProps) {
  const fields = useMemo(() => withDefaults(stateFields, { text }), [text]);
  const handle = useFigureState('block-diagram', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { box } = state;
  const capture = useMemo(() => [box], [box]);
  const run = useTextRun({
    channel: 'block-diagram',
    model,
    text: state.text,
    wanted: live && seen,
    capture,
  });
  const { result, tokenizer } = run;
  const tokens = run.words;

  const open = useMemo(() => state.open.map((index) => groups[index] ?? ''), [state.open]);
  const visible = useMemo(() => visibleBlocks({ parts: boxes, open }), [open]);
  const row = visible.findIndex(({ part }) => part.id === box);
  const diagram = useMemo(
    () => (result ? { parts: boxes, open, chosen: row < 0 ? null : { row, column: 0 } } : null),
    [result, open, row],
  );
  const diagramHost = useChart(blockDiagram, diagram, {
    label: words.diagramLabel,
    describe: (at: number) => visible[at]?.part.label ?? '',
    onChoose: (at: number) => {
      const id = visible[at]?.part.id ?? '';
      if (tensors.includes(id)) set({ box: id, cell: [] });
    },
    onOpen: (id: string, opened: boolean) => {
      const index = groups.indexOf(id);
      set({ open: opened ? [...state.open, index] : state.open.filter((other) => other !== index) });
    },
  });

  // The answer may still be that of the box before.
  const tensor = result?.tensors[box] ?? null;
  const perHead = tensor?.shape.length === 4;
  const slice = useMemo(
    () =>
      !tensor
        ? null
        : tensor.shape.length === 4
          ? tensorSlice(tensor, 2, 3, [0, state.head - 1])
          : tensorSlice(tensor, 1, 2),
    [tensor, state.head],
  );
  const position = Math.min(tokens.length - 1, state.position < 0 ? tokens.length - 1 : state.position);
  const part = partOf(box);
  const square = part === 'attn.attn_scores' || part === 'attn.pattern';
  const data = useMemo(() => {
    if (!slice) return null;
    const columns =
      part === 'logits'
        ? { columnLabels: tokenizer?.vocabulary ?? [] }
        : square
          ? { columnLabels: tokens }
          : {};
    const [at, column] = state.cell;
    const inside = at !== undefined && column !== undefined && at < slice.rows && column < slice.columns;
    return {
      ...slice,
      rowLabels: tokens,
      ...columns,
      most: largestMagnitude(slice.values),
      chosen: inside ? { row: at, column } : { row: position, column: 0 },
    };
  }, [slice, tokens, tokenizer, part, square, state.cell, position]);
  const name = `${layerOf(box) === null ? '' : `${words.layer((layerOf(box) ?? 0) + 1)}, `}${nameOf(box)}`;
  const host = useChart(tensorHeatMap, data, {
    label: words.tensorLabel(name),
    height: 420,
    describe: (at: number, column: number) =>
      words.cellRead(name, tokens[at] ?? '', column + 1, slice?.values[at * slice.columns + column] ?? 0),
    onChoose: (at: number, column: number) => set({ cell: [at, column], position: at }),
  });

  const vector = slice ? slice.values.slice(position * slice.columns, (position + 1) * slice.columns) : null;
  const length = vector ? norm(vector) : 0;
  const chosen = data?.chosen;
  const value = slice && chosen ? (slice.values[chosen.row * slice.columns + chosen.column] ?? 0) : 0;

  useEffect(() => {
    if (!tensor || !data?.chosen) return;
    publishFacts('block-diagram', {
      shapes: [{ symbol: 'stream', letter: 'X', shape: [tokens.length, model.heads * model.headSize] }],
      subject: `${name} of “${tokens[data.chosen.row] ?? ''}”, number ${data.chosen.column + 1}`,
      arithmetic: words.formulas[part] ?? '',
      result: formatValue(value),
    });
  });
  useEffect(() => () => publishFacts('block-diagram', null), []);

  return (
    <Figure
      root={root}
      widget="block-diagram"
      number={number}
      title={title}
      badge="trained"
      rubric={run.empty ? words.emptyRubric : words.rubric}
      handle={handle}
      {...run.frame}
      reads={
        tensor
          ? words.reads('', name, tokens[position] ?? '', words.shape(tensor.shape.slice(1)), length)
          : words.nothing
      }
      table={slice ? tableOf(name, slice, tokens) : null}
      tensors={tensor ? [{ name: box, shape: tensor.shape, data: tensor.data }] : []}
      sources="block-diagram"
      outline={<BarsOutline rows={8} />}
      controls={
        <TextInput
          field={fields.text}
          text={state.text}
          onChange={(typed) => set({ text: typed, position: -1, cell: [] })}
          read={run.read}
          tokenizer={tokenizer}
          placeholder={words.placeholder}
        />
      }
    >
      <p className="control-label">{words.follow}</p>
      <WordButtons tokens={tokens} chosen={position} onPress={(at) => set({ position: at, cell: [] })} />
      <div className="block-grid">
        <div className="block-host" ref={diagramHost} />
        <div data-tensor="stream">
          <p className="block-name">{name}</p>
          <p className="block-formula">{words.formulas[part] ?? ''}</p>
          <p className="quiet-note">
            {tensor ? `${words.shape(tensor.shape.slice(1))}: ${axesOf(part)}` : ''}
          </p>
          {perHead ? (
            <Segments
              className="head-control"
              field={{ label: words.head, choices: numbersTo(model.heads) }}
              value={String(state.head)}
              name={(choice) => <HeadName head={Number(choice)} />}
              onChange={(choice) => set({ head: Number(choice) })}
            />
          ) : null}
          <div className="tensor-host" ref={host} />
          <p className="quiet-note">
            {chosen
              ? `${words.cellRead(nameOf(box), tokens[chosen.row] ?? '', chosen.column + 1, value)}. `
              : ''}
            {vector ? words.length(length) : ''}
          </p>
        </div>
      </div>
    </Figure>
  );
}

function axesOf(part: string): string {
  if (part === 'logits') return words.axes.vocabulary;
  if (part.startsWith('mlp.')) return words.axes.hidden;
  if (part === 'attn.attn_scores' || part === 'attn.pattern') return words.axes.square;
  return part.startsWith('attn.') ? words.axes.heads : words.axes.stream;
}

interface Sliced {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

const tableOf = (name: string, { rows, columns, values }: Sliced, tokens: readonly string[]): TableData => ({
  caption: words.tableCaption(name),
  columns: [words.word, ...Array.from({ length: columns }, (_, column) => String(column + 1))],
  rows: Array.from({ length: rows }, (_, row) => [
    tokens[row] ?? '',
    ...Array.from(values.subarray(row * columns, (row + 1) * columns), formatExact),
  ]),
});
