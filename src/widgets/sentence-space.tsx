/** The reader's sentences as vectors: cosines between every two of them as a map, and the plane in which they differ most. */

import { useMemo, useRef } from 'react';
import { type Options, runtime } from '../runtime/client.ts';
import { formatDecimals } from '../viz/numbers.ts';
import { scatterPlot } from '../viz/scatter-plot.ts';
import { tensorHeatMap } from '../viz/tensor-heat-map.ts';
import { stateOf, together } from './kit/asked.ts';
import { TextField } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { MatrixOutline } from './kit/outlines.tsx';
import {
  cosine,
  principalPlane,
  sentenceModel,
  sentenceRequest,
  sentencesIn,
  sentenceVectors,
} from './kit/sentence-vectors.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useTokenizer } from './kit/use-tokenizer.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { sentenceSpaceMessages as words } from './messages/sentence-space.ts';

const channels = ['sentence-space'];
const most = 16;

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 1500 },
  cell: {
    kind: 'list',
    label: words.cell,
    default: [],
    minimum: 0,
    maximum: most - 1,
    step: 1,
    shortest: 0,
    longest: 2,
  },
} as const;

export default function SentenceSpace({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('sentence-space', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, problem: tokenizerProblem, retry } = useTokenizer(sentenceModel.id, live && seen);
  const sentences = useMemo(
    () => (tokenizer ? sentencesIn(tokenizer, state.text, most) : null),
    [tokenizer, state.text],
  );
  const ask = useMemo(() => {
    const request = sentences && sentences.length > 1 ? sentenceRequest(sentences) : null;
    if (!request || !sentences) return null;
    return (options: Options) =>
      runtime()
        .run(request, options)
        .then((result) => ({ result, sentences }));
  }, [sentences]);
  const work = useWork('sentence-space', ask);
  const found = useMemo(() => {
    if (!work.result) return null;
    const { result, sentences: own } = work.result;
    const vectors = sentenceVectors(result, own);
    if (!vectors) return null;
    const cosines = Float32Array.from(vectors.flatMap((one) => vectors.map((other) => cosine(one, other))));
    return { texts: own.map(({ text }) => text), cosines, plane: principalPlane(vectors) };
  }, [work.result]);
  const count = found?.texts.length ?? 0;
  const at = (row: number, column: number) => found?.cosines[row * count + column] ?? 0;
  const [row = 0, column = 1] = state.cell;
  const inside = row < count && column < count;

  const map = useMemo(() => {
    if (!found) return null;
    const least = Math.min(...found.cosines);
    const scaled = found.cosines.map((value) => (least < 1 ? (value - least) / (1 - least) : 1));
    return {
      values: scaled,
      rows: count,
      columns: count,
      rowLabels: found.texts.map((_, index) => String(index + 1)),
      most: 1,
      chosen: inside ? { row, column } : null,
    };
  }, [found, count, inside, row, column]);
  const describe = (one: number, other: number) =>
    words.cellRead(found?.texts[one] ?? '', found?.texts[other] ?? '', at(one, other));
  const mapHost = useChart(tensorHeatMap, map, {
    label: words.mapLabel,
    ramp: 'seq',
    height: 400,
    describe,
    onChoose: (one: number, other: number) => set({ cell: [one, other] }),
  });
  const plot = useMemo(
    () =>
      found
        ? {
            points: found.plane.map(([x, y], index) => ({
              x,
              y,
              label: String(index + 1),
              look: 2 as const,
            })),
            x: { scale: 'linear' as const, label: words.first },
            y: { scale: 'linear' as const, label: words.second },
            chosen: inside ? { row: 0, column: row } : null,
          }
        : null,
    [found, inside, row],
  );
  const plotHost = useChart(scatterPlot, plot, {
    label: words.plotLabel,
    height: 320,
    describe: (_row: number, index: number) => `${index + 1}: ${found?.texts[index] ?? ''}`,
    onChoose: (_row: number, index: number) => set({ cell: [index, index === 0 ? 1 : 0] }),
  });

  const neighbours = useMemo(() => {
    if (!found || !inside) return null;
    const others = found.texts
      .map((text, index) => ({ text, index, value: found.cosines[row * count + index] ?? 0 }))
      .filter(({ index }) => index !== row)
      .sort((a, b) => b.value - a.value);
    return { nearest: others[0], furthest: others.at(-1) };
  }, [found, inside, row, count]);

  const few = sentences !== null && sentences.length < 2;
  const asked = together({ problem: tokenizerProblem, retry }, work);
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !few, shown: found });
  return (
    <Figure
      root={root}
      widget="sentence-space"
      number={number}
      title={title}
      badge="trained"
      rubric={few ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={
        neighbours?.nearest && neighbours.furthest
          ? words.reads(
              found?.texts[row] ?? '',
              neighbours.nearest.text,
              neighbours.nearest.value,
              neighbours.furthest.text,
              neighbours.furthest.value,
            )
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={sentenceModel.id}
      onRetry={asked.retry}
      milliseconds={work.result?.result.milliseconds ?? null}
      table={
        found
          ? {
              caption: words.tableCaption,
              columns: [words.sentence, ...found.texts.map((_, index) => String(index + 1))],
              rows: found.texts.map((text, one) => [
                `${one + 1} ${text}`,
                ...found.texts.map((_, other) => formatDecimals(at(one, other), 3)),
              ]),
            }
          : null
      }
      tensors={found ? [{ name: 'cosines', shape: [count, count], data: found.cosines }] : []}
      sources="sentence-space"
      outline={<MatrixOutline count={8} />}
      controls={
        <div className="control wide">
          <TextField
            field={fields.text}
            value={state.text}
            placeholder={words.placeholder}
            onChange={(typed) => set({ text: typed, cell: [] })}
          />
        </div>
      }
    >
      <div className="two-columns">
        <div>
          <div className="space-map" ref={mapHost} />
          <p className="figure-note">{words.legend}</p>
        </div>
        <div className="space-plot" ref={plotHost} />
      </div>
      <p className="reach-cell">{inside && found ? describe(row, column) : ''}</p>
    </Figure>
  );
}
