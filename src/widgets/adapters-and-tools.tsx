/** A store of notes beside a tiny model: what fits the question is looked up and put before it. */

import { useMemo, useRef } from 'react';
import { lookUp, notesOf } from '../data/retrieval.ts';
import { softmax } from '../models/sampling.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { stateOf, together } from './kit/asked.ts';
import { Slider, TextField } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { lastLogits } from './kit/last-logits.ts';
import { shippedModels } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { adaptersAndToolsMessages as words } from './messages/adapters-and-tools.ts';

const model = shippedModels['gpt2-toytown'];
const channels = ['adapters-and-tools'];
const shown = 6;

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 500 },
  notes: { kind: 'text', label: words.notes, default: words.defaultNotes, maximum: 2000 },
  count: { kind: 'number', label: words.count, default: 1, minimum: 0, maximum: 4, step: 1 },
} as const;

interface Answer {
  readonly id: number;
  readonly probability: number;
}

async function likeliest(tokens: readonly number[], options: Options): Promise<readonly Answer[]> {
  const result = await runtime().run({ model: model.id, tokens, capture: ['logits'] }, options);
  const logits = lastLogits(result);
  if (!logits) throw new Error('The model answered without logits.');
  return Array.from(softmax(logits), (probability, id) => ({ id, probability })).sort(
    (one, other) => other.probability - one.probability,
  );
}

export default function AdaptersAndTools({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('adapters-and-tools', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const found = useMemo(
    () => lookUp(notesOf(state.notes), state.text, state.count).map(({ note }) => note),
    [state.notes, state.text, state.count],
  );
  const alone = useModelText(model, state.text, live && seen);
  // The best note stands last, nearest to the question.
  const helped = useModelText(model, [...[...found].reverse(), state.text].join(' '), live && seen);
  const ask = useMemo(() => {
    if (alone.key === '' || helped.key === '') return null;
    return async (options: Options) => ({
      without: await likeliest(tokensOf(alone.key), options),
      with: await likeliest(tokensOf(helped.key), options),
    });
  }, [alone.key, helped.key]);
  const work = useWork('adapters-and-tools', ask);
  const { result } = work;
  const { tokenizer, read } = alone;
  const word = (id: number | undefined) => tokenizer?.vocabulary[id ?? -1] ?? '';
  const bars = useMemo(
    () =>
      result && tokenizer
        ? {
            rows: result.with.slice(0, shown).map(({ id, probability }) => ({
              token: tokenizer.vocabulary[id] ?? '',
              probability,
              beforeCut: probability,
              cut: false,
              chosen: false,
            })),
          }
        : null,
    [result, tokenizer],
  );
  const host = useChart(probabilityBars, bars, { label: words.barsLabel, room: shown });

  const asked = together(alone, work);
  const empty = read !== null && read.tokens.length === 0;
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: bars });
  const [own, plain] = [result?.with[0], result?.without[0]];
  return (
    <Figure
      root={root}
      widget="adapters-and-tools"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={
        own && plain
          ? words.reads(word(own.id), own.probability, word(plain.id), plain.probability)
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      table={
        result && {
          caption: words.tableCaption,
          columns: words.columns,
          rows: Array.from({ length: shown }, (_, at) => [
            word(result.with[at]?.id),
            Number((result.with[at]?.probability ?? 0).toPrecision(4)),
            word(result.without[at]?.id),
            Number((result.without[at]?.probability ?? 0).toPrecision(4)),
          ]),
        }
      }
      sources="adapters-and-tools"
      outline={<BarsOutline rows={shown} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
          />
          <TextField field={fields.notes} value={state.notes} onChange={(typed) => set({ notes: typed })} />
          <Slider field={fields.count} value={state.count} onChange={(value) => set({ count: value })} />
        </>
      }
    >
      <p className="cache-sum">
        <span className="control-label">{words.found}</span>
        {found.length > 0 ? found.join(' ') : words.none}
      </p>
      <div className="lens-bars" data-tensor="probability" ref={host} />
    </Figure>
  );
}
