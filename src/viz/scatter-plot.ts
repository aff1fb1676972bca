/**
 * Things as points over two axes, with their names beside them where there is room; what is an outside estimate is hollow. Curves
 * run behind the points: a fit with its band, a frontier, a roof.
 */
import { area, line } from 'd3-shape';
import type { Chart } from './chart.ts';
import type { Look } from './line-chart.ts';
import { type Axis, type PlotArea, plotArea } from './plot-area.ts';
import { textWidth } from './thin-labels.ts';
import { type Place, type WalkOptions, walkable } from './walkable.ts';

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly look: Look;
  /** Not published: somebody's estimate. */
  readonly estimated?: boolean;
}

export interface ScatterCurve {
  readonly label: string;
  readonly look: Look;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
}

export interface ScatterPlotData {
  readonly points: readonly ScatterPoint[];
  readonly x: Axis;
  readonly y: Axis;
  readonly curves?: readonly ScatterCurve[];
  /** Row 0; column: point. */
  readonly chosen: Place | null;
}

export interface ScatterPlotOptions extends WalkOptions {
  readonly height?: number;
}

interface PlacedLabel {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

interface Box4 {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Wanted {
  readonly text: string;
  /** Where the name may stand, the best place first. */
  readonly places: readonly (readonly [anchor: PlacedLabel['anchor'], x: number, y: number])[];
}

/** Names where they cover neither a point nor another name; what has no room is read by pointing. */
function placeLabels(
  wanted: readonly Wanted[],
  points: readonly Box4[],
  font: number,
  plot: PlotArea,
): PlacedLabel[] {
  const taken = [...points];
  const labels: PlacedLabel[] = [];
  wanted.forEach(({ text, places }, index) => {
    const wide = textWidth(text, font);
    for (const [anchor, x, y] of places) {
      const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
      const box = { left, right: left + wide, top: y - font * 0.8, bottom: y + 3 };
      const inside =
        box.left >= plot.left && box.right <= plot.right + 10 && box.top >= 0 && box.bottom <= plot.bottom;
      const free = taken.every(
        (other) =>
          box.right < other.left ||
          box.left > other.right ||
          box.bottom < other.top ||
          box.top > other.bottom,
      );
      if (text === '' || !inside || !free) continue;
      taken.push(box);
      labels.push({ index, x, y, anchor });
      break;
    }
  });
  return labels;
}

export function scatterPlot(
  host: HTMLElement,
  first: ScatterPlotData,
  options: ScatterPlotOptions,
): Chart<ScatterPlotData> {
  return walkable(host, first, options, { name: 'scatter-plot', width: 640 }, (svg) => {
    const axes = svg.append('g');
    const bands = svg.append('g').attr('class', 'marks');
    const curves = svg.append('g').attr('class', 'marks');
    const dots = svg.append('g').attr('class', 'points marks');
    const names = svg.append('g');
    const target = svg.append('g').attr('class', 'dot');
    const targetCircle = target.append('circle').attr('r', 6);
    const targetName = target.append('text').attr('class', 'name');
    let plot: PlotArea | null = null;
    let labelled = new Set<number>();

    return {
      rows: () => 1,
      columns: (data) => data.points.length,
      draw(data, box) {
        const height = options.height ?? (box.phone ? 320 : 400);
        const lines = data.curves ?? [];
        const placed = plotArea(axes, {
          x: data.x,
          y: data.y,
          values: {
            x: [...data.points.map(({ x }) => x), ...lines.flatMap(({ points }) => points.map(([x]) => x))],
            y: [...data.points.map(({ y }) => y), ...lines.flatMap(({ points }) => points.map(([, y]) => y))],
          },
          box,
          height,
        });
        plot = placed;
        const { x, y } = placed;
        const clamp = (value: number) => Math.max(placed.top - 8, Math.min(placed.bottom, y(value)));
        const path = line<readonly [number, number]>(
          (point) => x(point[0]),
          (point) => y(point[1]),
        );
        const surround = area<readonly [number, number, number]>(
          (point) => x(point[0]),
          (point) => clamp(point[1]),
          (point) => clamp(point[2]),
        );
        bands
          .selectAll('path')
          .data(lines.filter((curve) => curve.band))
          .join('path')
          .attr('class', (curve) => `band look-${curve.look}`)
          .attr('d', (curve) => surround(curve.band ?? []));
        const groups = curves
          .selectAll<SVGGElement, ScatterCurve>('g')
          .data(lines)
          .join((enter) => {
            const group = enter.append('g');
            group.append('path');
            return group;
          })
          .attr('class', (curve) => `run look-${curve.look}`);
        groups.select('path').attr('d', (curve) => path(curve.points));
        dots
          .selectAll('circle')
          .data(data.points)
          .join('circle')
          .attr('class', (point) => `look-${point.look}${point.estimated ? ' is-estimated' : ''}`)
          .attr('r', 4)
          .attr('cx', (point) => x(point.x))
          .attr('cy', (point) => y(point.y));
        const spots = data.points.map((point) => ({ x: x(point.x), y: y(point.y) }));
        const around = spots.map((spot) => ({
          left: spot.x - 5,
          right: spot.x + 5,
          top: spot.y - 5,
          bottom: spot.y + 5,
        }));
        const font = box.label;
        // Curves are named before points, and late points before early ones: of a race the newest are read.
        const wanted = [
          ...lines.map((curve): Wanted => {
            const [endX, endY] = curve.points.at(-1) ?? [1, 1];
            const [right, end] = [Math.min(placed.right, x(endX)), y(endY)];
            return {
              text: curve.label,
              places: [-12, -30, -48, -66, 24, -90].map((up) => ['end', right, end + up] as const),
            };
          }),
          ...spots
            .map(
              (spot, index): Wanted => ({
                text: data.points[index]?.label ?? '',
                places: [
                  ['end', spot.x - 9, spot.y + font * 0.34],
                  ['start', spot.x + 9, spot.y + font * 0.34],
                  ['middle', spot.x, spot.y - 9],
                  ['middle', spot.x, spot.y + font + 6],
                ],
              }),
            )
            .reverse(),
        ];
        const labels = placeLabels(wanted, around, font, placed);
        const pointOf = (label: PlacedLabel) => data.points.length - 1 - (label.index - lines.length);
        labelled = new Set(labels.filter(({ index }) => index >= lines.length).map(pointOf));
        names
          .selectAll('text')
          .data(labels)
          .join('text')
          .attr('class', (label) =>
            label.index < lines.length ? `run curve-name look-${lines[label.index]?.look}` : 'quiet',
          )
          .attr('x', (label) => label.x)
          .attr('y', (label) => label.y)
          .attr('text-anchor', (label) => label.anchor)
          .text((label) => wanted[label.index]?.text ?? '');
        return { width: box.width, height };
      },
      mark({ points, chosen }) {
        const point = chosen ? points[chosen.column] : undefined;
        target.attr('visibility', point ? 'visible' : 'hidden');
        if (!point || !plot || !chosen) return;
        const [at, up] = [plot.x(point.x), plot.y(point.y)];
        targetCircle.attr('cx', at).attr('cy', up);
        // A point without a name of its own gets it when it is chosen.
        const late = at > (plot.left + plot.right) / 2;
        targetName
          .attr('x', late ? at - 10 : at + 10)
          .attr('text-anchor', late ? 'end' : 'start')
          .attr('y', up - 8)
          .text(labelled.has(chosen.column) ? '' : point.label);
      },
      at(px, py, { points }) {
        if (!plot) return null;
        const { x, y } = plot;
        let best: Place | null = null;
        let least = 44;
        points.forEach((point, column) => {
          const away = Math.hypot(x(point.x) - px, y(point.y) - py);
          if (away < least) {
            least = away;
            best = { row: 0, column };
          }
        });
        return best;
      },
      step({ points }, from, rows, columns) {
        const last = points.length - 1;
        return { row: 0, column: Math.max(0, Math.min(last, from.column + Math.sign(rows || columns))) };
      },
    };
  });
}
