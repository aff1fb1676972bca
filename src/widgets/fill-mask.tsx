/**
 * Which words stood where the text has gaps: an encoder, which sees both sides, beside a decoder of the same size and data, which
 * sees what stands before. Any words can be hidden; each word hidden alone gives a score for the whole text.
 */

import { useMemo, useRef } from 'react';
import { softmax } from '../models/sampling.ts';
import { type Options, type RunResult, runtime } from '../runtime/client.ts';
import { barTable } from '../viz/bar-table.ts';
import { formatWeight } from '../viz/numbers.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { type Chip, tokenChips } from '../viz/token-chips.ts';
import { stateOf, together } from './kit/asked.ts';
import { Segments } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import {
  causalTokens,
  encoderIds,
  frameWords,
  hideEach,
  hideWords,
  textOf,
  wordsOf,
} from './kit/masked-text.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { best, guesses, rowOf } from './kit/rows-of.ts';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { fillMaskMessages as words } from './messages/fill-mask.ts';

const causalModel = 'gpt2-toytown';
const longest = 72; // words: so that its frame fits both models
const barsShown = 6;
const channels = ['fill-mask', 'fill-mask/before', 'fill-mask/each'];

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  encoder: { kind: 'choice', label: words.encoder, default: 'roberta-toytown', choices: encoderIds },
  // Places of words, counted from 0.
  blanks: {
    kind: 'list',
    label: words.blanks,
    default: [16],
    minimum: 0,
    maximum: longest - 1,
    step: 1,
    shortest: 0,
    longest,
  },
  chosen: { kind: 'number', label: words.chosen, default: 0, minimum: 0, maximum: longest - 1, step: 1 },
} as const;

const bars = (logits: Float32Array | null, vocabulary: readonly string[] | null, truth: number) =>
  logits && vocabulary
    ? {
        rows: guesses(logits, barsShown).map(({ id, probability }) => ({
          token: vocabulary[id] ?? '',
          probability,
          beforeCut: probability,
          cut: false,
          chosen: id === truth,
        })),
      }
    : null;

interface Score {
  readonly right: number;
  readonly loss: number;
}

/** `rows`: what the model says in place of each word. */
function scoreOf(ids: readonly number[], row: (word: number) => Float32Array): Score {
  let right = 0;
  let loss = 0;
  ids.forEach((id, word) => {
    const logits = row(word);
    if (best(logits) === id) right += 1;
    loss -= Math.log(softmax(logits)[id] ?? 0);
  });
  return { right, loss: loss / Math.max(1, ids.length) };
}

/** A result is drawn with its own words only. */
const isFor = (result: RunResult | null, tokens: readonly number[]): RunResult | null =>
  result && result.tokens.join() === tokens.join() ? result : null;

export default function FillMask({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('fill-mask', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { encoder } = state;
  const text = useModelText({ id: encoder, context: longest + 1 }, state.text, live && seen);
  const { tokenizer, read, key } = text;
  const vocabulary = tokenizer?.vocabulary ?? null;
  const ids = useMemo(() => (key === '' ? [] : wordsOf(tokensOf(key))), [key]);
  const blanks = useMemo(
    () => [...new Set(state.blanks)].filter((word) => word < ids.length).sort((a, b) => a - b),
    [state.blanks, ids],
  );
  const frame = useMemo(() => (ids.length > 0 ? frameWords(encoder, ids) : null), [encoder, ids]);
  const hidden = useMemo(() => (frame ? hideWords(frame, blanks) : null), [frame, blanks]);

  const ask = useMemo(() => {
    if (!hidden) return null;
    const request = { model: encoder, ...textOf(hidden), capture: ['logits'] };
    return (options: Options) => runtime().run(request, options);
  }, [hidden, encoder]);
  const work = useWork('fill-mask', ask);
  const askBefore = useMemo(() => {
    if (ids.length === 0) return null;
    const request = { model: causalModel, tokens: causalTokens(ids), capture: ['logits'] };
    return (options: Options) => runtime().run(request, options);
  }, [ids]);
  const before = useWork('fill-mask/before', askBefore);
  const askEach = useMemo(() => {
    if (!frame) return null;
    const [first, ...others] = hideEach(frame).map(textOf);
    if (!first) return null;
    const request = { model: encoder, ...first, others, capture: ['logits'] };
    return (options: Options) => runtime().run(request, options);
  }, [frame, encoder]);
  const each = useWork('fill-mask/each', askEach);

  const filled = hidden && work.result?.model === encoder ? isFor(work.result, hidden.tokens) : null;
  const causal = isFor(before.result, causalTokens(ids));
  const both = filled?.tensors.logits;
  const left = causal?.tensors.logits;
  const at = blanks[Math.min(state.chosen, blanks.length - 1)] ?? 0;
  const truth = ids[at] ?? -1;
  const place = frame?.places[at] ?? 0;
  const bothRow = useMemo(() => (both ? rowOf(both, 0, place) : null), [both, place]);
  const leftRow = useMemo(() => (left ? rowOf(left, 0, at) : null), [left, at]);
  const some = blanks.length > 0;
  const bothBars = useMemo(
    () => (some ? bars(bothRow, vocabulary, truth) : null),
    [some, bothRow, vocabulary, truth],
  );
  const leftBars = useMemo(
    () => (some ? bars(leftRow, vocabulary, truth) : null),
    [some, leftRow, vocabulary, truth],
  );
  const bothHost = useChart(probabilityBars, bothBars, { label: words.barsLabel, room: barsShown });
  const leftHost = useChart(probabilityBars, leftBars, { label: words.barsLabel, room: barsShown });

  const chips = useMemo(() => {
    if (!vocabulary || ids.length === 0) return null;
    return {
      chips: ids.map((id, word): Chip => {
        const own = vocabulary[id] ?? '';
        if (!blanks.includes(word)) return { token: own, role: 'plain', note: words.shown };
        return { token: own, role: word === at ? 'chosen' : 'next', note: words.hidden(own) };
      }),
    };
  }, [vocabulary, ids, blanks, at]);
  const chipHost = useChart(tokenChips, chips, {
    label: words.wordsLabel,
    onPress: (word: number) => {
      const next = blanks.includes(word)
        ? blanks.filter((other) => other !== word)
        : [...blanks, word].sort((a, b) => a - b);
      set({ blanks: next, chosen: Math.max(0, next.indexOf(word)) });
    },
  });

  const scores = useMemo(() => {
    const logits = each.result?.model === encoder ? each.result.tensors.logits : undefined;
    if (!logits || !left || !frame || logits.shape[0] !== ids.length) return null;
    return [
      scoreOf(ids, (word) => rowOf(logits, word, frame.places[word] ?? 0)),
      scoreOf(ids, (word) => rowOf(left, 0, word)),
    ];
  }, [each.result, left, frame, ids, encoder]);
  const scoreTable = useMemo(() => {
    if (!scores) return null;
    const names = words.scoreRows(encoder);
    return {
      columns: words.scoreColumns,
      rows: scores.map(({ right, loss }, row) => ({
        label: names[row] ?? '',
        amounts: [
          { value: right, text: words.right(right, ids.length) },
          { value: loss, text: words.nats(loss) },
        ],
      })),
    };
  }, [scores, encoder, ids.length]);
  const scoreHost = useChart(barTable, scoreTable, { label: words.scoreLabel });

  /** What each model says in place of a hidden word. */
  const answers = useMemo(
    () =>
      both && left && frame && vocabulary
        ? blanks.map((word) => {
            const id = ids[word] ?? 0;
            const [here, there] = [rowOf(both, 0, frame.places[word] ?? 0), rowOf(left, 0, word)];
            return {
              word,
              truth: vocabulary[id] ?? '',
              both: { word: vocabulary[best(here)] ?? '', own: softmax(here)[id] ?? 0 },
              before: { word: vocabulary[best(there)] ?? '', own: softmax(there)[id] ?? 0 },
            };
          })
        : null,
    [both, left, frame, vocabulary, blanks, ids],
  );
  const answer = answers?.find(({ word }) => word === at);
  const counts = {
    blanks: answers?.length ?? 0,
    both: answers?.filter(({ both: one, truth: own }) => one.word === own).length ?? 0,
    before: answers?.filter(({ before: one, truth: own }) => one.word === own).length ?? 0,
  };

  const empty = state.text.trim() === '' || (read !== null && ids.length === 0);
  const asked = together(text, work, before, each);
  const figureState = stateOf({
    problem: asked.problem,
    wanted: live && seen && !empty,
    shown: (both && left && scores) || (work.result && before.result && each.result),
  });
  return (
    <Figure
      root={root}
      widget="fill-mask"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={answer ? words.reads(encoder, answer.truth, answer.both, answer.before, counts) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={encoder}
      onRetry={asked.retry}
      milliseconds={work.result?.milliseconds ?? null}
      table={
        answers
          ? {
              caption: words.tableCaption,
              columns: words.tableColumns,
              rows: answers.map(({ word, truth: own, both: one, before: other }) => [
                own,
                word + 1,
                one.word,
                formatWeight(one.own),
                other.word,
                formatWeight(other.own),
              ]),
            }
          : null
      }
      tensors={bothRow ? [{ name: 'logits', shape: [bothRow.length], data: bothRow }] : []}
      sources="fill-mask"
      outline={<BarsOutline rows={barsShown} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <Segments
            field={fields.encoder}
            value={encoder}
            name={words.encoderName}
            onChange={(choice) => set({ encoder: choice })}
          />
        </>
      }
    >
      <p className="control-label">{words.wordsLabel}</p>
      <div className="fill-words" ref={chipHost} />
      <div className="two-columns">
        <div>
          <p className="control-label">{words.bothSides(encoder)}</p>
          <div className="fill-bars" data-tensor="probability" ref={bothHost} />
        </div>
        <div>
          <p className="control-label">{words.before}</p>
          <div className="fill-bars" ref={leftHost} />
        </div>
      </div>
      <p className="figure-note">{words.causalNote}</p>
      <p className="control-label part-title">{words.scoreTitle}</p>
      <div className="two-rows" ref={scoreHost} />
    </Figure>
  );
}
