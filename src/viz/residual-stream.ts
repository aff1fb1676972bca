/**
 * Who writes what into the residual stream: the stream runs down as one line of ink, as wide as its norm; each part writes from the
 * side, its bar as long as the norm of what it adds. Where given, a second bar says what that does to a number, for or against.
 */
import { scaleLinear } from 'd3-scale';
import type { Chart } from './chart.ts';
import { formatValue } from './numbers.ts';
import { textWidth } from './thin-labels.ts';
import { type Place, type WalkOptions, walkable } from './walkable.ts';

export interface StreamWriter {
  /** `layer 1 attention`. */
  readonly name: string;
  readonly kind: 'embedding' | 'mixer' | 'channels';
  /** The norm of what it adds. */
  readonly norm: number;
  /** What that adds to the number that is asked about (a logit, say), with its sign. */
  readonly effect?: number;
}

export interface ResidualStreamData {
  readonly writers: readonly StreamWriter[];
  /** The norm of the stream after each writer. */
  readonly stream: ArrayLike<number>;
  /** Row: writer; column 0: its norm, 1: the stream after it, 2: its effect. */
  readonly chosen: Place | null;
}

export interface ResidualStreamOptions extends WalkOptions {
  /** What stands over the columns: `stream`, `writes`, `effect`. */
  readonly headings: readonly [stream: string, writes: string, effect: string];
}

const rowHeight = 30;
const top = 26;

export function residualStream(
  host: HTMLElement,
  first: ResidualStreamData,
  options: ResidualStreamOptions,
): Chart<ResidualStreamData> {
  return walkable(host, first, options, { name: 'residual-stream', width: 640 }, (svg) => {
    const target = svg.append('rect').attr('class', 'row-mark');
    const headings = svg.append('g');
    const spine = svg.append('g').attr('class', 'spine');
    const rows = svg.append('g').attr('class', 'marks');
    let bounds: readonly number[] = [];
    let extent = 0;

    return {
      rows: (data) => data.writers.length,
      columns: (data) => (data.writers.some((writer) => writer.effect !== undefined) ? 3 : 2),
      draw(data, box) {
        const { writers } = data;
        const effects = writers.some((writer) => writer.effect !== undefined);
        // A phone has room for the bars; their numbers are read by pointing.
        const number = box.phone ? 8 : box.label * 3.4;
        const names = Math.max(...writers.map((writer) => textWidth(writer.name, box.label))) + 12;
        const spineAt = names + 22;
        const room = box.width - spineAt - 18;
        const norms = room * (effects ? (box.phone ? 0.5 : 0.55) : 1) - number;
        const norm = scaleLinear([0, Math.max(1e-9, ...writers.map((writer) => writer.norm))], [0, norms]);
        const width = scaleLinear([0, Math.max(1e-9, ...Array.from(data.stream))], [1, 16]);
        const most = Math.max(1e-9, ...writers.map((writer) => Math.abs(writer.effect ?? 0)));
        const effectLeft = spineAt + 18 + norms + number + 8;
        const effectRoom = Math.max(10, box.width - effectLeft - number);
        const lowest = Math.min(0, ...writers.map((writer) => writer.effect ?? 0));
        const highest = Math.max(0, ...writers.map((writer) => writer.effect ?? 0), most * 1e-6);
        const effect = scaleLinear(
          [lowest, highest],
          [effectLeft + (lowest < 0 ? number : 0), effectLeft + effectRoom],
        );
        const y = (index: number) => top + index * rowHeight;
        bounds = [spineAt + 14, effects ? effectLeft - 4 : Number.POSITIVE_INFINITY];
        extent = box.width;

        headings
          .selectAll('text')
          .data([
            { text: options.headings[0], x: spineAt, anchor: 'middle' },
            {
              text: options.headings[1],
              x: spineAt + Math.max(34, textWidth(options.headings[0], box.label) / 2 + 10),
              anchor: 'start',
            },
            ...(effects ? [{ text: options.headings[2], x: effect(0), anchor: 'start' }] : []),
          ])
          .join('text')
          .attr('class', 'tick')
          .attr('y', 12)
          .attr('x', (heading) => heading.x)
          .attr('text-anchor', (heading) => heading.anchor)
          .text((heading) => heading.text);
        spine
          .selectAll('rect')
          .data(Array.from(data.stream))
          .join('rect')
          .attr('x', (value) => spineAt - width(value) / 2)
          .attr('y', (_, index) => y(index) + rowHeight / 2)
          .attr('width', (value) => width(value))
          .attr('height', rowHeight + 0.5);
        const groups = rows
          .selectAll<SVGGElement, StreamWriter>('g')
          .data(writers)
          .join((enter) => {
            const group = enter.append('g');
            group.append('text').attr('class', 'name');
            group.append('path').attr('class', 'joint');
            group.append('rect').attr('class', 'norm');
            group.append('text').attr('class', 'number norm-number');
            group.append('rect').attr('class', 'effect');
            group.append('text').attr('class', 'number effect-number');
            return group;
          })
          .attr('class', (writer) => `writer is-${writer.kind}`)
          .attr('transform', (_, index) => `translate(0,${y(index)})`);
        const middle = rowHeight / 2 + box.label * 0.34;
        groups
          .select('.name')
          .attr('x', 0)
          .attr('y', middle)
          .text((writer) => writer.name);
        groups.select('.joint').attr('d', `M${spineAt} ${rowHeight / 2}H${spineAt + 18}`);
        groups
          .select('.norm')
          .attr('x', spineAt + 18)
          .attr('y', rowHeight / 2 - 6)
          .attr('height', 12)
          .attr('width', (writer) => Math.max(1, norm(writer.norm)));
        groups
          .select('.norm-number')
          .attr('visibility', box.phone ? 'hidden' : null)
          .attr('x', (writer) => spineAt + 24 + norm(writer.norm))
          .attr('y', middle)
          .text((writer) => formatValue(writer.norm));
        groups
          .select('.effect')
          .attr('visibility', effects ? null : 'hidden')
          .attr('x', (writer) => Math.min(effect(0), effect(writer.effect ?? 0)))
          .attr('y', rowHeight / 2 - 6)
          .attr('height', 12)
          .attr('width', (writer) => Math.max(1, Math.abs(effect(writer.effect ?? 0) - effect(0))))
          .attr('class', (writer) => `effect ${(writer.effect ?? 0) < 0 ? 'against' : 'for'}`);
        groups
          .select('.effect-number')
          .attr('visibility', box.phone ? 'hidden' : null)
          .attr('x', (writer) => effect(writer.effect ?? 0) + ((writer.effect ?? 0) < 0 ? -6 : 6))
          .attr('text-anchor', (writer) => ((writer.effect ?? 0) < 0 ? 'end' : 'start'))
          .attr('y', middle)
          .text((writer) => (writer.effect === undefined ? '' : formatValue(writer.effect)));
        return { width: box.width, height: top + writers.length * rowHeight + rowHeight / 2 };
      },
      mark(data) {
        const { chosen } = data;
        target.attr('visibility', chosen ? 'visible' : 'hidden');
        if (!chosen) return;
        target
          .attr('x', 0)
          .attr('y', top + chosen.row * rowHeight + 1)
          .attr('width', extent)
          .attr('height', rowHeight - 2);
      },
      at(x, y, data) {
        const row = Math.floor((y - top) / rowHeight);
        if (row < 0 || row >= data.writers.length) return null;
        const [norms = 0, effects = 0] = bounds;
        return { row, column: x > effects ? 2 : x > norms ? 0 : 1 };
      },
    };
  });
}
