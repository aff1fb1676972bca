/**
 * Induction heads: a shipped model of two layers of attention at its saved steps, what each head does on tokens that mean nothing
 * and repeat, what is lost when one is off; and the training of two layers and of one.
 */

import { useMemo, useRef, useState } from 'react';
import type { Options } from '../runtime/client.ts';
import { attentionMatrix } from '../viz/attention-matrix.ts';
import { formatWeight } from '../viz/numbers.ts';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Button, HeadName, Segments } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { type InductionReading, inductionModel, readInduction } from './kit/induction-data.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { ShownAndSpoken } from './kit/shown-and-spoken.tsx';
import { useChart } from './kit/use-chart.ts';
import { claimFields, type LiveRun, useClaimRuns } from './kit/use-claim-runs.tsx';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { inductionMessages as words } from './messages/induction.ts';

const { layers, heads } = inductionModel;
const count = layers * heads;
/** Saved steps that ship; the last choice is the finished model. */
const steps = ['0', '200', '400', '600', '800', '1000', 'last'] as const;
const runs: readonly LiveRun[] = [
  { recipe: 'induction-2l', label: words.runs['induction-2l'], steps: 1500 },
  { recipe: 'induction-1l', label: words.runs['induction-1l'], steps: 1500 },
];
const [trainingChannel, headsChannel] = ['induction', 'induction/heads'];
const channels = [trainingChannel, headsChannel];

const fields = {
  ...claimFields(runs),
  step: { kind: 'choice', label: words.step, default: 'last', choices: steps },
  tokens: { kind: 'number', label: words.textSeed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
  off: {
    kind: 'list',
    label: words.off,
    default: [],
    minimum: 0,
    maximum: count - 1,
    step: 1,
    shortest: 0,
    longest: count,
  },
  // The head whose map is shown, numbered through; -1: the best of layer 2.
  head: { kind: 'number', label: words.layer(2), default: -1, minimum: -1, maximum: count - 1, step: 1 },
} as const;

export default function Induction({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('induction', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const claim = useClaimRuns({
    channel: trainingChannel,
    claim: 'C7',
    wanted: live && seen,
    state,
    set,
    paper: words.paper,
    runs,
    reads: words.reads,
  });
  const { step, tokens, off } = state;
  const ask = useMemo(
    () =>
      live && seen
        ? (options: Options) => readInduction(step === 'last' ? null : Number(step), tokens, off, options)
        : null,
    [live, seen, step, tokens, off],
  );
  const work = useWork(headsChannel, ask);
  const { result } = work;
  const best = result ? bestOf(result) : 0;
  const shown = state.head < 0 ? best : state.head;
  const [cell, setCell] = useState<{ readonly query: number; readonly key: number } | null>(null);
  const pattern = result?.patterns[Math.floor(shown / heads)]?.[shown % heads] ?? null;
  const map = useMemo(
    () =>
      result && pattern
        ? {
            tokens: result.tokens.map(String),
            weights: pattern,
            causal: true,
            chosen: cell ?? stripeOf(result),
          }
        : null,
    [result, pattern, cell],
  );
  const mapHost = useChart(attentionMatrix, map, {
    label: words.mapLabel(Math.floor(shown / heads) + 1, (shown % heads) + 1),
    describe: (query: number, key: number) =>
      words.cellRead(query, key, pattern?.[query * (map?.tokens.length ?? 0) + key] ?? 0),
    onChoose: (query: number, key: number) => setCell({ query, key }),
  });
  const toggle = (index: number) =>
    set({
      off: off.includes(index) ? off.filter((one) => one !== index) : [...off, index].sort((a, b) => a - b),
    });
  const frameState = work.problem ? 'error' : claim.state === 'ready' && !result ? 'loading' : claim.state;
  const score = result?.scores[Math.floor(best / heads)]?.[best % heads] ?? 0;
  const { body, ...frame } = claim;

  return (
    <Figure
      root={root}
      widget="induction"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      handle={handle}
      {...frame}
      state={frameState}
      reads={
        (result
          ? words.readsHeads(
              result.step,
              Math.floor(best / heads) + 1,
              (best % heads) + 1,
              score,
              result.right,
            )
          : '') + frame.reads
      }
      problem={work.problem}
      progress={work.progress}
      model={inductionModel.id}
      onRetry={work.retry}
      milliseconds={result?.milliseconds ?? null}
      seed={state.seed}
      sources="induction"
      outline={<MatrixOutline />}
      controls={
        <>
          <Segments
            field={{ label: words.step, choices: steps }}
            value={step}
            name={(choice) => (choice === 'last' ? words.last : choice)}
            onChange={(choice) => set({ step: choice })}
          />
          <Button onPress={() => set({ tokens: (tokens + 1) % 4294967296 })}>{words.text}</Button>
          {frame.controls}
        </>
      }
    >
      <div className="induction-grid">
        <div>
          <div className="map-host" data-tensor="pattern" ref={mapHost} />
          <p className="quiet-note">{words.legend}</p>
        </div>
        <div>
          <table className="sum induction-heads">
            <thead>
              <ColumnHeads columns={words.columns} />
            </thead>
            <tbody>
              {Array.from({ length: count }, (_, index) => {
                const [layer, head] = [Math.floor(index / heads), index % heads];
                return (
                  <tr key={`${layer}.${head}`}>
                    <th scope="row">
                      <button
                        type="button"
                        className="text-button"
                        aria-pressed={index === shown}
                        onClick={() => set({ head: index })}
                      >
                        <ShownAndSpoken
                          spoken={words.headLabel(
                            layer + 1,
                            head + 1,
                            result?.scores[layer]?.[head] ?? 0,
                            off.includes(index),
                          )}
                        >
                          {words.layer(layer + 1)} <HeadName head={head + 1} />
                        </ShownAndSpoken>
                      </button>
                    </th>
                    <td>{result ? formatWeight(result.previous[layer]?.[head] ?? 0) : ''}</td>
                    <td>{result ? formatWeight(result.scores[layer]?.[head] ?? 0) : ''}</td>
                    <td>
                      <label className="toggle">
                        <input
                          type="checkbox"
                          aria-label={words.switchOff(layer + 1, head + 1)}
                          checked={off.includes(index)}
                          onChange={() => toggle(index)}
                        />
                        <span>{words.offShort}</span>
                      </label>
                    </td>
                  </tr>
                );
              })}
              <tr>
                <th scope="row">{words.right}</th>
                <td />
                <td className="induction-right">{result ? formatWeight(result.right) : ''}</td>
                <td />
              </tr>
            </tbody>
          </table>
        </div>
      </div>
      {body}
    </Figure>
  );
}

/** The head with the largest prefix-matching score, numbered through. */
function bestOf({ scores }: InductionReading): number {
  const all = scores.flat();
  return all.indexOf(Math.max(...all));
}

/** The middle of the stripe that an induction head draws. */
const stripeOf = ({ first, second, block }: InductionReading) => {
  const middle = Math.floor(block / 2);
  return { query: second + middle, key: first + middle + 1 };
};
