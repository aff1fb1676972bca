/** The cover's living figure: a decoder writes one more word a press, and what its last word looks back at is drawn as arcs. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { candidates, pick, plainSampling } from '../models/sampling.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { attentionArcs } from '../viz/attention-arcs.ts';
import { formatWeight } from '../viz/numbers.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { together } from './kit/asked.ts';
import { Button, Slider } from './kit/controls.tsx';
import { drawOf } from './kit/draw.ts';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { lastLogits } from './kit/last-logits.ts';
import { shippedModels } from './kit/models.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { coverWriterMessages as words } from './messages/cover-writer.ts';

const model = shippedModels['gpt2-toytown'];
const barsShown = 5;
const channels = ['cover-writer'];
/** A gentle pace: time to see where the arcs go. */
const pace = 1800;
/** By itself it writes so many words and rests. */
const autoplayWords = 24;

const fields = {
  text: { kind: 'text', label: words.text, default: words.start, maximum: 2000 },
  temperature: { kind: 'number', label: words.temperature, default: 1, minimum: 0, maximum: 3, step: 0.1 },
  layer: { kind: 'number', label: 'Layer', default: 3, minimum: 1, maximum: model.layers, step: 1 },
  head: { kind: 'number', label: 'Head', default: 1, minimum: 1, maximum: model.heads, step: 1 },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
  written: { kind: 'number', label: words.written, default: 0, minimum: 0, maximum: 1000, step: 1 },
} as const;

const stillWanted = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export default function CoverWriter({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('cover-writer', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen, visible } = useVisible(root, channels);
  const {
    tokenizer,
    key,
    problem: tokenizerProblem,
    retry: retryTokenizer,
  } = useModelText(model, state.text, live && seen);
  const ask = useMemo(() => {
    if (key === '') return null;
    const capture = ['logits', `blocks.${state.layer - 1}.attn.pattern`];
    const request = { model: model.id, tokens: tokensOf(key), capture };
    return (options: Options) => runtime().run(request, options);
  }, [key, state.layer]);
  const work = useWork('cover-writer', ask);
  const { result } = work;

  const logits = useMemo(() => lastLogits(result), [result]);
  const ranked = useMemo(
    () => (logits ? candidates(logits, { ...plainSampling, temperature: state.temperature }) : null),
    [logits, state.temperature],
  );
  const vocabulary = tokenizer?.vocabulary ?? null;
  const rows = useMemo(
    () =>
      ranked && vocabulary
        ? ranked.slice(0, barsShown).map(({ id, probability, sampled }) => ({
            token: vocabulary[id] ?? '',
            probability: sampled,
            beforeCut: probability,
            cut: false,
            chosen: false,
          }))
        : null,
    [ranked, vocabulary],
  );
  const arcs = useMemo(() => {
    const pattern = result?.tensors[`blocks.${state.layer - 1}.attn.pattern`];
    if (!result || !pattern || !vocabulary) return null;
    const size = result.tokens.length ** 2;
    const weights = pattern.data.subarray((state.head - 1) * size, state.head * size); // [query, key]
    return { tokens: result.tokens.map((id) => vocabulary[id] ?? ''), weights };
  }, [result, state.layer, state.head, vocabulary]);
  const bars = useMemo(() => (rows ? { rows } : null), [rows]);
  const arcsHost = useChart(attentionArcs, arcs, { label: words.arcsLabel });
  const barsHost = useChart(probabilityBars, bars, { label: words.barsLabel, room: barsShown });

  const settled = result !== null && result.tokens.join(',') === key;
  const write = useCallback(() => {
    if (!ranked || !vocabulary || !settled) return;
    const next = vocabulary[pick(ranked, drawOf(state.seed, state.written))] ?? '';
    // The mark ends a story: the next one begins.
    const text = next === tokenizer?.begin ? next : `${state.text} ${next}`;
    set({ text, written: (state.written + 1) % 1001 });
  }, [ranked, vocabulary, settled, state.seed, state.written, state.text, set, tokenizer?.begin]);

  const [playing, setPlaying] = useState<'not yet' | 'on' | 'off'>('not yet');
  const remaining = useRef(autoplayWords);
  useEffect(() => {
    if (playing === 'not yet' && settled) setPlaying(stillWanted() ? 'off' : 'on');
  }, [playing, settled]);
  useEffect(() => {
    if (playing !== 'on' || !visible || !settled) return;
    const timer = setTimeout(() => {
      remaining.current -= 1;
      if (remaining.current <= 0) setPlaying('off');
      write();
    }, pace);
    return () => clearTimeout(timer);
  }, [playing, visible, settled, write]);

  const asked = together({ problem: tokenizerProblem, retry: retryTokenizer }, work);
  const figureState: FigureState = asked.problem
    ? 'error'
    : !live || !seen || key === ''
      ? tokenizer === null && live && seen
        ? 'loading'
        : 'idle'
      : arcs
        ? playing === 'on'
          ? 'running'
          : 'ready'
        : 'loading';

  return (
    <Figure
      root={root}
      widget="cover-writer"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={arcs && rows ? sentence(arcs, rows, arcs.tokens[0] === tokenizer?.begin) : words.nothing}
      quiet={playing === 'on'}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      footNote={words.which(state.layer, state.head)}
      seed={state.seed}
      table={
        ranked && vocabulary
          ? {
              caption: words.tableCaption,
              columns: words.tableColumns,
              rows: ranked.map(({ id, probability }, rank) => [
                rank + 1,
                vocabulary[id] ?? '',
                formatWeight(probability),
              ]),
            }
          : null
      }
      tensors={logits ? [{ name: 'logits', shape: [logits.length], data: logits }] : []}
      sources="cover-writer"
    >
      <div className="cover-writer-stage">
        <div className="arcs-host" data-tensor="pattern" ref={arcsHost} />
        <div className="cover-bars-host" data-tensor="probability" ref={barsHost} />
      </div>
      <div className="cover-writer-controls">
        <Button
          primary
          onPress={() => {
            setPlaying('off');
            write();
          }}
        >
          {words.write}
        </Button>
        <Button
          onPress={() => {
            remaining.current = autoplayWords;
            setPlaying(playing === 'on' ? 'off' : 'on');
          }}
        >
          {playing === 'on' ? words.pause : words.play}
        </Button>
        <Slider
          field={fields.temperature}
          value={state.temperature}
          onChange={(value) => set({ temperature: value })}
        />
      </div>
    </Figure>
  );
}

function sentence(
  { tokens, weights }: { readonly tokens: readonly string[]; readonly weights: Float32Array },
  rows: readonly { readonly token: string; readonly probability: number }[],
  /** The text begins with the mark, which is not counted as a word. */
  begins: boolean,
): string {
  const last = tokens.length - 1;
  const row = weights.subarray(last * tokens.length, last * tokens.length + tokens.length); // [key]
  const most = row.indexOf(Math.max(...row));
  const [first] = rows;
  return words.reads(
    tokens[last] ?? '',
    first?.token ?? '',
    first?.probability ?? 0,
    tokens[most] ?? '',
    begins ? most : most + 1,
    row[most] ?? 0,
  );
}
