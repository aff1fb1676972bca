/**
 * All attention maps of a model on one text, any of them large: as a map, as links between words, or as query times key. The three
 * ways of looking are those of Vig 2019, https://arxiv.org/abs/1906.05714.
 */
import { useMemo, useRef } from 'react';
import { attentionArcs } from '../viz/attention-arcs.ts';
import { attentionMatrix } from '../viz/attention-matrix.ts';
import { headGrid } from '../viz/head-grid.ts';
import { neuronView } from '../viz/neuron-view.ts';
import { formatWeight, sequentialStep } from '../viz/numbers.ts';
import { chosenCell } from './kit/attention-map-data.ts';
import { HeadName, Segments } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { type FigureModel, useFigureModel } from './kit/figure-model.ts';
import { type HeadShares, headKinds, mainKind, sharesOf } from './kit/head-kinds.ts';
import { type HeadView, headProbes, headView, heaviest } from './kit/head-view.ts';
import { numbersTo } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { cellField, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useTextRun } from './kit/use-text-run.ts';
import { useVisible } from './kit/use-visible.ts';
import { WordButtons } from './kit/word-buttons.tsx';
import { headGridMessages as words } from './messages/head-grid.ts';

const capture = headProbes.map((name) => `blocks.*.attn.${name}`);
const views = ['map', 'links', 'neurons'] as const;
const channels = ['head-grid'];

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

const stateFieldsOf = ({ layers, heads }: Pick<FigureModel, 'layers' | 'heads'>) =>
  ({
    text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
    layer: { kind: 'number', label: words.layer, default: 1, minimum: 1, maximum: layers, step: 1 },
    head: { kind: 'number', label: words.head, default: 1, minimum: 1, maximum: heads, step: 1 },
    view: { kind: 'choice', label: words.view, default: 'map', choices: views },
    // [query, key] as positions; empty: the last word and what it looks at most.
    cell: cellField(words.cell),
  }) as const;

export interface HeadGridProps extends WidgetProps {
  readonly text?: string;
  readonly layer?: number;
  readonly head?: number;
}

export default function HeadGrid({ number, title = words.title, text, layer, head }: HeadGridProps) {
  const model = useFigureModel('gpt2-toytown');
  const { layers: layerCount, heads: headCount } = model;
  const start = text ?? model.text;
  const layers = useMemo(() => upTo(layerCount), [layerCount]);
  const heads = useMemo(() => upTo(headCount), [headCount]);
  const fields = useMemo(
    () =>
      withDefaults(stateFieldsOf({ layers: layerCount, heads: headCount }), {
        text: start,
        layer,
        head,
      }),
    [layerCount, headCount, start, layer, head],
  );
  const handle = useFigureState('head-grid', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const run = useTextRun({ channel: 'head-grid', model, text: state.text, wanted: live && seen, capture });
  const { result } = run;
  const tokens = run.words;

  const all = useMemo(
    () => (result ? layers.map((row) => heads.map((column) => headView(result, row, column))) : null),
    [result, layers, heads],
  );
  const maps = useMemo(() => all?.map((row) => row.map((view) => view?.pattern ?? [])) ?? null, [all]);
  const shares = useMemo(
    () => maps?.map((row) => row.map((pattern) => sharesOf(tokens, pattern))) ?? null,
    [maps, tokens],
  );
  const view = all?.[state.layer - 1]?.[state.head - 1] ?? null;
  const chosen = useMemo(() => chosenCell(view, state.cell), [view, state.cell]);
  const query = chosen?.query ?? 0;

  const gridData = useMemo(
    () =>
      maps
        ? {
            maps,
            length: tokens.length,
            causal: true,
            chosen: { row: state.layer - 1, column: state.head - 1 },
          }
        : null,
    [maps, tokens, state.layer, state.head],
  );
  const kindRead = (own: HeadShares | undefined) => {
    const kind = own ? mainKind(own) : null;
    return kind ? words.kinds[kind] : words.kinds.spread;
  };
  const gridHost = useChart(headGrid, gridData, {
    label: words.gridLabel,
    layerName: words.layerName,
    headName: words.headName,
    describe: (row: number, column: number) =>
      words.gridRead(row + 1, column + 1, kindRead(shares?.[row]?.[column])),
    onChoose: (row: number, column: number) => set({ layer: row + 1, head: column + 1 }),
  });
  const mapData = useMemo(
    () => (view && state.view === 'map' ? { tokens, weights: view.pattern, causal: true, chosen } : null),
    [view, tokens, chosen, state.view],
  );
  const mapHost = useChart(attentionMatrix, mapData, {
    label: words.mapLabel(state.layer, state.head),
    describe: (at: number, key: number) =>
      words.cellRead(tokens[at] ?? '', tokens[key] ?? '', view?.pattern[at * view.length + key] ?? 0),
    onChoose: (at: number, key: number) => set({ cell: [at, key] }),
  });
  const linkData = useMemo(
    () => (view && state.view === 'links' ? linksTo(view, tokens, query) : null),
    [view, tokens, query, state.view],
  );
  const linkHost = useChart(attentionArcs, linkData, { label: words.linksLabel });

  const neuronData = useMemo(
    () =>
      view && chosen && state.view === 'neurons' ? neuronsOf(view, tokens, chosen.query, chosen.key) : null,
    [view, tokens, chosen, state.view],
  );
  const neuronHost = useChart(neuronView, neuronData, {
    label: words.neuronsLabel(tokens[query] ?? ''),
    headings: words.neuronHeadings,
    describe: (key: number) =>
      words.cellRead(tokens[query] ?? '', tokens[key] ?? '', neuronData?.weights[key] ?? 0),
    onChoose: (key: number) => set({ cell: [query, key] }),
  });

  const own = shares?.[state.layer - 1]?.[state.head - 1];
  const kind = own ? mainKind(own) : null;

  return (
    <Figure
      root={root}
      widget="head-grid"
      number={number}
      title={title}
      badge="trained"
      rubric={run.empty ? words.emptyRubric : words.rubric}
      handle={handle}
      {...run.frame}
      reads={
        view && chosen && own
          ? words.reads(
              state.layer,
              state.head,
              kindRead(own),
              kind ? own[kind] : 0,
              tokens[chosen.query] ?? '',
              tokens[chosen.key] ?? '',
              view.pattern[chosen.query * view.length + chosen.key] ?? 0,
            )
          : words.nothing
      }
      table={shares ? tableOf(shares) : null}
      tensors={
        view
          ? [
              {
                name: `layer-${state.layer}-head-${state.head}-pattern`,
                shape: [view.length, view.length],
                data: view.pattern,
              },
            ]
          : []
      }
      sources="head-grid"
      outline={<MatrixOutline count={4} cell={52} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed, cell: [] })}
            read={run.read}
            tokenizer={run.tokenizer}
            placeholder={words.placeholder}
          />
          <Segments
            className="layer-control"
            field={{ label: words.layer, choices: numbersTo(model.layers) }}
            value={String(state.layer)}
            onChange={(choice) => set({ layer: Number(choice) })}
          />
          <Segments
            className="head-control"
            field={{ label: words.head, choices: numbersTo(model.heads) }}
            value={String(state.head)}
            name={(choice) => <HeadName head={Number(choice)} />}
            onChange={(choice) => set({ head: Number(choice) })}
          />
          <Segments
            field={{ label: words.view, choices: views }}
            value={state.view}
            name={(choice) => words.views[choice]}
            onChange={(choice) => set({ view: choice })}
          />
        </>
      }
    >
      <div className="head-grid-grid">
        <div>
          <div className="head-grid-host" ref={gridHost} />
          {own ? <Shares shares={own} /> : null}
        </div>
        <div className="head-grid-large" data-tensor="pattern">
          <div className="map-host" hidden={state.view !== 'map'} ref={mapHost} />
          <div hidden={state.view !== 'links'}>
            <div className="arcs-host" ref={linkHost} />
            <p className="control-label">{words.wordLooks}</p>
            <WordButtons
              tokens={tokens}
              chosen={query}
              onPress={(at) => set({ cell: view ? [at, heaviest(view, at)[0]?.key ?? 0] : [] })}
            />
          </div>
          <div hidden={state.view !== 'neurons'} ref={neuronHost} />
        </div>
      </div>
    </Figure>
  );
}

/** The rows and columns up to the word that looks. */
function linksTo(view: HeadView, tokens: readonly string[], query: number) {
  const count = query + 1;
  const weights = new Float32Array(count * count);
  for (let row = 0; row < count; row++)
    for (let key = 0; key <= row; key++)
      weights[row * count + key] = view.pattern[row * view.length + key] ?? 0;
  return { tokens: tokens.slice(0, count), weights };
}

/** The query, every key that it may look at, their products and weights. */
function neuronsOf(view: HeadView, tokens: readonly string[], query: number, key: number) {
  const { headSize, length } = view;
  const row = (matrix: Float32Array, index: number) =>
    matrix.subarray(index * headSize, (index + 1) * headSize);
  const seen = Array.from({ length: query + 1 }, (_, at) => at);
  return {
    tokens,
    query,
    q: row(view.q, query),
    k: seen.map((at) => row(view.k, at)),
    sums: seen.map((at) => view.scores[query * length + at] ?? 0),
    weights: seen.map((at) => view.pattern[query * length + at] ?? 0),
    chosen: { row: key, column: headSize + 1 },
  };
}

function Shares({ shares }: { readonly shares: HeadShares }) {
  return (
    <table className="sum head-shares">
      <caption className="control-label">{words.shareNote}</caption>
      <tbody>
        {headKinds.map((kind) => (
          <tr key={kind}>
            <th scope="row">{words.shareRows[kind]}</th>
            <td>
              <span
                className="share-bar"
                style={{
                  width: `${100 * shares[kind]}%`,
                  background: `var(--seq-${Math.max(4, sequentialStep(shares[kind]))})`,
                }}
              />
            </td>
            <td>{formatWeight(shares[kind])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function tableOf(shares: readonly (readonly HeadShares[])[]): TableData {
  return {
    caption: words.tableCaption,
    columns: words.columns,
    rows: shares.flatMap((row, layer) =>
      row.map((own, head) => [layer + 1, head + 1, ...headKinds.map((kind) => formatWeight(own[kind]))]),
    ),
  };
}
