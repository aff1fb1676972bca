/** A family of sizes trained in the tab, one after the other, and a power law fitted to what they lose; the recorded run shows at once. */

import { useMemo, useRef } from 'react';
import { fitPowerLaw } from '../models/scaling-laws.ts';
import { meanOf } from '../models/statistics.ts';
import { logLogPlot } from '../viz/log-log-plot.ts';
import { formatLoss, formatTick } from '../viz/numbers.ts';
import { family, familySteps, measuredSteps } from './kit/family.ts';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { isUnderWay, TrainingButtons } from './kit/training-buttons.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFamilyTraining } from './kit/use-family-training.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useRecordedFamily } from './kit/use-recorded-family.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWorkerWhen } from './kit/use-worker-when.ts';
import { tinyScalingLawMessages as words } from './messages/tiny-scaling-law.ts';

const channels = ['tiny-scaling-law'];

const fields = {
  seed: { kind: 'number', label: words.seed, default: 2, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

interface FamilyPoint {
  readonly whose: 'recorded' | 'live';
  readonly width: number;
  readonly parameters: number;
  readonly loss: number;
}

export default function TinyScalingLaw({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('tiny-scaling-law', fields);
  const { state, live } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const recorded = useRecordedFamily(live && seen);
  useWorkerWhen(live && seen);
  const training = useFamilyTraining('tiny-scaling-law');
  const running = isUnderWay(training);

  const points = useMemo((): readonly FamilyPoint[] => {
    const widthOf = (parameters: number) => family.find((one) => one.parameters === parameters)?.width ?? 0;
    const before =
      typeof recorded === 'string'
        ? []
        : recorded.points.map(([parameters, loss]) => ({
            whose: 'recorded' as const,
            width: widthOf(parameters),
            parameters,
            loss,
          }));
    const own = family.flatMap(({ id, width, parameters }) => {
      const values = training.excess.get(id) ?? [];
      return values.length < familySteps
        ? []
        : [{ whose: 'live' as const, width, parameters, loss: meanOf(values.slice(-measuredSteps)) }];
    });
    return [...before, ...own];
  }, [recorded, training.excess]);
  const fits = useMemo(() => {
    const of = (whose: FamilyPoint['whose']) => {
      const own = points.filter((point) => point.whose === whose);
      return { fit: fitPowerLaw(own.map(({ parameters, loss }) => [parameters, loss])), count: own.length };
    };
    return { recorded: of('recorded'), live: of('live') };
  }, [points]);

  const data = useMemo(() => {
    if (points.length === 0) return null;
    const { fit } = fits.live;
    return {
      points: points.map(({ whose, width, parameters, loss }) => ({
        x: parameters,
        y: loss,
        label: words[whose](width),
        look: whose === 'recorded' ? (2 as const) : (1 as const),
        estimated: whose === 'live',
      })),
      xLabel: words.parameters,
      yLabel: words.loss,
      fitted: !fit,
      laws: [
        ...(fits.recorded.fit && fit
          ? [
              {
                label: words.whose.recorded,
                look: 2 as const,
                at: (x: number) =>
                  (fits.recorded.fit?.factor ?? 0) * x ** -(fits.recorded.fit?.exponent ?? 0),
              },
            ]
          : []),
        ...(fit
          ? [
              {
                label: words.whose.live,
                look: 1 as const,
                at: (x: number) => fit.factor * x ** -fit.exponent,
              },
            ]
          : []),
      ],
      chosen: null,
    };
  }, [points, fits]);
  const host = useChart(logLogPlot, data, {
    label: words.chart,
    height: 380,
    describe: (_row: number, column: number) => {
      const point = points[column];
      return point ? words.point(words.whose[point.whose], point.width, point.parameters, point.loss) : '';
    },
    onChoose: () => {},
  });

  const sentence = (whose: FamilyPoint['whose']) => {
    const { fit, count } = fits[whose];
    return fit ? words.fit(words.whose[whose], fit.exponent, fit.margin, fit.rSquared, count) : '';
  };
  const current = family.find(({ id }) => id === training.current);
  const step = training.current === null ? 0 : (training.excess.get(training.current)?.length ?? 0);
  const figureState: FigureState =
    recorded === 'missing' && training.state === 'none'
      ? 'error'
      : training.state === 'running'
        ? 'running'
        : data
          ? 'ready'
          : live && seen
            ? 'loading'
            : 'idle';

  return (
    <Figure
      root={root}
      widget="tiny-scaling-law"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      quiet={running}
      reads={
        data
          ? [
              sentence('recorded'),
              sentence('live'),
              training.problem === '' ? '' : words.failed(training.problem),
            ]
              .filter((part) => part !== '')
              .join(' ')
          : words.nothing
      }
      problem={recorded === 'missing' ? { code: 'model-missing', message: words.missing, advice: '' } : null}
      seed={state.seed}
      table={{
        caption: words.tableCaption,
        columns: words.columns,
        rows: points.map(({ whose, width, parameters, loss }) => [
          words.whose[whose],
          width,
          parameters,
          Number(loss.toPrecision(6)),
        ]),
      }}
      sources="tiny-scaling-law"
      outline={<CurveOutline />}
    >
      <div className="plot-host" ref={host} />
      <div className="curve-below">
        <p className="family-progress">
          {current
            ? words.progress(current.width, step, familySteps)
            : fits.live.count > 0
              ? family
                  .slice(0, fits.live.count)
                  .map(({ parameters }, index) => {
                    const point = points.filter(({ whose }) => whose === 'live')[index];
                    return `${formatTick(parameters)}: ${formatLoss(point?.loss ?? 0)}`;
                  })
                  .join(' · ')
              : words.waiting}
        </p>
        <div className="curve-actions">
          <TrainingButtons
            training={training}
            begin={words.train}
            onBegin={() =>
              training.start(
                family.map(({ id }) => ({ id, steps: familySteps })),
                state.seed,
              )
            }
          />
        </div>
      </div>
    </Figure>
  );
}
