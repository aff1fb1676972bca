/** Gradient descent on the smallest model there is, a line through five points: the bowl of its loss, the path, the line. */
import { useMemo, useRef } from 'react';
import { bowlOf, descend, type Line, lineGradient, lineLoss } from '../models/primer.ts';
import { descentMap } from '../viz/descent-map.ts';
import { lineThroughPoints } from '../viz/line-through-points.ts';
import { formatLoss } from '../viz/numbers.ts';
import { Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { PlaneOutline } from './kit/outlines.tsx';
import { primerPoints } from './kit/primer-points.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { gradientDescentMessages as words } from './messages/gradient-descent.ts';

const bowl = bowlOf(primerPoints);
const slopes = [-2, 4] as const;
const heights = [-2, 4] as const;
const levels = [0.05, 0.5, 1.5, 3, 6, 10, 16, 24, 36];

const fields = {
  start: {
    kind: 'list',
    label: words.start,
    default: [-1, 3],
    minimum: -2,
    maximum: 4,
    step: 0.1,
    shortest: 2,
    longest: 2,
  },
  rate: { kind: 'number', label: words.rate, default: 0.1, minimum: 0.01, maximum: 0.32, step: 0.01 },
  steps: { kind: 'number', label: words.steps, default: 12, minimum: 0, maximum: 60, step: 1 },
} as const;

export default function GradientDescent({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('gradient-descent', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const [slope = 0, height = 0] = state.start;
  const path = useMemo(
    () => descend([slope, height], primerPoints, state.rate, state.steps),
    [slope, height, state.rate, state.steps],
  );
  const end: Line = path.at(-1) ?? [slope, height];
  const start: Line = [slope, height];
  const [bySlope, byHeight] = lineGradient(start, primerPoints);
  const map = useMemo(() => ({ ...bowl, levels, path }), [path]);
  const fit = useMemo(() => ({ points: primerPoints, slope: end[0], height: end[1] }), [end]);
  const mapHost = useChart(descentMap, live ? map : null, {
    label: words.map,
    startLabel: words.startName,
    xLabel: words.slope,
    yLabel: words.height,
    x: slopes,
    y: heights,
    step: 0.1,
    onMove: (x: number, y: number) => set({ start: [Number(x.toFixed(1)), Number(y.toFixed(1))] }),
  });
  const fitHost = useChart(lineThroughPoints, live ? fit : null, {
    label: words.fit,
    x: [-1.5, 3.5],
    y: [-2, 5],
  });
  const arrives = state.rate < 2 / bowl.curvatures[0];

  return (
    <Figure
      root={root}
      widget="gradient-descent"
      number={number}
      title={title}
      badge="exact"
      computes="page"
      rubric={words.rubric}
      state={live ? 'ready' : 'idle'}
      handle={handle}
      reads={
        live ? words.reads(state.steps, lineLoss(end, primerPoints), bowl.least, arrives) : words.nothing
      }
      table={{
        caption: words.tableCaption,
        columns: words.columns,
        rows: path.map((line, step) => [
          step,
          Number(line[0].toPrecision(6)),
          Number(line[1].toPrecision(6)),
          Number(lineLoss(line, primerPoints).toPrecision(6)),
        ]),
      }}
      sources="gradient-descent"
      outline={<PlaneOutline />}
      controls={
        <>
          <Slider field={fields.rate} value={state.rate} onChange={(value) => set({ rate: value })} />
          <Slider field={fields.steps} value={state.steps} onChange={(value) => set({ steps: value })} />
        </>
      }
    >
      <div className="descent-grid">
        <div>
          <p className="plane-title">{words.mapTitle}</p>
          <div className="descent-host" ref={mapHost} />
        </div>
        <div>
          <p className="plane-title">{words.fitTitle}</p>
          <div className="fit-host" ref={fitHost} />
          <table className="sum-table">
            <tbody>
              <tr>
                <th scope="row">{words.startLoss}</th>
                <td>{formatLoss(lineLoss(start, primerPoints))}</td>
              </tr>
              <tr>
                <th scope="row">{words.gradient}</th>
                <td>{words.pair(bySlope, byHeight)}</td>
              </tr>
              <tr>
                <th scope="row">{words.endLoss}</th>
                <td>{formatLoss(Math.min(1e6, lineLoss(end, primerPoints)))}</td>
              </tr>
              <tr>
                <th scope="row">{words.least}</th>
                <td>{formatLoss(bowl.least)}</td>
              </tr>
            </tbody>
          </table>
        </div>
      </div>
    </Figure>
  );
}
