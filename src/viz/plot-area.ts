/** The quiet part of a plot: lines across at round numbers, numbers at the edge, what the axes mean. Linear or logarithmic. */
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';
import { formatTick } from './numbers.ts';
import { textWidth } from './thin-labels.ts';
import type { Box, Layer } from './walkable.ts';

export interface Axis {
  readonly scale: 'linear' | 'log';
  /** What it measures, with its unit: `nats a token`. */
  readonly label: string;
  /** The least that the axis spans; by default what the data span. */
  readonly range?: readonly [low: number, high: number];
  readonly format?: (value: number) => string;
}

export type AxisScale = ScaleContinuousNumeric<number, number>;

export interface PlotArea {
  readonly x: AxisScale;
  readonly y: AxisScale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The bounds of an axis: those asked for, widened to the data. A log axis has no zero. */
function boundsOf(axis: Axis, values: readonly number[], margin: number): [number, number] {
  const usable = values.filter((value) => Number.isFinite(value) && (axis.scale === 'linear' || value > 0));
  const [low, high] = axis.range ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let least = Math.min(low, ...usable);
  let most = Math.max(high, ...usable);
  if (!Number.isFinite(least) || !Number.isFinite(most)) [least, most] = [1, 10];
  if (axis.scale === 'log') {
    const widen = (most / least) ** margin;
    return least === most
      ? [least / 2, most * 2]
      : [least === low ? least : least / widen, most === high ? most : most * widen];
  }
  if (least === most) return [least - 1, most + 1];
  const widen = (most - least) * margin;
  return [least === low || least === 0 ? least : least - widen, most === high ? most : most + widen];
}

/** Powers of ten, with 2 and 5 between where few fit. */
export function axisTicks(scale: AxisScale, kind: Axis['scale'], wanted: number): number[] {
  if (kind === 'linear') return scale.ticks(wanted);
  const [low = 1, high = 10] = scale.domain();
  const decades = Math.log10(high / low);
  const steps = decades * 3 <= wanted * 1.7 ? (decades < 0.7 ? [1, 1.5, 2, 3, 4, 5, 7] : [1, 2, 5]) : [1];
  const stride = Math.max(1, Math.ceil(decades / wanted));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    if (power % stride === 0)
      for (const step of steps) {
        const tick = Number((step * 10 ** power).toPrecision(3));
        if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
      }
  return ticks;
}

/** Where the numbers of an axis would touch there are fewer of them; of a log axis the powers of ten. */
function roomyTicks(
  { scale, kind, wanted, wholes, most: edge }: TicksRequest,
  widthOf: (tick: number) => number,
): readonly number[] {
  const ticksOf = (most: number) =>
    axisTicks(scale, kind, most).filter((tick) => !wholes || Number.isInteger(tick));
  const touches = (ticks: readonly number[]): boolean =>
    ticks.some((tick, index) => {
      const next = ticks[index + 1];
      if (next === undefined) return false;
      const ended = index + 2 === ticks.length && scale(next) > edge;
      const needs = widthOf(tick) / 2 + widthOf(next) / (ended ? 1 : 2) + 6;
      return scale(next) - scale(tick) < needs;
    });
  const ticks = ticksOf(wanted);
  if (!touches(ticks)) return ticks;
  if (kind === 'linear') {
    const fewer = [4, 3, 2].filter((most) => most < wanted).map(ticksOf);
    return fewer.find((some) => some.length > 1 && !touches(some)) ?? fewer.at(-1) ?? ticks;
  }
  const powers = ticks.filter((tick) => tick > 0 && Math.abs(Math.log10(tick) % 1) < 1e-9);
  if (powers.length < 2) return ticks;
  return touches(powers) ? powers.filter((_, index) => (powers.length - 1 - index) % 2 === 0) : powers;
}

interface TicksRequest {
  readonly scale: AxisScale;
  readonly kind: Axis['scale'];
  readonly wanted: number;
  /** Where only whole numbers were measured, such as layers or seeds, there is nothing at a half. */
  readonly wholes: boolean;
  /** Past here the last number ends at its tick, so that it stays in the picture. */
  readonly most: number;
}

export interface PlotValues {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface PlotRequest {
  readonly x: Axis;
  readonly y: Axis;
  readonly values: PlotValues;
  readonly box: Box;
  readonly height: number;
  /** Room at the right for names at the ends of lines. */
  readonly right?: number;
  /** Room over the plot, under the name of its upright axis. */
  readonly above?: number;
}

/** Lays the plot out and draws its lines and numbers into `group`. */
export function plotArea(
  group: Layer,
  { x: xAxis, y: yAxis, values, box, height, right = 14, above = 0 }: PlotRequest,
): PlotArea {
  const make = (axis: Axis, bounds: [number, number], range: [number, number]): AxisScale =>
    axis.scale === 'log' ? scaleLog(bounds, range) : scaleLinear(bounds, range);
  const top = box.label + 16 + above;
  const bottom = height - box.label * 2 - 18;
  const yScale = make(yAxis, boundsOf(yAxis, values.y, 0.06), [bottom, top]);
  const yTicks = axisTicks(yScale, yAxis.scale, Math.max(3, Math.round((bottom - top) / 56)));
  const yText = yTicks.map(yAxis.format ?? formatTick);
  // The letter of a million is wider than a digit.
  const letters = yText.map((text) => text.length + (text.endsWith('M') ? 0.6 : 0));
  const left = Math.ceil(Math.max(3, ...letters) * box.label * 0.6) + 13;
  const end = box.width - right;
  const xScale = make(xAxis, boundsOf(xAxis, values.x, 0.03), [left, end]);
  const wholes = xAxis.scale === 'linear' && values.x.every(Number.isInteger);
  const most = box.width - 24;
  const wanted = box.phone ? 4 : 6;
  const xTicks = roomyTicks({ scale: xScale, kind: xAxis.scale, wanted, wholes, most }, (tick) =>
    textWidth((xAxis.format ?? formatTick)(tick), box.label * 1.08),
  );
  const xText = xTicks.map(xAxis.format ?? formatTick);
  group.attr('class', 'axes');
  group
    .selectAll('path')
    .data([...yTicks.map((tick) => `M${left} ${yScale(tick)}H${end}`), `M${left} ${bottom}H${end}`])
    .join('path')
    .attr('class', (_, index) => (index === yTicks.length ? 'axis' : 'line'))
    .attr('d', (path) => path);
  const last = xTicks.length - 1;
  group
    .selectAll('text')
    .data([
      ...yTicks.map((tick, index) => ({
        text: yText[index] ?? '',
        x: left - 8,
        y: yScale(tick) + box.label * 0.34,
        anchor: 'end',
      })),
      ...xTicks.map((tick, index) => ({
        text: xText[index] ?? '',
        x: xScale(tick),
        y: bottom + box.label + 8,
        anchor: index === last && xScale(tick) > most ? 'end' : 'middle',
      })),
      { text: yAxis.label, x: 0, y: box.label, anchor: 'start' },
      { text: xAxis.label, x: end, y: bottom + box.label * 2 + 12, anchor: 'end' },
    ])
    .join('text')
    .attr('class', 'tick')
    .attr('x', (label) => label.x)
    .attr('y', (label) => label.y)
    .attr('text-anchor', (label) => label.anchor)
    .text((label) => label.text);
  return { x: xScale, y: yScale, left, right: end, top, bottom };
}

/** Names at the ends of lines, moved apart so that none covers another. // heights in, heights out */
export function spread(heights: readonly number[], least: number, top: number, bottom: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const placed = [...heights];
  let above = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    placed[index] = Math.max(top, heights[index] ?? 0, above + least);
    above = placed[index] ?? above;
  }
  let below = bottom;
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index] ?? 0, below);
    below = (placed[index] ?? below) - least;
  }
  return placed;
}
