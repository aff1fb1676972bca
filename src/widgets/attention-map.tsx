/**
 * Who looks at whom: the attention of any layer and head on any text, each cell worked out from the tensors that the model made
 * on the way. The scores can be multiplied and the head switched off; the loss of the text says what that costs.
 */

import { useEffect, useMemo, useRef } from 'react';
import { type Options, runtime } from '../runtime/client.ts';
import { attentionMatrix } from '../viz/attention-matrix.ts';
import { formatDecimals, formatLoss, formatValue, formatWeight } from '../viz/numbers.ts';
import { publishFacts } from './highlight.ts';
import { stateOf, together } from './kit/asked.ts';
import {
  chosenCell,
  controlsOf,
  interventionsOf,
  meanLoss,
  tableOf,
  tensorsOf,
} from './kit/attention-map-data.ts';
import { CellInspector } from './kit/cell-inspector.tsx';
import { ChangedList } from './kit/changed-list.tsx';
import { HeadName, Segments, Slider, Toggle } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { type FigureModel, useFigureModel } from './kit/figure-model.ts';
import { cellArithmetic, headView, heaviest, probesOf } from './kit/head-view.ts';
import { numbersTo } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { cellField, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useEver } from './kit/use-ever.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useInterventions } from './kit/use-interventions.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { attentionMapMessages as words } from './messages/attention-map.ts';

const rampSteps = Array.from({ length: 9 }, (_, step) => step + 1);

const stateFieldsOf = ({ layers, heads }: Pick<FigureModel, 'layers' | 'heads'>) =>
  ({
    text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
    layer: { kind: 'number', label: words.layer, default: 1, minimum: 1, maximum: layers, step: 1 },
    head: { kind: 'number', label: words.head, default: 1, minimum: 1, maximum: heads, step: 1 },
    scale: { kind: 'number', label: words.scale, default: 1, minimum: 0, maximum: 4, step: 0.1 },
    off: { kind: 'flag', label: words.ablateLabel, default: false },
    // [query, key] as positions; empty: the last word and what it looks at most.
    cell: cellField(words.cell),
  }) as const;

export interface AttentionMapProps extends WidgetProps {
  readonly text?: string;
  readonly layer?: number;
  readonly head?: number;
}

/** The channel of the loss of the model as it is, beside that of the map. */
const plainChannel = 'attention-map/plain';
const channels = ['attention-map', plainChannel];

export default function AttentionMap({ number, title = words.title, text, layer, head }: AttentionMapProps) {
  const model = useFigureModel('gpt2-toytown');
  const { layers: layerCount, heads: headCount } = model;
  const start = text ?? model.text;
  const fields = useMemo(
    () =>
      withDefaults(stateFieldsOf({ layers: layerCount, heads: headCount }), {
        text: start,
        layer,
        head,
      } as object),
    [layerCount, headCount, start, layer, head],
  );
  const handle = useFigureState('attention-map', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const {
    tokenizer,
    read,
    key,
    problem: tokenizerProblem,
    retry: retryTokenizer,
  } = useModelText(model, state.text, live && seen);
  const { layer: layerNumber, head: headNumber, scale, off } = state;
  const changes = useMemo(
    () => interventionsOf(layerNumber - 1, headNumber - 1, scale, off),
    [layerNumber, headNumber, scale, off],
  );
  const interventions = useInterventions(changes, (left) => set(controlsOf(left)));
  const ask = useMemo(() => {
    if (key === '') return null;
    const request = {
      model: model.choice,
      tokens: tokensOf(key),
      capture: probesOf(layerNumber - 1),
      interventions: changes,
      loss: true,
    };
    // An answer is told with the scale that it was asked with: until the next is there, the old picture stays whole.
    return async (options: Options) => ({ ...(await runtime().run(request, options)), scale, off });
  }, [model, key, layerNumber, changes, scale, off]);
  const work = useWork('attention-map', ask);
  const changed = changes.length > 0;
  const everChanged = useEver(changed, key);
  const askPlain = useMemo(() => {
    if (key === '' || !everChanged) return null;
    const request = { model: model.choice, tokens: tokensOf(key), capture: [], loss: true };
    return (options: Options) => runtime().run(request, options);
  }, [model, key, everChanged]);
  const plain = useWork(plainChannel, askPlain);

  const { result } = work;
  const shown = result ?? { scale, off };
  const view = useMemo(
    () => (result ? headView(result, layerNumber - 1, headNumber - 1) : null),
    [result, layerNumber, headNumber],
  );
  // A result is drawn with its own tokens, which may be those of a moment ago.
  const tokens = useMemo(
    () => (result && tokenizer ? result.tokens.map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [result, tokenizer],
  );
  const begin = tokenizer?.begin ?? null;
  const marked = begin !== null && tokens[0] === begin;
  const numberOf = (index: number) => index + (marked ? 0 : 1);

  const chosen = useMemo(() => chosenCell(view, state.cell), [view, state.cell]);
  const cell = useMemo(
    () => (view && chosen ? cellArithmetic(view, chosen.query, chosen.key) : null),
    [view, chosen],
  );
  const data = useMemo(
    () => (view ? { tokens, weights: view.pattern, causal: true, chosen } : null),
    [view, tokens, chosen],
  );
  const host = useChart(attentionMatrix, data, {
    label: words.mapLabel,
    describe: (query: number, at: number) =>
      words.cellRead(tokens[query] ?? '', tokens[at] ?? '', view?.pattern[query * view.length + at] ?? 0),
    onChoose: (query: number, at: number) => set({ cell: [query, at] }),
  });

  useEffect(() => {
    if (!view || !cell || !chosen) return;
    const shape = [view.length, view.headSize];
    const query = numberOf(chosen.query);
    const at = numberOf(chosen.key);
    publishFacts('attention-map', {
      shapes: [
        { symbol: 'query', letter: 'Q', shape },
        { symbol: 'key', letter: 'K', shape },
        { symbol: 'value', letter: 'V', shape },
        { symbol: 'output', letter: 'O', shape },
        { symbol: 'head-size', letter: 'd', below: 'k', shape: [view.headSize] },
      ],
      subject: `“${tokens[chosen.query]}”, word ${query}, looking at “${tokens[chosen.key]}”, word ${at}`,
      arithmetic: `softmax(${shown.scale === 1 ? '' : `${formatDecimals(shown.scale, 1)} × `}${formatValue(cell.dot)} ÷ √${view.headSize})`,
      result: formatWeight(cell.weight),
    });
  });
  useEffect(() => () => publishFacts('attention-map', null), []);

  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together({ problem: tokenizerProblem, retry: retryTokenizer }, work);
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: view });
  const named = (index: number, weight: number) => ({
    word: tokens[index] ?? '',
    number: numberOf(index),
    weight,
  });
  const loss = meanLoss(result);
  const unchanged = shown.scale === 1 && !shown.off;
  const plainLoss = unchanged ? loss : meanLoss(plain.result);

  return (
    <Figure
      root={root}
      widget="attention-map"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={
        view && chosen
          ? words.reads(
              layerNumber,
              headNumber,
              named(chosen.query, 0),
              heaviest(view, chosen.query).map(({ key: at, weight }) => named(at, weight)),
            )
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      table={view ? tableOf(view, tokens, layerNumber, headNumber) : null}
      tensors={view ? tensorsOf(view, layerNumber, headNumber) : []}
      sources="attention-map"
      outline={<MatrixOutline />}
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
            value={String(layerNumber)}
            onChange={(choice) => set({ layer: Number(choice) })}
          />
          <Segments
            className="head-control"
            field={{ label: words.head, choices: numbersTo(model.heads) }}
            value={String(headNumber)}
            name={(choice) => <HeadName head={Number(choice)} />}
            onChange={(choice) => set({ head: Number(choice) })}
          />
          <Slider
            className="scale-control"
            field={fields.scale}
            value={scale}
            onChange={(value) => set({ scale: value })}
          />
        </>
      }
    >
      <div className="attention-map-grid">
        <div>
          <div className="map-host" data-tensor="pattern" ref={host} />
          <div className="legend" aria-hidden="true">
            <span>{words.weightFrom}</span>
            <span className="legend-ramp">
              {rampSteps.map((step) => (
                <b key={step} className={`seq-${step}`} />
              ))}
            </span>
            <span>{words.weightTo}</span>
            <span className="legend-note">{words.blank}</span>
          </div>
        </div>
        <div>
          <CellInspector
            view={view}
            cell={cell}
            query={chosen?.query ?? 0}
            keyIndex={chosen?.key ?? 0}
            tokens={tokens}
            numberOf={numberOf}
            factor={shown.scale}
            ablated={shown.off}
          />
          <div className="head-switch">
            <Toggle
              field={{ label: words.ablate(headNumber) }}
              value={off}
              onChange={(value) => set({ off: value })}
            />
            <table className="sum loss-sum">
              <tbody>
                <tr>
                  <th scope="row">{words.loss}</th>
                  <td>{plainLoss === null ? '' : formatLoss(plainLoss)}</td>
                </tr>
                <tr>
                  <th scope="row">{words.lossChanged}</th>
                  <td>{unchanged ? words.unchanged : loss === null ? '' : formatLoss(loss)}</td>
                </tr>
              </tbody>
            </table>
            <ChangedList interventions={interventions} difference={null} wordOf={String} />
          </div>
        </div>
      </div>
    </Figure>
  );
}
