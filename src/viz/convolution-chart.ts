/**
 * A filter and what it does: the impulse response on top, its taps dragged up and down or moved by keys; below it what goes in and what
 * comes out. Rows share one scale across (time); each has its own up and down.
 */
import { scaleLinear } from 'd3-scale';
import { type Chart, placeOn } from './chart.ts';
import { largestMagnitude } from './numbers.ts';
import { type Place, type WalkOptions, walkable } from './walkable.ts';

export interface ConvolutionData {
  /** The filter: what is left of an impulse after so many steps. // [step] */
  readonly filter: ArrayLike<number>;
  readonly input: ArrayLike<number>; // [position]
  readonly output: ArrayLike<number>; // [position]
  /** The largest value that a tap may have. */
  readonly most: number;
  /** Row 0: filter, 1: input, 2: output; column: step or position. */
  readonly chosen: Place | null;
}

export interface ConvolutionOptions extends WalkOptions {
  /** `filter`, `input`, `output`. */
  readonly names: readonly [filter: string, input: string, output: string];
  /** A tap was moved: by a drag, or by Shift with the arrows up and down. Without it the filter can be read only. */
  readonly onSet?: (step: number, value: number) => void;
}

/** Two decimals, and more where the filter is small. */
const rounded = (value: number, most: number): number =>
  Number(value.toFixed(Math.max(2, Math.ceil(2 - Math.log10(most)))));

const panel = 104;
const gap = 42;

/** output[t] = sum over s of filter[s] * input[t - s]: the plain sum that a fast Fourier transform only hastens. */
export function convolve(filter: ArrayLike<number>, input: ArrayLike<number>): Float32Array {
  return Float32Array.from({ length: input.length }, (_, t) => {
    let sum = 0;
    for (let step = 0; step < filter.length && step <= t; step++)
      sum += (filter[step] ?? 0) * (input[t - step] ?? 0);
    return sum;
  });
}

export function convolutionChart(
  host: HTMLElement,
  first: ConvolutionData,
  options: ConvolutionOptions,
): Chart<ConvolutionData> {
  const { onSet } = options;
  const rowsOf = (data: ConvolutionData) => [data.filter, data.input, data.output];
  return walkable(
    host,
    first,
    options,
    { name: 'convolution-chart', width: 640, hover: false, slides: onSet !== undefined },
    (svg) => {
      const names = svg.append('g').attr('class', 'marks');
      const zeros = svg.append('g').attr('class', 'marks');
      const stems = svg.append('g').attr('class', 'marks');
      const handles = svg.append('g').attr('class', 'handles marks');
      const mark = svg.append('g').attr('class', 'dot');
      mark.append('path');
      mark.append('circle').attr('r', 6);
      let current = first;
      let top = 0;
      let x = scaleLinear([0, 1], [0, 1]);
      let ys = [scaleLinear(), scaleLinear(), scaleLinear()];
      const topOf = (row: number) => top + row * (panel + gap);
      const placeAt = (px: number, py: number): Place | null => {
        const row = Math.max(0, Math.min(2, Math.floor((py - top + gap / 2) / (panel + gap))));
        const values = rowsOf(current)[row];
        if (!values || values.length === 0) return null;
        return { row, column: Math.max(0, Math.min(values.length - 1, Math.round(x.invert(px)))) };
      };
      const pull = (px: number, py: number) => {
        const y = ys[0];
        if (!onSet || !y || py > topOf(0) + panel + gap / 2) return;
        const column = Math.max(0, Math.min(current.filter.length - 1, Math.round(x.invert(px))));
        const value = Math.max(-current.most, Math.min(current.most, y.invert(py)));
        onSet(column, rounded(value, current.most));
      };
      svg.on('pointermove.pull', (event: PointerEvent) => {
        const at = placeOn(svg.node(), event);
        if (event.buttons > 0 && at) pull(at.x, at.y);
      });

      return {
        rows: () => 3,
        columns: (data, row) => rowsOf(data)[row]?.length ?? 0,
        draw(data, box) {
          current = data;
          top = box.label + 16;
          const length = Math.max(data.filter.length, data.input.length, data.output.length, 2);
          x = scaleLinear([0, length - 1], [8, box.width - 10]);
          ys = rowsOf(data).map((values, row) => {
            const most = row === 0 ? data.most : Math.max(1e-9, largestMagnitude(values));
            const signed = row === 0 || Array.from(values).some((value) => value < 0);
            return scaleLinear([signed ? -most : 0, most], [topOf(row) + panel, topOf(row)]);
          });
          names
            .selectAll('text')
            .data(options.names)
            .join('text')
            .attr('class', 'tick')
            .attr('x', 0)
            .attr('y', (_, row) => topOf(row) - 14)
            .text((name) => name);
          zeros
            .selectAll('path')
            .data(ys)
            .join('path')
            .attr('class', 'axis')
            .attr('d', (y) => `M0 ${y(0)}H${box.width}`);
          const drawn = rowsOf(data).flatMap((values, row) =>
            Array.from(values, (value, column) => ({ row, column, value })),
          );
          const thick = Math.max(1, Math.min(7, ((box.width - 18) / length) * 0.6));
          stems
            .selectAll('rect')
            .data(drawn)
            .join('rect')
            .attr('class', ({ value }) => (value < 0 ? 'against' : 'for'))
            .attr('x', ({ column }) => x(column) - thick / 2)
            .attr('y', ({ row, value }) => Math.min(ys[row]?.(0) ?? 0, ys[row]?.(value) ?? 0))
            .attr('width', thick)
            .attr('height', ({ row, value }) =>
              Math.max(0.5, Math.abs((ys[row]?.(value) ?? 0) - (ys[row]?.(0) ?? 0))),
            );
          const size = Math.max(4, Math.min(9, thick + 3));
          handles
            .selectAll('rect')
            .data(onSet ? Array.from(data.filter) : [])
            .join('rect')
            .attr('class', 'handle')
            .attr('x', (_, column) => x(column) - size / 2)
            .attr('y', (value) => (ys[0]?.(value) ?? 0) - size / 2)
            .attr('width', size)
            .attr('height', size);
          return { width: box.width, height: topOf(2) + panel + 4 };
        },
        mark(data) {
          current = data;
          const { chosen } = data;
          const y = chosen ? ys[chosen.row] : undefined;
          mark.attr('visibility', chosen && y ? 'visible' : 'hidden');
          if (!chosen || !y) return;
          const at = x(chosen.column);
          const value = rowsOf(data)[chosen.row]?.[chosen.column] ?? 0;
          mark.select('path').attr('d', `M${at} ${topOf(chosen.row)}V${topOf(chosen.row) + panel}`);
          mark.select('circle').attr('cx', at).attr('cy', y(value));
        },
        at: (px, py) => placeAt(px, py),
        step(data, from, rows, columns) {
          const row = Math.max(0, Math.min(2, from.row + Math.sign(rows)));
          const length = rowsOf(data)[row]?.length ?? 1;
          return { row, column: Math.max(0, Math.min(length - 1, from.column + columns)) };
        },
        key(data, event) {
          const turn = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
          if (!onSet || !event.shiftKey || turn === 0 || data.chosen?.row !== 0) return false;
          const value = (data.filter[data.chosen.column] ?? 0) + turn * data.most * 0.05;
          onSet(data.chosen.column, rounded(Math.max(-data.most, Math.min(data.most, value)), data.most));
          return true;
        },
      };
    },
  );
}
