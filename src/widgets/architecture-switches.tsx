/**
 * From GPT-2 by way of LLaMA, Mistral and Mixtral to Mamba: each line of the list is the config above it with one choice made
 * anew, counted by the same arithmetic. Where a trained model of the step ships, it reads the reader's text.
 */

import { useMemo, useRef } from 'react';
import { candidates, plainSampling } from '../models/sampling.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { barTable } from '../viz/bar-table.ts';
import { formatBytes, formatWhole } from '../viz/numbers.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { stateOf, together } from './kit/asked.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { lastLogits } from './kit/last-logits.ts';
import type { ShippedModelId } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { type Stop, type SwitchStep, switchSteps, toytownContext } from './kit/switch-steps.ts';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { architectureSwitchesMessages as words } from './messages/architecture-switches.ts';

/** The shipped models that are a step of the way, exactly. */
const trainedStops: Readonly<Partial<Record<Stop, ShippedModelId>>> = {
  gpt2: 'gpt2-toytown',
  llama: 'llama-toytown',
  mistral: 'mistral-toytown',
};
const channels = ['architecture-switches'];
const barsShown = 6;

const fields = {
  step: {
    kind: 'number',
    label: words.step,
    default: 1,
    minimum: 0,
    maximum: switchSteps.length - 1,
    step: 1,
  },
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
} as const;

function labelOf({ choice, towards, arrived }: SwitchStep): string {
  const label = words.changeOf(towards, choice)?.label;
  if (label === undefined) return words.nameOf(towards);
  return arrived === null ? label : words.arrives(arrived, label);
}

function nameOf(step: SwitchStep): string {
  const label = words.changeOf(step.towards, step.choice)?.label ?? '';
  return step.arrived === null
    ? words.stepName(label, words.nameOf(step.towards))
    : words.nameOf(step.arrived);
}

export default function ArchitectureSwitches({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('architecture-switches', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const step = switchSteps[state.step] ?? (switchSteps[0] as SwitchStep);
  const change = words.changeOf(step.towards, step.choice);
  const model = step.arrived === null ? undefined : trainedStops[step.arrived];
  // All of them cut words alike; the first one's file is there already.
  const text = useModelText({ id: 'gpt2-toytown', context: toytownContext }, state.text, live && seen);
  const { tokenizer, read, key } = text;
  const ask = useMemo(() => {
    if (key === '' || model === undefined) return null;
    const request = { model, tokens: tokensOf(key), capture: ['logits'] };
    return (options: Options) => runtime().run(request, options);
  }, [key, model]);
  const work = useWork('architecture-switches', ask);
  const result = model !== undefined && work.result?.model === model ? work.result : null;
  const ranked = useMemo(() => {
    const logits = lastLogits(result);
    return logits ? candidates(logits, plainSampling) : null;
  }, [result]);

  const list = useMemo(
    () =>
      live
        ? {
            columns: words.columns,
            rows: switchSteps.map((each, index) => ({
              label: labelOf(each),
              strong: each.arrived !== null,
              chosen: index === state.step,
              amounts: [
                { value: each.parameters, text: formatWhole(each.parameters) },
                { value: each.fullText, text: formatBytes(each.fullText) },
              ],
            })),
          }
        : null,
    [live, state.step],
  );
  const listHost = useChart(barTable, list, {
    label: words.listLabel,
    onPick: (index: number) => set({ step: index }),
  });
  const bars = useMemo(
    () =>
      ranked && tokenizer
        ? {
            rows: ranked.slice(0, barsShown).map(({ id, probability }) => ({
              token: tokenizer.vocabulary[id] ?? '',
              probability,
              beforeCut: probability,
              cut: false,
              chosen: false,
            })),
          }
        : null,
    [ranked, tokenizer],
  );
  const barsHost = useChart(probabilityBars, bars, { label: words.barsLabel, room: barsShown });

  const asked = together(text, work);
  const best = bars?.rows[0];
  const waiting = model !== undefined && key !== '' && bars === null;
  return (
    <Figure
      root={root}
      widget="architecture-switches"
      number={number}
      title={title}
      badge={model === undefined ? 'exact' : 'trained'}
      rubric={words.rubric}
      state={stateOf({
        problem: asked.problem,
        wanted: live && seen,
        shown: !waiting || work.result,
      })}
      handle={handle}
      reads={`${words.reads(nameOf(step), step.parameters, step.active, step.firstToken, step.fullText)}${
        best ? words.says(best.token, best.probability) : ''
      }`}
      problem={asked.problem}
      progress={asked.progress}
      model={model ?? ''}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      table={{
        caption: words.tableCaption,
        columns: words.tableColumns,
        rows: switchSteps.map((each) => [
          labelOf(each),
          words.nameOf(each.towards),
          each.parameters,
          each.active,
          each.firstToken,
          each.fullText,
        ]),
      }}
      sources="architecture-switches"
      outline={<BarsOutline rows={12} />}
    >
      <div className="switches-grid">
        <div className="switches-list" ref={listHost} />
        <div className="switches-side">
          <p className="switches-name">{nameOf(step)}</p>
          <dl className="switches-change">
            <dt>{change ? words.before : words.start}</dt>
            <dd>{change ? change.before : words.gpt2Formula}</dd>
            {change ? (
              <>
                <dt>{words.after}</dt>
                <dd>{change.after}</dd>
              </>
            ) : null}
          </dl>
          <p className="switches-why">{change?.why ?? ''}</p>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <p className="control-label switches-trained">
            {model !== undefined
              ? words.trained(nameOf(step))
              : ((step.arrived && words.elsewhere[step.arrived]) ?? words.untrained)}
          </p>
          <div className="switches-bars" data-tensor="probability" ref={barsHost} />
        </div>
      </div>
    </Figure>
  );
}
