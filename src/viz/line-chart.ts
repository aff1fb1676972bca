/** Many runs over one axis: lines with their names at their ends, bands, a dotted floor. Every point is read exactly. */
import { area, line } from 'd3-shape';
import type { Chart } from './chart.ts';
import { type Axis, type PlotArea, plotArea, spread } from './plot-area.ts';
import { textWidth } from './thin-labels.ts';
import { type Box, type Place, type WalkOptions, walkable } from './walkable.ts';

/** The book's looks of a run, in this order: ink dashed, petrol, sepia dotted ... ; 9 is quiet, for what is only compared with. */
export type Look = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export interface LineSeries {
  readonly label: string;
  readonly look: Look;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** What lies around the line: the spread of several seeds, say. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
}

export interface LineChartData {
  readonly series: readonly LineSeries[];
  readonly x: Axis;
  readonly y: Axis;
  /** A level that no run can pass. */
  readonly floor?: { readonly value: number; readonly label: string } | null;
  /** Row: series; column: point. */
  readonly chosen: Place | null;
}

export interface LineChartOptions extends WalkOptions {
  readonly height?: number;
}

interface NamePlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** The length of a line's sample beside its name. */
const sample = 24;

/** Names in rows above the plot, each with a sample of its line. */
function keyOf(widths: readonly number[], { width, label }: Box) {
  const first = label * 2.5;
  let [x, row] = [0, 0];
  const places = widths.map((wide) => {
    const needs = sample + 6 + wide;
    if (x > 0 && x + needs > width) [x, row] = [0, row + 1];
    const place = { x, y: first + row * label * 1.4 };
    x += needs + 14;
    return place;
  });
  return { places, rows: row + 1 };
}

export function lineChart(
  host: HTMLElement,
  first: LineChartData,
  options: LineChartOptions,
): Chart<LineChartData> {
  return walkable(host, first, options, { name: 'line-chart', width: 640 }, (svg) => {
    const axes = svg.append('g');
    const floor = svg.append('g').attr('class', 'floor');
    floor.append('path');
    floor.append('text');
    const bands = svg.append('g');
    const runs = svg.append('g').attr('class', 'marks');
    // Above all lines, so that none strikes a name out.
    const names = svg.append('g').attr('class', 'marks');
    const dot = svg.append('g').attr('class', 'dot');
    dot.append('path');
    dot.append('circle').attr('r', 5);
    let plot: PlotArea | null = null;

    return {
      rows: (data) => data.series.length,
      columns: (data, row) => data.series[row]?.points.length ?? 0,
      draw(data, box) {
        const { series } = data;
        const widths = series.map((run) => textWidth(run.label, box.label * 1.1));
        const widest = Math.max(0, ...widths) + 12;
        const atEnd = !box.phone && widest < box.width * 0.34;
        // Many names have no room among the lines of a narrow chart.
        const key = !atEnd && series.length > 3 ? keyOf(widths, box) : null;
        const above = key === null ? 0 : key.rows * box.label * 1.4 + 6;
        const height = (options.height ?? (box.phone ? 280 : 336)) + above;
        const all = series.flatMap((run) => run.points);
        const around = series.flatMap((run) => run.band ?? []);
        const area_ = plotArea(axes, {
          x: data.x,
          y: data.y,
          values: {
            x: all.map((point) => point[0]),
            y: [
              ...all.map((point) => point[1]),
              ...around.flatMap((point) => [point[1], point[2]]),
              ...(data.floor ? [data.floor.value] : []),
            ],
          },
          box,
          height,
          above,
          right: atEnd ? widest : 14,
        });
        plot = area_;
        const { x, y } = area_;
        // A log axis ends somewhere; what lies under it is drawn at its edge.
        const low = Math.min(...y.domain());
        const bounded = (value: number) => y(Math.max(low, value));
        const path = line<readonly [number, number]>(
          (point) => x(point[0]),
          (point) => bounded(point[1]),
        );
        const surround = area<readonly [number, number, number]>(
          (point) => x(point[0]),
          (point) => bounded(point[1]),
          (point) => bounded(point[2]),
        );
        floor.attr('visibility', data.floor ? 'visible' : 'hidden');
        if (data.floor) {
          floor.select('path').attr('d', `M${area_.left} ${y(data.floor.value)}H${area_.right}`);
          floor
            .select('text')
            .attr('x', area_.left + 4)
            .attr('y', y(data.floor.value) - 5)
            .text(data.floor.label);
        }
        bands
          .selectAll('path')
          .data(series.filter((run) => run.band))
          .join('path')
          .attr('class', (run) => `band look-${run.look}`)
          .attr('d', (run) => surround(run.band ?? []));
        const groups = runs
          .selectAll<SVGGElement, LineSeries>('g')
          .data(series)
          .join((enter) => {
            const group = enter.append('g');
            group.append('path').attr('class', 'trace');
            return group;
          })
          .attr('class', (run) => `run look-${run.look}`);
        groups.select('.trace').attr('d', (run) => path(run.points));
        groups
          .selectAll('.sample')
          .data((_, index) => key?.places.slice(index, index + 1) ?? [])
          .join('path')
          .attr('class', 'sample')
          .attr('d', (at) => `M${at.x} ${at.y - box.label * 0.36}h${sample}`);
        // One point alone is no line.
        groups
          .selectAll('circle')
          .data(({ points }) => (points.length === 1 ? points : []))
          .join('circle')
          .attr('r', 4)
          .attr('cx', ([at]) => x(at))
          .attr('cy', ([, value]) => bounded(value));
        // A name among the lines stands over the highest place of its own line above which it lies.
        const crest = ({ points }: LineSeries, wide: number) => {
          const [lastX = 0, lastY = low] = points.at(-1) ?? [];
          const from = x(lastX) - wide;
          const heights = points.flatMap(([at, value], index) => {
            const [nextX, nextY] = points[index + 1] ?? [at, value];
            if (x(nextX) < from) return [];
            // The line comes in from the left of the name.
            const part = x(at) < from ? (from - x(at)) / (x(nextX) - x(at)) : 0;
            return [bounded(value) + part * (bounded(nextY) - bounded(value))];
          });
          return Math.max(Math.min(...heights), bounded(lastY) - 2 * box.label);
        };
        const ends = spread(
          series.map((run, index) =>
            atEnd
              ? bounded(run.points.at(-1)?.[1] ?? low) + box.label * 0.34
              : crest(run, widths[index] ?? 0) - 6,
          ),
          box.label * 1.2,
          // Over a line at the very top there is room still: what the axis measures stands at the left.
          atEnd ? area_.top : area_.top - 8,
          area_.bottom,
        );
        const placed = series.map((run, index): NamePlace => {
          const at = key?.places[index];
          if (at) return { x: at.x + sample + 6, y: at.y, anchor: 'start' };
          const end = x(run.points.at(-1)?.[0] ?? 0);
          const wide = widths[index] ?? 0;
          const y_ = ends[index] ?? 0;
          if (atEnd) return { x: end + 7, y: y_, anchor: 'start' };
          // A name that ends at a point on the left would leave the chart.
          return end < wide
            ? { x: Math.max(0, Math.min(end, box.width - wide)), y: y_, anchor: 'start' }
            : { x: end, y: y_, anchor: 'end' };
        });
        names
          .selectAll('text')
          .data(series)
          .join('text')
          .attr('class', (run) => `curve-name look-${run.look}`)
          .attr('x', (_, index) => placed[index]?.x ?? 0)
          .attr('y', (_, index) => placed[index]?.y ?? 0)
          .attr('text-anchor', (_, index) => placed[index]?.anchor ?? 'start')
          .text((run) => run.label);
        return { width: box.width, height };
      },
      mark({ series, chosen }) {
        const run = chosen ? series[chosen.row] : undefined;
        const point = chosen ? run?.points[chosen.column] : undefined;
        dot.attr('visibility', point ? 'visible' : 'hidden');
        if (!point || !plot) return;
        const at = [plot.x(point[0]), plot.y(Math.max(Math.min(...plot.y.domain()), point[1]))] as const;
        dot.select('path').attr('d', `M${at[0]} ${plot.bottom}V${at[1]}`);
        dot.select('circle').attr('cx', at[0]).attr('cy', at[1]);
      },
      at(x, y, { series }) {
        if (!plot || y < plot.top - 12 || y > plot.bottom + 24) return null;
        const { x: toX, y: toY } = plot;
        let best: Place | null = null;
        let least = Number.POSITIVE_INFINITY;
        series.forEach((run, row) => {
          run.points.forEach((point, column) => {
            // Across counts more than up and down: a finger means a step.
            const away = Math.hypot(toX(point[0]) - x, (toY(point[1]) - y) / 3);
            if (away < least) {
              least = away;
              best = { row, column };
            }
          });
        });
        return best;
      },
      step({ series }, from, rows, columns) {
        const row = Math.max(0, Math.min(series.length - 1, from.row + Math.sign(rows)));
        const points = series[row]?.points ?? [];
        if (row === from.row)
          return { row, column: Math.max(0, Math.min(points.length - 1, from.column + columns)) };
        // To the other run's point that lies nearest.
        const here = series[from.row]?.points[from.column]?.[0] ?? 0;
        const column = points.reduce(
          (best, point, index) =>
            Math.abs(point[0] - here) < Math.abs((points[best]?.[0] ?? Number.POSITIVE_INFINITY) - here)
              ? index
              : best,
          0,
        );
        return { row, column };
      },
    };
  });
}
