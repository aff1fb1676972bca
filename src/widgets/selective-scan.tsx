/**
 * A trained state space model, one token at a time: how far it steps, what it keeps of its state, what it then says. Step and maps can be
 * frozen at their means, in all layers: the model can no longer choose what to keep.
 */

import { useMemo, useRef, useState } from 'react';
import type { Options } from '../runtime/client.ts';
import { formatExact, largestMagnitude } from '../viz/numbers.ts';
import { stateOverTime } from '../viz/state-over-time.ts';
import { stateOf, together } from './kit/asked.ts';
import { Button, Segments, Slider, Toggle } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { useFigureModel } from './kit/figure-model.ts';
import { numbersTo } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { channelOf, readScan, type Selection, selections } from './kit/scan-data.ts';
import {
  drawTexts,
  longestScan,
  ownScan,
  saidIn,
  scanModelIds,
  shippedScan,
  type TokenKind,
} from './kit/scan-models.ts';
import { MeanSteps, SaidTable } from './kit/scan-tables.tsx';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useTokenizerOf } from './kit/use-tokenizer.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { scanModelName, selectiveScanMessages as words } from './messages/selective-scan.ts';

const channels = ['selective-scan'];

const frozenField = (selection: Selection) =>
  ({ kind: 'flag', label: words.frozen[selection], default: false }) as const;

const stateFieldsOf = (channels: number) =>
  ({
    // Empty: the text that is drawn from the seed, or that comes with the model.
    text: { kind: 'text', label: words.text, default: '', maximum: 400 },
    seed: { kind: 'number', label: words.seed, default: 1, minimum: 1, maximum: 999, step: 1 },
    model: { kind: 'choice', label: words.model, default: scanModelIds[0] ?? '', choices: scanModelIds },
    layer: { kind: 'number', label: words.layer, default: 1, minimum: 1, maximum: 64, step: 1 },
    channel: {
      kind: 'number',
      label: words.channel,
      default: Math.min(69, channels),
      minimum: 1,
      maximum: channels,
      step: 1,
    },
    read: {
      kind: 'number',
      label: words.read,
      default: longestScan,
      minimum: 1,
      maximum: longestScan,
      step: 1,
    },
    delta: frozenField('delta'),
    B: frozenField('B'),
    C: frozenField('C'),
  }) as const;

export default function SelectiveScan({ number, title = words.title }: WidgetProps) {
  const given = useFigureModel('mamba-copying');
  const own = useMemo(() => ownScan(given), [given]);
  const fields = useMemo(() => stateFieldsOf(own?.channels ?? 128), [own]);
  const handle = useFigureState('selective-scan', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const scanned = useMemo(() => own ?? shippedScan(state.model), [own, state.model]);
  const { task, layers } = scanned;
  const layerNumber = layers.includes(state.layer) ? state.layer : (layers[0] ?? 1);
  const layer = layerNumber - 1;
  const channel = state.channel - 1;
  const reader = useMemo(
    () => ({ id: scanned.id, context: scanned.longest, tokenizer: given.tokenizer }),
    [scanned, given.tokenizer],
  );
  const { tokenizer, problem, retry } = useTokenizerOf(reader, live && seen);
  const text = useMemo(() => {
    if (state.text !== '' || !tokenizer) return state.text;
    if (!task) return given.text ?? words.story;
    const [drawn = []] = drawTexts(task, state.seed, 1, task.length);
    return drawn.map((id) => tokenizer.vocabulary[id] ?? '').join(' ');
  }, [state.text, state.seed, task, tokenizer, given.text]);
  const { read, key } = useModelText(reader, text, live && seen);
  const { delta, B, C } = state;
  const frozen = useMemo(() => selections.filter((name) => ({ delta, B, C })[name]), [delta, B, C]);
  const ask = useMemo(
    () =>
      key === '' ? null : (options: Options) => readScan(scanned, tokensOf(key), layer, frozen, options),
    [key, scanned, layer, frozen],
  );
  const work = useWork('selective-scan', ask);
  const { result = null, right = null } = work.result ?? {};

  const line = useMemo(() => (result ? channelOf(result, layer, channel) : null), [result, layer, channel]);
  const tokens = useMemo(
    () => (result && tokenizer ? result.tokens.map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [result, tokenizer],
  );
  const passed = Math.min(state.read, tokens.length);
  const [picked, setPicked] = useState<{ readonly row: number; readonly column: number } | null>(null);
  // The first token that is worth a step.
  const chosen = useMemo(() => {
    const first = result?.tokens.findIndex((token) => task?.kind(token) === 'letter') ?? 0;
    return picked ?? { row: Math.max(0, first), column: 1 };
  }, [picked, result, task]);
  const data = useMemo(() => {
    if (!line || tokens.length === 0) return null;
    return {
      tokens,
      delta: line.delta,
      state: line.state,
      channels: line.states,
      most: Math.max(1e-9, largestMagnitude(line.state)),
      read: passed,
      chosen: chosen.row < passed ? chosen : { row: passed - 1, column: chosen.column },
    };
  }, [line, tokens, passed, chosen]);
  const describe = (row: number, column: number) =>
    column === 0
      ? words.deltaRead(tokens[row] ?? '', row + 1, line?.delta[row] ?? 0)
      : words.stateRead(
          tokens[row] ?? '',
          row + 1,
          column,
          line?.state[row * (line.states ?? 1) + column - 1] ?? 0,
        );
  const host = useChart(stateOverTime, data, {
    label: words.stateLabel(layerNumber, state.channel),
    deltaLabel: words.delta,
    channelLabel: words.states(line?.states ?? 16),
    describe,
    onChoose: (row: number, column: number) => setPicked({ row, column }),
  });

  const steps = useMemo(() => {
    if (!line || !result) return [];
    const sums = new Map<TokenKind, { sum: number; count: number }>();
    result.tokens.forEach((token, t) => {
      const kind = task?.kind(token) ?? 'token';
      const before = sums.get(kind) ?? { sum: 0, count: 0 };
      sums.set(kind, { sum: before.sum + (line.delta[t] ?? 0), count: before.count + 1 });
    });
    return [...sums].map(([kind, { sum, count }]) => [kind, sum / count] as const);
  }, [line, result, task]);
  const said = useMemo(() => (result && task ? saidIn(result, task) : []), [result, task]);
  const slowest = line ? Math.min(...Array.from(line.A, Math.abs)) : 1;
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
      reads={data ? words.reads(layerNumber, state.channel, frozen, right, steps) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={scanned.id}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      table={
        line && {
          caption: words.tableCaption(layerNumber, state.channel),
          columns: [...words.columns, ...numbersTo(line.states)],
          rows: tokens.map((token, t) => [
            token,
            formatExact(line.delta[t] ?? 0),
            ...Array.from(line.state.subarray(t * line.states, (t + 1) * line.states), formatExact),
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
          {task ? (
            <Button onPress={() => set({ text: '', seed: (state.seed % fields.seed.maximum) + 1 })}>
              {words.another}
            </Button>
          ) : null}
          {task && scanModelIds.length > 1 ? (
            <Segments
              field={fields.model}
              value={state.model}
              name={scanModelName}
              onChange={(choice) => set({ model: choice, text: '' })}
            />
          ) : null}
          <Segments
            field={{ label: words.layer, choices: layers.map(String) }}
            value={String(layerNumber)}
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
            {line && column > 0
              ? words.sum(
                  Math.exp((line.delta[row] ?? 0) * (line.A[column - 1] ?? 0)),
                  row === 0 ? 0 : (line.state[(row - 1) * line.states + column - 1] ?? 0),
                  line.delta[row] ?? 0,
                  line.B[row * line.states + column - 1] ?? 0,
                  line.x[row] ?? 0,
                  line.state[row * line.states + column - 1] ?? 0,
                )
              : ''}
          </p>
          <MeanSteps steps={steps} slowest={slowest} />
          {task ? <SaidTable task={task} said={said} right={data ? right : null} wordOf={wordOf} /> : null}
        </div>
      </div>
    </Figure>
  );
}
