/**
 * What a language model does: it reads a text and gives every word it knows a probability of coming next. Type anything, move
 * temperature and cuts, pick a bar or draw one by chance, take it back.
 */

import { useCallback, useMemo, useRef } from 'react';
import { type Candidate, candidates, pick } from '../models/sampling.ts';
import { type Options, type RunResult, runtime } from '../runtime/client.ts';
import { formatWeight } from '../viz/numbers.ts';
import { type ProbabilityRow, probabilityBars } from '../viz/probability-bars.ts';
import { stateOf, together } from './kit/asked.ts';
import { Button, Slider } from './kit/controls.tsx';
import { drawOf } from './kit/draw.ts';
import { Examples } from './kit/examples.tsx';
import type { NamedTensor, TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { useFigureModel } from './kit/figure-model.ts';
import { lastLogits } from './kit/last-logits.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput, TokenRow } from './kit/text-input.tsx';
import { type StateOf, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { nextTokenMessages as words } from './messages/next-token.ts';

const barsShown = 12;
const channels = ['next-token'];

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.examples[0], maximum: 2000 },
  temperature: { kind: 'number', label: words.temperature, default: 1, minimum: 0, maximum: 3, step: 0.1 },
  // 0: no cut.
  topK: { kind: 'number', label: words.topK, default: 0, minimum: 0, maximum: 20, step: 1 },
  topP: { kind: 'number', label: words.topP, default: 1, minimum: 0.05, maximum: 1, step: 0.05 },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
  // How many words the model has written at the end of the text, and so how often the seed was drawn from.
  written: { kind: 'number', label: words.written, default: 0, minimum: 0, maximum: 1000, step: 1 },
} as const;

type State = StateOf<typeof stateFields>;

export interface NextTokenProps extends WidgetProps {
  readonly text?: string;
  readonly temperature?: number;
  readonly seed?: number;
}

function rowsOf(ranked: readonly Candidate[], vocabulary: readonly string[]): ProbabilityRow[] {
  return ranked.slice(0, barsShown).map(({ id, probability, sampled }) => ({
    token: vocabulary[id] ?? '',
    probability: sampled,
    beforeCut: probability,
    cut: sampled === 0,
    chosen: false,
  }));
}

export default function NextToken({ number, title = words.title, text, temperature, seed }: NextTokenProps) {
  const model = useFigureModel('gpt2-toytown');
  const start = text ?? model.text;
  const fields = useMemo(
    () =>
      withDefaults(stateFields, {
        text: start,
        temperature,
        seed,
      } as Partial<State>),
    [start, temperature, seed],
  );
  const handle = useFigureState('next-token', fields);
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
  const ask = useMemo(() => {
    if (key === '') return null;
    const tokens = tokensOf(key);
    return (options: Options): Promise<RunResult> =>
      runtime().run({ model: model.choice, tokens, capture: ['logits'] }, options);
  }, [model, key]);
  const work = useWork('next-token', ask);
  const logits = useMemo(() => lastLogits(work.result), [work.result]);

  const ranked = useMemo(() => {
    if (!logits) return null;
    return candidates(logits, {
      temperature: state.temperature,
      topK: state.topK === 0 ? null : state.topK,
      topP: state.topP === 1 ? null : state.topP,
    });
  }, [logits, state.temperature, state.topK, state.topP]);
  const rows = useMemo(
    () => (ranked && tokenizer ? rowsOf(ranked, tokenizer.vocabulary) : null),
    [ranked, tokenizer],
  );

  const write = useCallback(
    (word: string) => {
      set({ text: `${state.text.trimEnd()} ${word}`, written: Math.min(1000, state.written + 1) });
    },
    [set, state.text, state.written],
  );
  const bars = useMemo(() => (rows ? { rows } : null), [rows]);
  const host = useChart(probabilityBars, bars, {
    label: words.barsLabel,
    room: barsShown,
    onPick: (index: number) => {
      const row = rows?.[index];
      if (row) write(row.token);
    },
  });

  // Bars that belong to an earlier text are a picture on the way: nothing is drawn from them.
  const waiting = work.result?.tokens.join(',') !== key;
  const sample = () => {
    if (ranked && tokenizer && !waiting)
      write(tokenizer.vocabulary[pick(ranked, drawOf(state.seed, state.written))] ?? '');
  };
  const undo = () => {
    const last = read?.seen.at(-1);
    if (last?.start != null)
      set({
        text: state.text.slice(0, last.start).trimEnd(),
        written: Math.max(0, state.written - 1),
      });
  };

  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together({ problem: tokenizerProblem, retry: retryTokenizer }, work);
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: rows });

  return (
    <Figure
      root={root}
      widget="next-token"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={rows && read ? words.reads(read.words.at(-1) ?? '', rows, state.temperature) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={work.result?.milliseconds ?? null}
      seed={state.seed}
      table={rows && ranked && tokenizer ? tableOf(ranked, tokenizer.vocabulary) : null}
      tensors={logits ? tensorsOf(logits) : []}
      sources="next-token"
      outline={<BarsOutline rows={barsShown} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed, written: 0 })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <Examples
            label={words.examplesLabel}
            examples={words.examples}
            onChoose={(example) => set({ text: example, written: 0 })}
          />
        </>
      }
    >
      <div className="next-token-grid">
        <div className="next-token-left">
          <p className="control-label">{words.tokensLabel}</p>
          <TokenRow read={read} label={words.tokensLabel} written={state.written} />
          <div className="next-token-actions">
            <Button primary onPress={sample} disabled={!ranked}>
              {words.sample}
            </Button>
            <Button onPress={undo} disabled={empty}>
              {words.undo}
            </Button>
            <Button onPress={() => set({ seed: (state.seed + 1) % 4294967296 })}>{words.otherSeed}</Button>
          </div>
          <div className="next-token-sliders" data-tensor="temperature">
            <Slider
              field={fields.temperature}
              value={state.temperature}
              onChange={(value) => set({ temperature: value })}
            />
            <Slider
              field={fields.topK}
              value={state.topK}
              format={(value) => (value === 0 ? words.all : String(value))}
              onChange={(value) => set({ topK: value })}
            />
            <Slider
              field={fields.topP}
              value={state.topP}
              format={(value) => (value === 1 ? words.all : value.toFixed(2))}
              onChange={(value) => set({ topP: value })}
            />
          </div>
        </div>
        <div className="next-token-right">
          <div className="next-token-bars" data-tensor="probability" ref={host} />
        </div>
      </div>
    </Figure>
  );
}

function tensorsOf(logits: Float32Array): NamedTensor[] {
  return [{ name: 'logits', shape: [logits.length], data: logits }];
}

function tableOf(ranked: readonly Candidate[], vocabulary: readonly string[]): TableData {
  return {
    caption: words.tableCaption,
    columns: words.tableColumns,
    rows: ranked.map(({ id, probability, sampled }, rank) => [
      rank + 1,
      vocabulary[id] ?? '',
      formatWeight(probability),
      formatWeight(sampled),
      Number(probability.toPrecision(6)),
    ]),
  };
}
