/**
 * A trained state space model, one token at a time: how far it steps, what it keeps of its state, what it then says. Step and maps can be
 * frozen at their means, in all layers: the model can no longer choose what to keep.
 */

import { useMemo, useRef, useState } from 'react';
import type { Options } from '../runtime/client.ts';
import { formatExact, largestMagnitude } from '../viz/numbers.ts';
import { stateOverTime } from '../viz/state-over-time.ts';
import { stateOf, together } from './kit/asked.ts';
import { formatMeasured } from './kit/claim-bars.tsx';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Button, Segments, Slider, Toggle } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { numbersTo } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { channelOf, readScan, type Selection, selections } from './kit/scan-data.ts';
import { drawTexts, saidIn, scanModel, scanModelIds } from './kit/scan-models.ts';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useTokenizer } from './kit/use-tokenizer.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { scanModelName, selectiveScanMessages as words } from './messages/selective-scan.ts';

const channels = ['selective-scan'];
const longest = 72;

const frozenField = (selection: Selection) =>
  ({ kind: 'flag', label: words.frozen[selection], default: false }) as const;

const fields = {
  // Empty: the text that is drawn from the seed.
  text: { kind: 'text', label: words.text, default: '', maximum: 400 },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 1, maximum: 999, step: 1 },
  model: { kind: 'choice', label: words.model, default: scanModelIds[0] ?? '', choices: scanModelIds },
  layer: { kind: 'number', label: words.layer, default: 1, minimum: 1, maximum: 2, step: 1 },
  channel: { kind: 'number', label: words.channel, default: 69, minimum: 1, maximum: 128, step: 1 },
  read: { kind: 'number', label: words.read, default: longest, minimum: 1, maximum: longest, step: 1 },
  delta: frozenField('delta'),
  B: frozenField('B'),
  C: frozenField('C'),
} as const;

export default function SelectiveScan({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('selective-scan', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const model = useMemo(() => scanModel(state.model), [state.model]);
  const { shipped } = model;
  const layer = state.layer - 1;
  const channel = state.channel - 1;
  const { tokenizer, problem, retry } = useTokenizer(shipped.id, live && seen);
  const text = useMemo(() => {
    if (state.text !== '' || !tokenizer) return state.text;
    const [drawn = []] = drawTexts(model, state.seed, 1, model.length);
    return drawn.map((id) => tokenizer.vocabulary[id] ?? '').join(' ');
  }, [state.text, state.seed, model, tokenizer]);
  const { read, key } = useModelText({ id: shipped.id, context: longest }, text, live && seen);
  const { delta, B, C } = state;
  const frozen = useMemo(() => selections.filter((name) => ({ delta, B, C })[name]), [delta, B, C]);
  const ask = useMemo(
    () =>
      key === ''
        ? null
        : (options: Options) => readScan(model, shipped.layers, tokensOf(key), layer, frozen, options),
    [key, model, shipped.layers, layer, frozen],
  );
  const work = useWork('selective-scan', ask);
  const { result = null, right = 0 } = work.result ?? {};

  const own = useMemo(() => (result ? channelOf(result, layer, channel) : null), [result, layer, channel]);
  const tokens = useMemo(
    () => (result && tokenizer ? result.tokens.map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [result, tokenizer],
  );
  const passed = Math.min(state.read, tokens.length);
  const [picked, setPicked] = useState<{ readonly row: number; readonly column: number } | null>(null);
  // The first token that is worth a step.
  const chosen = useMemo(() => {
    const first = result?.tokens.findIndex((token) => model.kind(token) === 'letter') ?? 0;
    return picked ?? { row: Math.max(0, first), column: 1 };
  }, [picked, result, model]);
  const data = useMemo(() => {
    if (!own || tokens.length === 0) return null;
    return {
      tokens,
      delta: own.delta,
      state: own.state,
      channels: own.states,
      most: Math.max(1e-9, largestMagnitude(own.state)),
      read: passed,
      chosen: chosen.row < passed ? chosen : { row: passed - 1, column: chosen.column },
    };
  }, [own, tokens, passed, chosen]);
  const describe = (row: number, column: number) =>
    column === 0
      ? words.deltaRead(tokens[row] ?? '', row + 1, own?.delta[row] ?? 0)
      : words.stateRead(
          tokens[row] ?? '',
          row + 1,
          column,
          own?.state[row * (own.states ?? 1) + column - 1] ?? 0,
        );
  const host = useChart(stateOverTime, data, {
    label: words.stateLabel(state.layer, state.channel),
    deltaLabel: words.delta,
    channelLabel: words.states,
    describe,
    onChoose: (row: number, column: number) => setPicked({ row, column }),
  });

  const steps = useMemo(() => {
    if (!own || !result) return [];
    const sums = new Map<ReturnType<typeof model.kind>, { sum: number; count: number }>();
    result.tokens.forEach((token, t) => {
      const before = sums.get(model.kind(token)) ?? { sum: 0, count: 0 };
      sums.set(model.kind(token), { sum: before.sum + (own.delta[t] ?? 0), count: before.count + 1 });
    });
    return [...sums].map(([kind, { sum, count }]) => [kind, sum / count] as const);
  }, [own, result, model]);
  const said = useMemo(() => (result ? saidIn(result, model) : []), [result, model]);
  const slowest = own ? Math.min(...Array.from(own.A, Math.abs)) : 1;
  const wordOf = (token: number) => tokenizer?.vocabulary[token] ?? '';
  const empty = read !== null && read.tokens.length === 0 && tokenizer !== null;
  const asked = together({ problem, retry }, work);
  const row = data?.chosen.row ?? 0;
  const column = data?.chosen.column ?? 1;
  return (
    <Figure
      root={root}
      widget="selective-scan"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: data })}
      handle={handle}
      reads={data ? words.reads(state.layer, state.channel, frozen, right, steps) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={shipped.id}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      table={
        own && {
          caption: words.tableCaption(state.layer, state.channel),
          columns: [...words.columns, ...numbersTo(own.states)],
          rows: tokens.map((token, t) => [
            token,
            formatExact(own.delta[t] ?? 0),
            ...Array.from(own.state.subarray(t * own.states, (t + 1) * own.states), formatExact),
          ]),
        }
      }
      tensors={Object.entries(result?.tensors ?? {}).map(([name, tensor]) => ({ name, ...tensor }))}
      sources="selective-scan"
      outline={<MatrixOutline count={10} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
          />
          <Button onPress={() => set({ text: '', seed: (state.seed % fields.seed.maximum) + 1 })}>
            {words.another}
          </Button>
          {scanModelIds.length > 1 ? (
            <Segments
              field={fields.model}
              value={state.model}
              name={scanModelName}
              onChange={(choice) => set({ model: choice, text: '' })}
            />
          ) : null}
          <Segments
            field={{ label: words.layer, choices: numbersTo(shipped.layers) }}
            value={String(state.layer)}
            onChange={(choice) => set({ layer: Number(choice) })}
          />
          <Slider
            field={fields.channel}
            value={state.channel}
            onChange={(value) => set({ channel: value })}
          />
          <fieldset className="control">
            <legend className="control-label">{words.freeze}</legend>
            <div className="scan-toggles">
              {selections.map((name) => (
                <Toggle
                  key={name}
                  field={fields[name]}
                  value={state[name]}
                  onChange={(value) => set({ [name]: value })}
                />
              ))}
            </div>
          </fieldset>
        </>
      }
    >
      <div className="scan-grid">
        <div>
          <div className="scan-host" ref={host} />
          <div className="scan-steps">
            <Slider field={fields.read} value={passed} onChange={(value) => set({ read: value })} />
            <Button onPress={() => set({ read: passed >= tokens.length ? 1 : passed + 1 })}>
              {words.next}
            </Button>
          </div>
        </div>
        <div>
          <p className="control-label">{words.sumLabel}</p>
          <p className="scan-cell">{data ? describe(row, column) : ''}</p>
          <p className="scan-sum">
            {own && column > 0
              ? words.sum(
                  Math.exp((own.delta[row] ?? 0) * (own.A[column - 1] ?? 0)),
                  row === 0 ? 0 : (own.state[(row - 1) * own.states + column - 1] ?? 0),
                  own.delta[row] ?? 0,
                  own.B[row * own.states + column - 1] ?? 0,
                  own.x[row] ?? 0,
                  own.state[row * own.states + column - 1] ?? 0,
                )
              : ''}
          </p>
          <p className="control-label">{words.meanDelta}</p>
          <table className="sum scan-means">
            <thead>
              <ColumnHeads columns={words.meanColumns} />
            </thead>
            <tbody>
              {steps.map(([kind, mean]) => (
                <tr key={kind}>
                  <th scope="row">{words.kinds[kind]}</th>
                  <td>{formatMeasured(mean)}</td>
                  <td>{words.tokens(Math.LN2 / Math.max(1e-12, mean * slowest))}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="control-label scan-head">{words.says}</p>
          <table className="scan-said">
            <tbody>
              {(['token', 'said'] as const).map((line) => (
                <tr key={line}>
                  <th scope="row">{line === 'token' ? words.asked : words.said}</th>
                  {said.map((one) => (
                    <td key={one.position} className={one.said === one.token ? '' : 'is-wrong'}>
                      {wordOf(one[line])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <table className="sum loss-sum">
            <tbody>
              <tr>
                <th scope="row">{words.heldOut(model.texts)}</th>
                <td className="scan-right">{data ? words.right(right) : ''}</td>
              </tr>
            </tbody>
          </table>
        </div>
      </div>
    </Figure>
  );
}
