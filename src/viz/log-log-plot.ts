/** Points on two logarithmic axes and the power law through them: the line, its band, its slope with the 95 % interval. */
import type { Chart } from './chart.ts';
import type { Look } from './line-chart.ts';
import { formatDecimals } from './numbers.ts';
import { type PowerFit, powerFit } from './power-fit.ts';
import { type ScatterCurve, type ScatterPlotData, type ScatterPoint, scatterPlot } from './scatter-plot.ts';
import type { Place, WalkOptions } from './walkable.ts';

export interface LogLogPlotData {
  readonly points: readonly ScatterPoint[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** Draws the fit through all points. */
  readonly fitted: boolean;
  /** Other laws to compare with: a published one, say. */
  readonly laws?: readonly {
    readonly label: string;
    readonly look: Look;
    readonly at: (x: number) => number;
  }[];
  readonly chosen: Place | null;
}

export interface LogLogPlotOptions extends WalkOptions {
  readonly height?: number;
  /** What stands at the fitted line: `slope −0.08 (−0.09 to −0.07)` by default. */
  readonly fitLabel?: (fit: PowerFit) => string;
}

const samples = 40;

function plainLabel({ slope, interval }: PowerFit): string {
  const shown = (value: number) => formatDecimals(value, 3);
  return interval
    ? `slope ${shown(slope)} (${shown(interval[0])} to ${shown(interval[1])})`
    : `slope ${shown(slope)}`;
}

function toScatter(data: LogLogPlotData, options: LogLogPlotOptions): ScatterPlotData {
  const across = data.points.map(({ x }) => x).filter((x) => x > 0);
  const [low, high] = [Math.min(...across), Math.max(...across)];
  const at = Array.from({ length: samples + 1 }, (_, index) => low * (high / low) ** (index / samples));
  const fit = data.fitted ? powerFit(data.points) : null;
  const curves: ScatterCurve[] = (data.laws ?? []).map((law) => ({
    label: law.label,
    look: law.look,
    points: at.map((x) => [x, law.at(x)] as const),
  }));
  if (fit)
    curves.push({
      label: (options.fitLabel ?? plainLabel)(fit),
      look: 2,
      points: at.map((x) => [x, fit.at(x)] as const),
      ...(fit.interval
        ? {
            band: at.map((x) => {
              const [least, most] = fit.around(x) ?? [0, 0];
              return [x, least, most] as const;
            }),
          }
        : {}),
    });
  return {
    points: data.points,
    x: { scale: 'log', label: data.xLabel },
    y: { scale: 'log', label: data.yLabel },
    curves,
    chosen: data.chosen,
  };
}

export function logLogPlot(
  host: HTMLElement,
  first: LogLogPlotData,
  options: LogLogPlotOptions,
): Chart<LogLogPlotData> {
  let before = first;
  let drawn = toScatter(first, options);
  const chart = scatterPlot(host, drawn, options);
  return {
    element: chart.element,
    update(next) {
      const same =
        next.points === before.points &&
        next.laws === before.laws &&
        next.fitted === before.fitted &&
        next.xLabel === before.xLabel &&
        next.yLabel === before.yLabel;
      before = next;
      drawn = same ? { ...drawn, chosen: next.chosen } : toScatter(next, options);
      chart.update(drawn);
    },
    destroy: () => chart.destroy(),
  };
}
