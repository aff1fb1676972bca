/**
 * An encoder with a classification head reads a definition and names its category in WordNet. Two answers to why: what happens when a
 * token is hidden, and what the sign `<cls>` attends to.
 */

import { useMemo, useRef } from 'react';
import { nounCategories } from '../data/noun-categories.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { attributionTokens } from '../viz/attribution-tokens.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { visibleToken } from '../viz/visible-token.ts';
import { stateOf, together } from './kit/asked.ts';
import { classifier, classQuestion, classRequest, evidenceOf } from './kit/class-evidence.ts';
import { Examples } from './kit/examples.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { classifyMessages as words } from './messages/classify.ts';

const channels = ['classify'];
const barsShown = 8;

const fields = {
  text: { kind: 'text', label: words.text, default: words.examples[0], maximum: 400 },
  // The chosen token, counted from 0; empty: the one that counts most.
  cell: {
    kind: 'list',
    label: words.chosen,
    default: [],
    minimum: 0,
    maximum: 39,
    step: 1,
    shortest: 0,
    longest: 1,
  },
} as const;

const largest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

export default function Classify({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('classify', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const text = useModelText(classifier, state.text, live && seen);
  const { tokenizer, read } = text;
  const question = useMemo(
    () => (tokenizer && state.text.trim() !== '' ? classQuestion(tokenizer, state.text) : null),
    [tokenizer, state.text],
  );
  const ask = useMemo(() => {
    if (!question || question.others.length === 0) return null;
    return (options: Options) => runtime().run(classRequest(question), options);
  }, [question]);
  const work = useWork('classify', ask);
  const { result } = work;
  const evidence = useMemo(() => (result ? evidenceOf(result) : null), [result]);
  // A result is drawn with its own tokens.
  const tokens = useMemo(
    () => (result && tokenizer ? result.tokens.slice(1, -1).map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [result, tokenizer],
  );

  const bars = useMemo(
    () =>
      evidence
        ? {
            rows: Array.from(evidence.probabilities, (probability, id) => ({ id, probability }))
              .sort((a, b) => b.probability - a.probability)
              .slice(0, barsShown)
              .map(({ id, probability }) => ({
                token: nounCategories[id] ?? '',
                probability,
                beforeCut: probability,
                cut: false,
                chosen: false,
              })),
          }
        : null,
    [evidence],
  );
  const barsHost = useChart(probabilityBars, bars, { label: words.barsLabel, room: barsShown });
  const [picked] = state.cell;
  const at = evidence
    ? picked !== undefined && picked < tokens.length
      ? picked
      : largest(evidence.falls)
    : 0;
  const falls = useMemo(
    () =>
      evidence
        ? {
            tokens,
            values: evidence.falls,
            most: Math.max(0.05, ...evidence.falls.map(Math.abs)),
            chosen: { row: 0, column: at },
          }
        : null,
    [evidence, tokens, at],
  );
  const attention = useMemo(
    () =>
      evidence
        ? {
            tokens,
            values: evidence.attention,
            most: Math.max(...evidence.attention),
            chosen: { row: 0, column: at },
          }
        : null,
    [evidence, tokens, at],
  );
  const tokenAt = (index: number) => words.numbered(index + 1, visibleToken(tokens[index] ?? ''));
  const onChoose = (_row: number, index: number) => set({ cell: [index] });
  const fallsHost = useChart(attributionTokens, falls, {
    label: words.fallsLabel,
    describe: (_row: number, index: number) =>
      words.fallRead(tokenAt(index), evidence?.falls[index] ?? 0, evidence?.attention[index] ?? 0),
    onChoose,
  });
  const attentionHost = useChart(attributionTokens, attention, {
    label: words.attentionLabel,
    describe: (_row: number, index: number) =>
      words.fallRead(tokenAt(index), evidence?.falls[index] ?? 0, evidence?.attention[index] ?? 0),
    onChoose,
  });

  const empty = state.text.trim() === '';
  const asked = together(text, work);
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: evidence });
  return (
    <Figure
      root={root}
      widget="classify"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={
        evidence
          ? words.reads(
              nounCategories[evidence.best] ?? '',
              evidence.probabilities[evidence.best] ?? 0,
              visibleToken(tokens[largest(evidence.falls)] ?? ''),
              evidence.falls[largest(evidence.falls)] ?? 0,
              visibleToken(tokens[largest(evidence.attention)] ?? ''),
            )
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={classifier.id}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      table={
        evidence
          ? {
              caption: words.tableCaption,
              columns: words.tableColumns,
              rows: tokens.map((token, index) => [
                index + 1,
                token,
                evidence.falls[index] ?? 0,
                evidence.attention[index] ?? 0,
              ]),
            }
          : null
      }
      tensors={
        evidence
          ? [
              {
                name: 'probabilities',
                shape: [evidence.probabilities.length],
                data: Float32Array.from(evidence.probabilities),
              },
            ]
          : []
      }
      sources="classify"
      outline={<BarsOutline rows={barsShown} />}
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
          <Examples
            label={words.examplesLabel}
            examples={words.examples}
            onChoose={(example) => set({ text: example, cell: [] })}
          />
        </>
      }
    >
      <div className="two-columns">
        <div>
          <p className="control-label">{words.barsTitle}</p>
          <div className="classify-bars" data-tensor="probability" ref={barsHost} />
        </div>
        <div>
          <p className="control-label">{words.fallsLabel}</p>
          <div className="classify-tokens" ref={fallsHost} />
          <p className="control-label part-title">{words.attentionLabel}</p>
          <div className="classify-tokens" ref={attentionHost} />
          <p className="reach-cell">
            {evidence
              ? words.fallRead(tokenAt(at), evidence.falls[at] ?? 0, evidence.attention[at] ?? 0)
              : ''}
          </p>
        </div>
      </div>
    </Figure>
  );
}
