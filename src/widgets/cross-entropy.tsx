/** A guess over four words and its price: the loss, its gradient by each score, and what a step against the gradient does. */
import { useEffect, useMemo, useRef } from 'react';
import { crossEntropyOf } from '../models/primer.ts';
import { formatLoss, formatValue, formatWeight } from '../viz/numbers.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { publishFacts } from './highlight.ts';
import { Button, Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import { snap } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { crossEntropyMessages as words } from './messages/cross-entropy.ts';

const extent = 6;
const scoreField = { minimum: -extent, maximum: extent, step: 0.01 } as const;

const fields = {
  scores: {
    kind: 'list',
    label: words.scores,
    default: [1, 0.5, 0, -1],
    ...scoreField,
    shortest: words.words.length,
    longest: words.words.length,
  },
  truth: { kind: 'choice', label: words.truth, default: 'pink', choices: words.words },
  rate: { kind: 'number', label: words.rate, default: 1, minimum: 0.1, maximum: 4, step: 0.1 },
  steps: { kind: 'number', label: words.steps, default: 0, minimum: 0, maximum: 9999, step: 1 },
} as const;

export default function CrossEntropy({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('cross-entropy', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { scores, truth } = state;
  const target = words.words.indexOf(truth);
  const guess = useMemo(() => crossEntropyOf(scores, target), [scores, target]);
  const bars = useMemo(
    () => ({
      rows: guess.probabilities.map((probability, index) => ({
        token: words.words[index] ?? '',
        probability,
        beforeCut: probability,
        cut: false,
        chosen: index === target,
      })),
    }),
    [guess, target],
  );
  const host = useChart(probabilityBars, live ? bars : null, { label: words.bars, room: words.words.length });

  const came = guess.probabilities[target] ?? 0;
  useEffect(() => {
    if (!live) return;
    publishFacts('cross-entropy', {
      shapes: [
        { symbol: 'logits', letter: 'z', shape: [scores.length] },
        { symbol: 'probability', letter: 'p', shape: [scores.length] },
      ],
      subject: words.derivative(truth),
      arithmetic: `${formatLoss(came)} − 1`,
      result: formatLoss(came - 1),
    });
  }, [live, scores.length, truth, came]);
  useEffect(() => () => publishFacts('cross-entropy', null), []);

  const takeStep = () =>
    set({
      scores: scores.map((score, index) =>
        snap(scoreField, score - state.rate * (guess.gradient[index] ?? 0)),
      ),
      steps: Math.min(fields.steps.maximum, state.steps + 1),
    });

  return (
    <Figure
      root={root}
      widget="cross-entropy"
      number={number}
      title={title}
      badge="exact"
      computes="page"
      rubric={words.rubric}
      state={live ? 'ready' : 'idle'}
      handle={handle}
      reads={live ? words.reads(truth, guess.probabilities[target] ?? 0, guess.loss) : words.nothing}
      table={{
        caption: words.tableCaption,
        columns: words.columns,
        rows: words.words.map((word, index) => [
          word,
          scores[index] ?? 0,
          Number((guess.probabilities[index] ?? 0).toPrecision(6)),
          index === target ? 1 : 0,
          Number((guess.gradient[index] ?? 0).toPrecision(6)),
        ]),
      }}
      sources="cross-entropy"
      outline={<BarsOutline rows={4} />}
      controls={
        <>
          <Segments field={fields.truth} value={truth} onChange={(value) => set({ truth: value })} />
          <Slider field={fields.rate} value={state.rate} onChange={(value) => set({ rate: value })} />
          <Button primary onPress={takeStep}>
            {words.step}
          </Button>
        </>
      }
    >
      <div className="sum-grid">
        <div>
          <div className="guess-sliders" data-tensor="logits">
            {words.words.map((word, index) => (
              <Slider
                key={word}
                field={{ kind: 'number', label: words.score(word), default: 0, ...scoreField }}
                value={scores[index] ?? 0}
                format={formatValue}
                onChange={(value) =>
                  set({ scores: scores.map((score, at) => (at === index ? value : score)), steps: 0 })
                }
              />
            ))}
          </div>
          <div className="guess-bars" data-tensor="probability" ref={host} />
        </div>
        <table className="sum-table">
          <caption>{words.table}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col" data-tensor="probability">
                {words.columnProbability}
              </th>
              <th scope="col">{words.columnTruth}</th>
              <th scope="col">{words.columnGradient}</th>
            </tr>
          </thead>
          <tbody>
            {words.words.map((word, index) => (
              <tr key={word}>
                <th scope="row">
                  <span className={index === target ? 'token-chip is-chosen' : 'token-chip'}>{word}</span>
                </th>
                <td>{formatWeight(guess.probabilities[index] ?? 0)}</td>
                <td>{index === target ? 1 : 0}</td>
                <td>{formatValue(guess.gradient[index] ?? 0)}</td>
              </tr>
            ))}
            <tr className="is-total">
              <th scope="row">{words.loss}</th>
              <td colSpan={3}>{formatLoss(guess.loss)}</td>
            </tr>
            <tr>
              <th scope="row">{words.steps}</th>
              <td colSpan={3}>{state.steps}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </Figure>
  );
}
