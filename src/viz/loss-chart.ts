/** Losses over steps: lines with their names at their ends, the entropy floor dotted and named, a red mark to scrub. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { select } from 'd3-selection';
import { line } from 'd3-shape';
import { type Chart, placeOn, tokenLength, watchLook, widthOf } from './chart.ts';
import { formatLoss, formatWhole } from './numbers.ts';
import { textWidth } from './thin-labels.ts';

export type RunLook = 'first' | 'second' | 'third';

export interface LossSeries {
  readonly label: string;
  readonly look: RunLook;
  readonly points: readonly (readonly [step: number, loss: number])[];
}

export interface LossChartData {
  readonly series: readonly LossSeries[];
  readonly floor: number | null;
  /** The step that is looked at. */
  readonly mark: number | null;
  /** The steps that the axis spans at least. */
  readonly lastStep: number;
}

export interface LossChartOptions {
  readonly label: string;
  readonly height?: number;
  readonly onScrub?: (step: number) => void;
  /** The steps at which the mark can stand; without them, any. */
  readonly stops?: readonly number[];
}

const margin = { top: 26, right: 12, bottom: 34 };
/** Room for the losses beside the axis; wider letters take more. */
const leastLeft = 40;

/** Round losses between the bounds, for the lines of a log axis. */
function lossTicks(low: number, high: number): number[] {
  const candidates = [0.1, 0.2, 0.5, 1, 1.5, 2, 3, 5, 7, 10, 20];
  const inside = candidates.filter((tick) => tick >= low && tick <= high);
  return inside.length >= 2 ? inside : [low, high].map((bound) => Number(bound.toPrecision(2)));
}

export function lossChart(
  host: HTMLElement,
  first: LossChartData,
  options: LossChartOptions,
): Chart<LossChartData> {
  let data = first;
  const height = options.height ?? 336;
  const svg = select(host)
    .append('svg')
    .attr('class', 'viz viz-loss')
    .attr('data-chart', 'loss-chart')
    .attr('role', 'group')
    .attr('aria-label', options.label)
    .attr('height', height);
  const lines = svg.append('g').attr('class', 'lines').attr('aria-hidden', 'true');
  const floor = svg.append('g').attr('class', 'floor');
  floor.append('path');
  floor.append('text');
  const runs = svg.append('g');
  const scrub = svg.append('g').attr('class', 'scrub');
  scrub.append('rect').attr('class', 'target');
  scrub.append('path');
  scrub.append('rect').attr('class', 'handle');
  const unit = svg.append('text').attr('class', 'unit').text('nats a token');
  let x = scaleLinear([0, 1], [0, 1]);

  const nearestStop = (step: number): number => {
    const { stops } = options;
    if (!stops || stops.length === 0) return Math.round(Math.max(0, Math.min(data.lastStep, step)));
    return stops.reduce((best, stop) => (Math.abs(stop - step) < Math.abs(best - step) ? stop : best));
  };

  function draw() {
    const width = widthOf(host, 520);
    const font = tokenLength(host, '--text-label', 12.5);
    svg.attr('width', width).attr('viewBox', `0 0 ${width} ${height}`).style('font-size', `${font}px`);
    const all = data.series.flatMap((series) => series.points.map((point) => point[1]));
    const highest = Math.max(1, ...all) * 1.06;
    const lowest = Math.max(
      0.01,
      Math.min(...(all.length > 0 ? all : [0.5]), data.floor ?? Number.POSITIVE_INFINITY) * 0.9,
    );
    const horizontal = lossTicks(lowest, highest);
    const left = Math.max(
      leastLeft,
      ...horizontal.map((tick) => Math.ceil(textWidth(String(tick), font)) + 10),
    );
    x = scaleLinear([0, Math.max(1, data.lastStep)], [left, width - margin.right]);
    const y = scaleLog([lowest, highest], [height - margin.bottom, margin.top]);
    unit.attr('x', left).attr('y', 12);
    lines
      .selectAll('path')
      .data(horizontal)
      .join('path')
      .attr('d', (tick) => `M${left} ${y(tick)}H${width - margin.right}`);
    const labels = [
      ...horizontal.map((tick) => ({
        text: String(tick),
        x: left - 8,
        y: y(tick) + 4,
        anchor: 'end',
      })),
      ...x.ticks(width < 400 ? 3 : 5).map((tick) => ({
        text: formatWhole(tick),
        x: x(tick),
        y: height - 8,
        anchor: x(tick) > width - 40 ? 'end' : 'middle',
      })),
    ];
    lines
      .selectAll('text')
      .data(labels)
      .join('text')
      .attr('x', (label) => label.x)
      .attr('y', (label) => label.y)
      .attr('text-anchor', (label) => label.anchor)
      .text((label) => label.text);
    floor.attr('visibility', data.floor === null ? 'hidden' : 'visible');
    if (data.floor !== null) {
      floor.select('path').attr('d', `M${left} ${y(data.floor)}H${width - margin.right}`);
      floor
        .select('text')
        .attr('x', left + 4)
        .attr('y', y(data.floor) + font + 3)
        .text(`floor ${formatLoss(data.floor)}`);
    }
    const path = line<readonly [number, number]>(
      (point) => x(point[0]),
      (point) => y(Math.max(lowest, point[1])),
    );
    const groups = runs
      .selectAll<SVGGElement, LossSeries>('g')
      .data(data.series)
      .join((enter) => {
        const group = enter.append('g');
        group.append('path');
        group.append('text');
        return group;
      })
      .attr('class', (series) => `run is-${series.look}`);
    groups.select('path').attr('d', (series) => path(series.points));
    groups
      .select('text')
      .attr('x', (series) => Math.min(width - margin.right, x(series.points.at(-1)?.[0] ?? 0) + 6))
      .attr('y', (series) => y(Math.max(lowest, series.points.at(-1)?.[1] ?? highest)) - 6)
      .attr('text-anchor', (series) => (x(series.points.at(-1)?.[0] ?? 0) > width - 90 ? 'end' : 'start'))
      .text((series) => series.label);
    scrub.attr('visibility', data.mark === null ? 'hidden' : 'visible');
    if (data.mark !== null) {
      const at = x(data.mark);
      scrub.select('path').attr('d', `M${at} ${margin.top - 8}V${height - margin.bottom + 6}`);
      scrub
        .select('.handle')
        .attr('x', at - 6)
        .attr('y', height - margin.bottom - 6)
        .attr('width', 12)
        .attr('height', 24);
      scrub
        .select('.target')
        .attr('x', at - 22)
        .attr('y', 0)
        .attr('width', 44)
        .attr('height', height);
    }
    if (options.onScrub)
      scrub
        .attr('tabindex', 0)
        .attr('role', 'slider')
        .attr('aria-label', 'step')
        .attr('aria-valuemin', 0)
        .attr('aria-valuemax', data.lastStep)
        .attr('aria-valuenow', data.mark ?? 0);
  }

  const { onScrub } = options;
  if (onScrub) {
    const toStep = (event: PointerEvent) => {
      const at = placeOn(svg.node(), event);
      if (at) onScrub(nearestStop(x.invert(at.x)));
    };
    svg.on('pointerdown', (event: PointerEvent) => {
      svg.node()?.setPointerCapture(event.pointerId);
      toStep(event);
    });
    svg.on('pointermove', (event: PointerEvent) => {
      if (event.buttons > 0) toStep(event);
    });
    scrub.on('keydown', (event: KeyboardEvent) => {
      const direction =
        event.key === 'ArrowRight' || event.key === 'ArrowUp'
          ? 1
          : event.key === 'ArrowLeft' || event.key === 'ArrowDown'
            ? -1
            : 0;
      const mark = data.mark ?? 0;
      const stops = [...(options.stops ?? [])].sort((a, b) => a - b);
      let next = mark + direction * Math.max(1, Math.round(data.lastStep / 100));
      if (stops.length > 0)
        next =
          (direction > 0 ? stops.find((stop) => stop > mark) : stops.findLast((stop) => stop < mark)) ?? mark;
      if (event.key === 'Home') next = stops[0] ?? 0;
      else if (event.key === 'End') next = stops.at(-1) ?? data.lastStep;
      else if (direction === 0) return;
      event.preventDefault();
      event.stopPropagation();
      onScrub(nearestStop(next));
    });
  }
  const stopWatching = watchLook(host, draw);
  draw();
  const node = svg.node();
  if (!node) throw new Error('The loss chart found no host.');
  return {
    element: node,
    update(next) {
      data = next;
      draw();
    },
    destroy() {
      stopWatching();
      svg.remove();
    },
  };
}
