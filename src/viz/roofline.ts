/**
 * How fast a machine can be at each operation: under the slope it waits for memory, under the flat roof for its arithmetic. A point is an
 * operation: how many operations on numbers it does a byte that it moves, and how many a second it reached.
 */
import type { Chart } from './chart.ts';
import { formatTick } from './numbers.ts';
import { type ScatterPlotData, type ScatterPoint, scatterPlot } from './scatter-plot.ts';
import type { Place, WalkOptions } from './walkable.ts';

export interface RooflineData {
  /** The machine: operations a second at most, bytes a second at most. */
  readonly peak: number;
  readonly bandwidth: number;
  readonly name: string;
  /** x: operations a byte; y: operations a second. */
  readonly points: readonly ScatterPoint[];
  readonly chosen: Place | null;
}

export interface RooflineOptions extends WalkOptions {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly height?: number;
}

/** What the machine can reach at most at so many operations a byte. */
export const attainable = (peak: number, bandwidth: number, intensity: number): number =>
  Math.min(peak, bandwidth * intensity);

function toScatter(data: RooflineData, options: RooflineOptions): ScatterPlotData {
  const { peak, bandwidth } = data;
  const ridge = peak / bandwidth;
  const across = data.points.map(({ x }) => x);
  const low = Math.min(ridge / 30, ...across.map((x) => x / 2));
  const high = Math.max(ridge * 10, ...across.map((x) => x * 2));
  return {
    points: data.points,
    x: { scale: 'log', label: options.xLabel },
    y: { scale: 'log', label: options.yLabel, format: (value) => formatTick(value) },
    curves: [
      {
        label: data.name,
        look: 1,
        points: [low, ridge, high].map((x) => [x, attainable(peak, bandwidth, x)] as const),
      },
    ],
    chosen: data.chosen,
  };
}

export function roofline(
  host: HTMLElement,
  first: RooflineData,
  options: RooflineOptions,
): Chart<RooflineData> {
  let before = first;
  let drawn = toScatter(first, options);
  const chart = scatterPlot(host, drawn, options);
  return {
    element: chart.element,
    update(next) {
      const same =
        next.points === before.points &&
        next.peak === before.peak &&
        next.bandwidth === before.bandwidth &&
        next.name === before.name;
      before = next;
      drawn = same ? { ...drawn, chosen: next.chosen } : toScatter(next, options);
      chart.update(drawn);
    },
    destroy: () => chart.destroy(),
  };
}
