/** Attention on vectors in a plane that a reader drags: scores, scale, softmax and output by the very function that the models run. */
import { useEffect, useMemo, useRef } from 'react';
import { type Options, runtime } from '../runtime/client.ts';
import { formatDecimals, formatValue, formatWeight, sequentialStep } from '../viz/numbers.ts';
import { vectorPlane } from '../viz/vector-plane.ts';
import { publishFacts } from './highlight.ts';
import {
  arrowsOfKeys,
  arrowsOfValues,
  outputOf,
  pairs,
  sumsOf,
  tableOf,
  tensorsOf,
} from './kit/by-hand-data.ts';
import { Segments, Toggle } from './kit/controls.tsx';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { numbersTo } from './kit/models.ts';
import { PlaneOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { attentionByHandMessages as words } from './messages/attention-by-hand.ts';

const channels = ['attention-by-hand'];
const extent = 3;
const step = 0.1;
const most = words.words.length;
const vectors = {
  kind: 'list',
  minimum: -extent,
  maximum: extent,
  step,
  shortest: 2 * most,
  longest: 2 * most,
} as const;

// Vectors as x, y, x, y, one pair a word.
const fields = {
  count: { kind: 'number', label: words.count, default: 4, minimum: 3, maximum: most, step: 1 },
  asks: { kind: 'number', label: words.asks, default: 4, minimum: 1, maximum: most, step: 1 },
  queries: { ...vectors, label: words.queries, default: [1, 1, -1, 0.5, 0.5, -1, 1.8, 0.9, 0.6, 2] },
  keys: { ...vectors, label: words.keys, default: [2, 0.6, -1.2, 1.6, 0.4, -1.8, -1.6, -1, 1.2, 2.2] },
  values: { ...vectors, label: words.values, default: [1.6, 2, -2.2, 0.8, -0.6, -1.6, 1.8, -1.4, 0.4, 2.4] },
  scaled: { kind: 'flag', label: words.scaled, default: true },
  causal: { kind: 'flag', label: words.causal, default: true },
} as const;

const countChoices = ['3', '4', '5'];

type Kind = 'queries' | 'keys' | 'values';

export default function AttentionByHand({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('attention-by-hand', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { count, queries, keys, values, scaled, causal } = state;
  const asks = Math.min(state.asks, count) - 1;

  const ask = useMemo(() => {
    if (!live || !seen) return null;
    const request = {
      query: pairs(queries, count),
      key: pairs(keys, count),
      value: pairs(values, count),
      scaled,
      causal,
    };
    return (options: Options) => runtime().attend(request, options);
  }, [live, seen, queries, keys, values, count, scaled, causal]);
  const work = useWork('attention-by-hand', ask);
  // An answer for another number of words is not drawn with these.
  const result = work.result?.pattern.shape[0] === count ? work.result : null;

  const move = (id: string, x: number, y: number) => {
    const [kind = '', position = ''] = id.split(' ');
    const list = [...state[kind as Kind]];
    const index = 2 * Number(position);
    list[index] = Number(x.toFixed(1));
    list[index + 1] = Number(y.toFixed(1));
    set({ [kind as Kind]: list });
  };
  const askArrows = useMemo(
    () => ({ arrows: arrowsOfKeys(queries, keys, count, asks, causal) }),
    [queries, keys, count, asks, causal],
  );
  const valueArrows = useMemo(
    () => ({ arrows: arrowsOfValues(values, count, asks, causal, result) }),
    [values, count, asks, causal, result],
  );
  const askHost = useChart(vectorPlane, result ? askArrows : null, {
    label: words.asksPlane,
    extent,
    step,
    onMove: move,
  });
  const valueHost = useChart(vectorPlane, result ? valueArrows : null, {
    label: words.valuesPlane,
    extent,
    step,
    onMove: move,
  });

  const sums = useMemo(
    () => sumsOf(result, queries, keys, count, asks, scaled),
    [result, queries, keys, count, asks, scaled],
  );
  const [x, y] = outputOf(result, asks);
  const best = sums.reduce((top, sum) => (sum.weight > top.weight ? sum : top), { word: '', weight: -1 });
  const asking = words.words[asks] ?? '';

  useEffect(() => {
    if (!result) return;
    const shape = [count, 2];
    const top = sums.find(({ word }) => word === best.word);
    publishFacts('attention-by-hand', {
      shapes: [
        { symbol: 'query', letter: 'Q', shape },
        { symbol: 'key', letter: 'K', shape },
        { symbol: 'value', letter: 'V', shape },
        { symbol: 'output', letter: 'O', shape },
        { symbol: 'head-size', letter: 'd', below: 'k', shape: [2] },
      ],
      subject: `“${asking}” looking at “${best.word}”`,
      arithmetic: `softmax(${formatValue(top?.dot ?? 0)}${scaled ? ' ÷ √2' : ''})`,
      result: formatWeight(best.weight),
    });
  });
  useEffect(() => () => publishFacts('attention-by-hand', null), []);

  const figureState: FigureState = work.problem
    ? 'error'
    : result
      ? 'ready'
      : live && seen
        ? 'loading'
        : 'idle';
  return (
    <Figure
      root={root}
      widget="attention-by-hand"
      number={number}
      title={title}
      badge="exact"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={
        !result
          ? words.nothing
          : causal && asks === 0
            ? words.readsOne(asking)
            : words.reads(asking, best.word, best.weight, x, y)
      }
      problem={work.problem}
      progress={work.progress}
      onRetry={work.retry}
      milliseconds={result?.milliseconds ?? null}
      table={result ? tableOf(result, count) : null}
      tensors={result ? tensorsOf(result) : []}
      sources="attention-by-hand"
      outline={<PlaneOutline />}
      controls={
        <>
          <Segments
            field={{ label: words.count, choices: countChoices }}
            value={String(count)}
            onChange={(choice) => set({ count: Number(choice), asks: Math.min(state.asks, Number(choice)) })}
          />
          <Segments
            field={{ label: words.asks, choices: numbersTo(count) }}
            value={String(asks + 1)}
            name={(choice) => <span className="word-choice">{words.words[Number(choice) - 1]}</span>}
            onChange={(choice) => set({ asks: Number(choice) })}
          />
          <Toggle field={fields.scaled} value={scaled} onChange={(value) => set({ scaled: value })} />
          <Toggle field={fields.causal} value={causal} onChange={(value) => set({ causal: value })} />
        </>
      }
    >
      <div className="by-hand-grid">
        <div>
          <p className="plane-title">
            <span data-tensor="query">{words.queries}</span> · <span data-tensor="key">{words.keys}</span>
          </p>
          <div className="plane-host" ref={askHost} />
        </div>
        <div>
          <p className="plane-title">
            <span data-tensor="value">{words.values}</span> · <span data-tensor="output">{words.output}</span>
          </p>
          <div className="plane-host" ref={valueHost} />
        </div>
        <table className="by-hand-sums">
          <caption>{words.table}</caption>
          <thead>
            <tr>
              <th scope="col">{words.columnWord}</th>
              <th scope="col" data-tensor="scores">
                {words.columnScore}
              </th>
              <th scope="col" data-tensor="head-size">
                {words.columnScaled}
              </th>
              <th scope="col" data-tensor="pattern">
                {words.columnWeight}
              </th>
            </tr>
          </thead>
          <tbody>
            {sums.map((sum) => (
              <tr key={sum.word}>
                <th scope="row">
                  <span className="token-chip is-key">{sum.word}</span>
                </th>
                <td>{result ? formatValue(sum.dot) : ''}</td>
                <td>{!result ? '' : scaled ? formatValue(sum.score) : '·'}</td>
                <td>
                  {sum.hidden ? (
                    <span className="hidden-note">{words.hidden}</span>
                  ) : result ? (
                    <>
                      {formatWeight(sum.weight)}{' '}
                      <span
                        className="weight-swatch"
                        style={{ background: `var(--seq-${sequentialStep(sum.weight)})` }}
                      />
                    </>
                  ) : (
                    ''
                  )}
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">
                <span className="symbol is-output-ink">
                  o<sub>{asks + 1}</sub>
                </span>
              </th>
              <td colSpan={3}>{result ? `(${formatDecimals(x, 2)}, ${formatDecimals(y, 2)})` : ''}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </Figure>
  );
}
