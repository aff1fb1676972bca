/**
 * How a shipped model learned: the recorded losses of its training over the floor that no model can pass, what it wrote at each
 * saved step, and the same recipe trained anew in the tab.
 */
import { useMemo, useRef } from 'react';
import { type Options, runtime } from '../runtime/client.ts';
import { type LossChartData, type LossSeries, lossChart } from '../viz/loss-chart.ts';
import { formatLoss } from '../viz/numbers.ts';
import type { TableData } from './kit/export.ts';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { shippedModels } from './kit/models.ts';
import { CurveOutline } from './kit/outlines.tsx';
import { TrainingButtons } from './kit/training-buttons.tsx';
import { useChart } from './kit/use-chart.ts';
import { type Curve, nearest, thinned, useCurve } from './kit/use-curve.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useTokenizer } from './kit/use-tokenizer.ts';
import { useTraining } from './kit/use-training.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { learningCurveMessages as words } from './messages/learning-curve.ts';

const model = shippedModels['gpt2-toytown'];
const channels = ['learning-curve', 'learning-curve/writes'];
const points = 300;
const liveSteps = 10_000;
const wordsWritten = 24;

const fields = {
  step: { kind: 'number', label: words.step, default: 10_000, minimum: 0, maximum: 1_000_000, step: 1 },
  seed: { kind: 'number', label: words.seed, default: 7, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

export default function LearningCurve({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('learning-curve', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const wanted = live && seen;
  const loaded = useCurve(model.id, wanted);
  const curve = loaded.state === 'ready' ? loaded.curve : null;
  const training = useTraining('learning-curve');
  const { tokenizer } = useTokenizer(model.id, wanted);

  const lastStep = curve?.steps.at(-1) ?? 0;
  const stops = useMemo(
    () => (curve ? [...new Set([...curve.saved, lastStep])].sort((a, b) => a - b) : []),
    [curve, lastStep],
  );
  const mark = stops.reduce(
    (best, stop) => (Math.abs(stop - state.step) < Math.abs(best - state.step) ? stop : best),
    lastStep,
  );

  const ask = useMemo(() => {
    const begin = tokenizer?.vocabulary.indexOf(tokenizer.begin ?? '') ?? -1;
    if (!curve || begin < 0) return null;
    const request = {
      model: model.id,
      ...(mark === lastStep ? {} : { step: mark }),
      tokens: [begin],
      sampling: { temperature: 1, topK: null, topP: null, seed: state.seed },
      maximum: wordsWritten,
      cache: true,
    };
    return (options: Options) => runtime().generate(request, options);
  }, [curve, tokenizer, mark, lastStep, state.seed]);
  const writing = useWork('learning-curve/writes', ask);
  const written = writing.result && tokenizer ? tokenizer.decode(writing.result.tokens.slice(1)) : '';

  const data = useMemo(
    () => chartData(curve, training.steps, mark, lastStep),
    [curve, training.steps, mark, lastStep],
  );
  const host = useChart(lossChart, data, {
    label: words.chartLabel,
    stops,
    onScrub: (step: number) => set({ step }),
  });

  const running = training.state === 'running';
  const figureState: FigureState =
    loaded.state === 'missing' && training.steps.length === 0
      ? 'error'
      : running
        ? 'running'
        : curve
          ? 'ready'
          : wanted
            ? 'loading'
            : 'idle';
  const at = curve ? nearest(curve.steps, mark) : 0;
  const lastLive = training.steps.at(-1);

  return (
    <Figure
      root={root}
      widget="learning-curve"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      quiet={running}
      reads={
        curve
          ? words.reads(mark, lastStep, curve.loss[at] ?? 0, curve.floor?.[at] ?? null) +
            (lastLive ? words.readsLive(lastLive.step, lastLive.loss, lastLive.floor) : '') +
            (training.problem ? ` ${words.failed(training.problem)}` : '')
          : words.nothing
      }
      problem={
        loaded.state === 'missing'
          ? { code: 'model-missing', message: words.missing, advice: words.missingAdvice }
          : null
      }
      footNote={lastLive ? words.speed(lastLive.tokensPerSecond) : ''}
      seed={state.seed}
      table={curve ? tableOf(curve) : null}
      sources="learning-curve"
      outline={<CurveOutline />}
    >
      <div className="curve-host" ref={host} />
      <div className="curve-below">
        <div className="curve-writes">
          <p className="control-label">{words.writes(mark)}</p>
          <p className="curve-text">{writing.problem?.message ?? written}</p>
        </div>
        <div className="curve-actions">
          <TrainingButtons
            training={training}
            begin={words.train}
            onBegin={() => training.start({ plan: { recipe: model.id, seed: state.seed, steps: liveSteps } })}
          />
        </div>
      </div>
    </Figure>
  );
}

function chartData(
  curve: Curve | null,
  live: readonly { readonly step: number; readonly loss: number }[],
  mark: number,
  lastStep: number,
): LossChartData | null {
  if (!curve) return null;
  const recorded: LossSeries = {
    label: words.recorded,
    look: 'second',
    points: thinned(curve.steps, curve.loss, points),
  };
  const own: LossSeries = {
    label: words.live,
    look: 'first',
    points: thinned(
      live.map(({ step }) => step),
      live.map(({ loss }) => loss),
      points,
    ),
  };
  const floor = curve.floor ? curve.floor.reduce((sum, value) => sum + value, 0) / curve.floor.length : null;
  return { series: live.length > 0 ? [recorded, own] : [recorded], floor, mark, lastStep };
}

function tableOf(curve: Curve): TableData {
  const size = Math.max(1, Math.ceil(curve.steps.length / 200));
  return {
    caption: words.tableCaption,
    columns: words.columns,
    rows: curve.steps.flatMap((step, index) =>
      index % size === 0
        ? [[step, formatLoss(curve.loss[index] ?? 0), curve.floor ? formatLoss(curve.floor[index] ?? 0) : '']]
        : [],
    ),
  };
}
