/** One head of a live model, its softmax run from tile to tile: the same answer, and never a whole map. */

import { useMemo, useRef } from 'react';
import { largestTile, naiveBytes, tiledBytes } from '../models/attention-traffic.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { barTable } from '../viz/bar-table.ts';
import { formatBytes, formatWhole } from '../viz/numbers.ts';
import { tensorHeatMap } from '../viz/tensor-heat-map.ts';
import { stateOf, together } from './kit/asked.ts';
import { HeadName, Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { shippedModels } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { type Run, runningOf } from './kit/running-softmax.ts';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { flashMessages as words } from './messages/flash.ts';

const model = shippedModels['gpt2-toytown'];
const channels = ['flash'];
const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
/** As the paper counts: numbers of 16 bits, and the fast memory of one unit of an A100. */
const counted = { headSize: 64, bytesPerNumber: 2 };
const tileOfMemory = largestTile((192 * 1024) / counted.bytesPerNumber, counted.headSize);

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  layer: { kind: 'choice', label: words.layer, default: '2', choices: numbered(model.layers) },
  head: { kind: 'choice', label: words.head, default: '1', choices: numbered(model.heads) },
  tile: { kind: 'number', label: words.tile, default: 4, minimum: 1, maximum: 16, step: 1 },
  length: { kind: 'number', label: words.length, default: 10, minimum: 7, maximum: 15, step: 1 },
  // -1: the last query.
  row: { kind: 'number', label: words.row, default: -1, minimum: -1, maximum: 127, step: 1 },
} as const;

export default function Flash({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('flash', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, read, key, problem, retry } = useModelText(model, state.text, live && seen);
  const { tile } = state;
  const [layer, head] = [Number(state.layer) - 1, Number(state.head) - 1];
  const ask = useMemo(() => {
    if (key === '') return null;
    const of = (name: string) => `blocks.${layer}.attn.${name}`;
    const request = { model: model.id, tokens: tokensOf(key) };
    return async (options: Options): Promise<Run> => {
      const once = await runtime().run({ ...request, capture: [of('z')] }, options);
      const capture = [of('z'), of('running_max'), of('running_sum')];
      const tiled = await runtime().run({ ...request, capture, choices: { tile } }, options);
      return runningOf(once, tiled, of, head);
    };
  }, [key, layer, head, tile]);
  const work = useWork('flash', ask);
  const run = work.result;

  const tokens = useMemo(
    () => (run && tokenizer ? run.tokens.map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [run, tokenizer],
  );
  const row = run ? Math.min(run.queries - 1, state.row < 0 ? run.queries - 1 : state.row) : 0;
  const data = useMemo(
    () =>
      run && tokens.length > 0
        ? {
            values: run.gathered,
            rows: run.queries,
            columns: run.tiles,
            rowLabels: tokens,
            most: 1,
            chosen: { row, column: run.tiles - 1 },
          }
        : null,
    [run, tokens, row],
  );
  const at = (query: number, column: number) => query * (run?.tiles ?? 0) + column;
  const host = useChart(tensorHeatMap, data, {
    label: words.chart,
    ramp: 'seq',
    across: words.across,
    down: words.down,
    describe: (query: number, column: number) =>
      words.cell(
        tokens[query] ?? '',
        column + 1,
        run?.largest[at(query, column)] ?? 0,
        run?.sum[at(query, column)] ?? 0,
        run?.gathered[at(query, column)] ?? 0,
      ),
    onChoose: (query: number) => set({ row: query }),
  });
  const length = 2 ** state.length;
  const bytes = useMemo(() => {
    const of = { ...counted, length };
    return { naive: naiveBytes(of), tiled: tiledBytes(of, tileOfMemory) };
  }, [length]);
  const bars = useMemo(
    () =>
      live
        ? {
            columns: words.columns(length),
            rows: [
              { label: words.atOnce, value: bytes.naive },
              { label: words.byTiles(tileOfMemory), value: bytes.tiled },
            ].map(({ label, value }) => ({ label, amounts: [{ value, text: formatBytes(value) }] })),
          }
        : null,
    [live, length, bytes],
  );
  const barsHost = useChart(barTable, bars, { label: words.barsLabel });

  const asked = together({ problem, retry }, work);
  const empty = read !== null && read.tokens.length === 0;
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: data });
  const last = run ? Array.from({ length: run.tiles }, (_, column) => at(row, column)) : [];
  return (
    <Figure
      root={root}
      widget="flash"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={run ? words.reads(run.difference, run.tiles, length, bytes.naive, bytes.tiled) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      table={
        run && {
          caption: words.tableCaption,
          columns: words.tableColumns,
          rows: last.map((place, column) => [
            column + 1,
            run.largest[place] ?? 0,
            run.sum[place] ?? 0,
            run.gathered[place] ?? 0,
          ]),
        }
      }
      sources="flash"
      outline={<MatrixOutline count={10} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed, row: -1 })}
            read={read}
            tokenizer={tokenizer}
          />
          <Segments field={fields.layer} value={state.layer} onChange={(value) => set({ layer: value })} />
          <Segments
            field={fields.head}
            value={state.head}
            name={(choice) => <HeadName head={Number(choice)} />}
            onChange={(value) => set({ head: value })}
          />
          <Slider field={fields.tile} value={tile} onChange={(value) => set({ tile: value })} />
          <Slider
            field={fields.length}
            value={state.length}
            format={(value) => formatWhole(2 ** value)}
            onChange={(value) => set({ length: value })}
          />
        </>
      }
    >
      <div className="reach-host" ref={host} />
      <div className="cache-bars" ref={barsHost} />
      <p className="figure-note">{words.note}</p>
    </Figure>
  );
}
