/**
 * A decoder writes: each word is chosen from a distribution, put at the end, and the model is asked again. What was not chosen
 * can be read word by word. The same text is written with the cache of keys and values and without, and both are measured.
 */

import { useMemo, useRef } from 'react';
import type { GeneratedToken } from '../runtime/client.ts';
import { barTable } from '../viz/bar-table.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { type Chip, tokenChips } from '../viz/token-chips.ts';
import { together } from './kit/asked.ts';
import { foundTexts } from './kit/beam-nodes.ts';
import { BeamView } from './kit/beam-view.tsx';
import { Button, Segments, Slider } from './kit/controls.tsx';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { useFigureModel } from './kit/figure-model.ts';
import { gpt2Config } from './kit/gpt2-config.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useGeneration } from './kit/use-generation.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { costRows, operations, ownProbability, rankedOf, writtenTable } from './kit/writing-cost.ts';
import { generateMessages as words } from './messages/generate.ts';

const barsShown = 8;
const none: readonly GeneratedToken[] = [];
const channels = ['generate', 'generate/without', 'generate/again', 'generate/beams'];

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  method: { kind: 'choice', label: words.method, default: 'sample', choices: ['sample', 'greedy', 'beam'] },
  temperature: { kind: 'number', label: words.temperature, default: 1, minimum: 0.1, maximum: 3, step: 0.1 },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
  count: { kind: 'number', label: words.count, default: 8, minimum: 1, maximum: 48, step: 1 },
  beams: { kind: 'number', label: words.beams, default: 3, minimum: 1, maximum: 6, step: 1 },
  // [step, candidate] of the search; empty: the best at its end.
  node: {
    kind: 'list',
    label: words.node,
    default: [],
    minimum: 0,
    maximum: 63,
    step: 1,
    shortest: 0,
    longest: 2,
  },
  // Of the written words, counted from 1; 0: the last.
  step: { kind: 'number', label: words.step, default: 0, minimum: 0, maximum: 48, step: 1 },
} as const;

export default function Generate({ number, title = words.title }: WidgetProps) {
  const model = useFigureModel('gpt2-toytown');
  const config = useMemo(() => model.config ?? gpt2Config(model), [model]);
  const fields = useMemo(() => withDefaults(stateFields, { text: model.text }), [model.text]);
  const handle = useFigureState('generate', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  // A text that fills the context leaves no room to write.
  const reader = useMemo(
    () => ({ id: model.id, context: model.context - 1, tokenizer: model.tokenizer }),
    [model],
  );
  const text = useModelText(reader, state.text, live && seen);
  const { tokenizer, read, key } = text;
  const { method, temperature, seed, count } = state;

  const question = useMemo(() => {
    if (key === '') return null;
    // A beam search is compared with greedy decoding.
    const sampling = { temperature: method === 'sample' ? temperature : 0, topK: null, topP: null, seed };
    return { model: model.choice, tokens: tokensOf(key), sampling, maximum: count };
  }, [model, key, method, temperature, seed, count]);
  const cachedRequest = useMemo(() => (question ? { ...question, cache: true } : null), [question]);
  const written = useGeneration('generate', cachedRequest);
  // What another model wrote are words of another vocabulary.
  const own = written.asked?.model === model.choice;
  const tokens = own ? written.tokens : none;
  const result = own ? written.result : null;
  // The other way is measured once the text stands, so that neither waits for the other.
  const fullRequest = useMemo(
    () => (question && result ? { ...question, cache: false } : null),
    [question, result],
  );
  const again = useGeneration('generate/without', fullRequest);
  // The first text of a page waits for the engine to warm up: what is measured is written once more.
  const warmRequest = useMemo(
    () => (cachedRequest && again.result ? { ...cachedRequest } : null),
    [cachedRequest, again.result],
  );
  const warm = useGeneration('generate/again', warmRequest);
  const searching = method === 'beam';
  const beamRequest = useMemo(
    () =>
      question && searching
        ? { ...question, cache: true, beams: { width: state.beams, lengthPenalty: 0 } }
        : null,
    [question, searching, state.beams],
  );
  const search = useGeneration('generate/beams', beamRequest);

  const vocabulary = tokenizer?.vocabulary ?? null;
  const wordOf = (id: number) => vocabulary?.[id] ?? '';
  const chosen = Math.min(state.step === 0 ? tokens.length : state.step, tokens.length) - 1;
  const token = tokens[chosen];
  const ranked = useMemo(() => (token ? rankedOf(token) : null), [token]);

  const chips = useMemo((): readonly Chip[] | null => {
    if (!read || !vocabulary) return null;
    const given = read.words.map((word): Chip => ({ token: word, role: 'plain' }));
    const more = tokens.map(
      ({ token: id }, index): Chip => ({
        token: vocabulary[id] ?? '',
        role: index === chosen ? 'chosen' : 'next',
        note: words.note(index + 1),
      }),
    );
    return [...given, ...more];
  }, [read, vocabulary, tokens, chosen]);
  const chipData = useMemo(() => (chips ? { chips } : null), [chips]);
  const given = read?.words.length ?? 0;
  const chipHost = useChart(tokenChips, chipData, {
    label: words.writtenLabel,
    onPress: (index: number) => {
      if (index >= given) set({ step: index - given + 1 });
    },
  });
  const bars = useMemo(
    () =>
      ranked && vocabulary && token
        ? {
            rows: ranked.slice(0, barsShown).map(({ id, probability }) => ({
              token: vocabulary[id] ?? '',
              probability,
              beforeCut: probability,
              cut: false,
              chosen: id === token.token,
            })),
          }
        : null,
    [ranked, vocabulary, token],
  );
  const barsHost = useChart(probabilityBars, bars, { label: words.barsLabel, room: barsShown });

  const texts = useMemo(
    () => (searching && vocabulary ? foundTexts(search.result?.hypotheses ?? [], vocabulary) : []),
    [searching, search.result, vocabulary],
  );
  const counted = useMemo(
    () => (result ? operations(config, result.tokens.length - result.written, result.written) : null),
    [config, result],
  );
  const full = again.result;
  const costs = useMemo(
    () => (result && counted ? costRows(config, result, counted, full, warm.result) : null),
    [config, result, counted, full, warm.result],
  );
  const costHost = useChart(barTable, costs, { label: words.costLabel });

  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together(text, written, again, warm, search);
  const figureState: FigureState = asked.problem
    ? 'error'
    : !live || !seen || empty
      ? 'idle'
      : tokens.length === 0
        ? 'loading'
        : full && warm.result && result && (!searching || search.result)
          ? 'ready'
          : 'running';
  const logProbability = tokens.reduce((sum, each) => sum + Math.log(ownProbability(each)), 0);
  const second = ranked?.find(({ id }) => id !== token?.token);

  return (
    <Figure
      root={root}
      widget="generate"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={
        searching && texts[0]
          ? words.readsBeams(
              state.beams,
              tokens.length,
              texts[0].logProbability,
              result ? logProbability : null,
            )
          : token && counted
            ? words.reads(
                wordOf(token.token),
                ownProbability(token),
                second ? wordOf(second.id) : null,
                second?.probability ?? 0,
                counted.full / counted.cached,
                tokens.length,
              )
            : words.nothing
      }
      quiet={figureState === 'running'}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      seed={seed}
      table={result ? writtenTable(tokens, wordOf) : null}
      tensors={
        token ? [{ name: `logits-${chosen + 1}`, shape: [token.logits.length], data: token.logits }] : []
      }
      sources="generate"
      outline={<BarsOutline rows={barsShown} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed, step: 0 })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <Segments
            field={fields.method}
            value={method}
            name={words.methodName}
            onChange={(choice) => set({ method: choice, step: 0, node: [] })}
          />
          {searching ? (
            <Slider
              className="generate-slider"
              field={fields.beams}
              value={state.beams}
              onChange={(value) => set({ beams: value, node: [] })}
            />
          ) : (
            <Slider
              className="generate-slider"
              field={fields.temperature}
              value={temperature}
              disabled={method !== 'sample'}
              onChange={(value) => set({ temperature: value, step: 0 })}
            />
          )}
          <Slider
            className="generate-slider"
            field={fields.count}
            value={count}
            onChange={(value) => set({ count: value, step: 0, node: [] })}
          />
        </>
      }
    >
      <div className="generate-grid">
        <div>
          <p className="control-label">{searching ? words.greedyTitle : words.writtenLabel}</p>
          <div className="generate-text" ref={chipHost} />
          <p className="generate-log">{result ? words.logProbability(logProbability, tokens.length) : ''}</p>
          <div className="next-token-actions">
            <Button primary disabled={count >= 48} onPress={() => set({ count: count + 1, step: 0 })}>
              {words.more}
            </Button>
            <Button disabled={count <= 1} onPress={() => set({ count: count - 1, step: 0 })}>
              {words.less}
            </Button>
            <Button onPress={() => set({ seed: (seed + 1) % 4294967296, step: 0 })}>{words.otherSeed}</Button>
          </div>
        </div>
        <div>
          <p className="control-label">{words.barsTitle(chosen + 1)}</p>
          <div className="generate-bars" data-tensor="probability" ref={barsHost} />
        </div>
      </div>
      {searching && vocabulary ? (
        <BeamView
          steps={search.steps}
          width={state.beams}
          vocabulary={vocabulary}
          texts={texts}
          node={state.node}
          onChoose={(node) => set({ node })}
        />
      ) : null}
      <p className="control-label generate-cost-title">{words.costTitle}</p>
      <div className="generate-cost" ref={costHost} />
      <p className="generate-same">
        {result && full ? (full.tokens.join() === result.tokens.join() ? words.same : words.different) : ''}
      </p>
    </Figure>
  );
}
