/** Amounts made of parts, one bar a thing: parameters by kind, memory by use, FLOPs by operation. A line may say how much there is room for. */
import { scaleLinear } from 'd3-scale';
import type { Chart } from './chart.ts';
import { formatTick } from './numbers.ts';
import { textWidth } from './thin-labels.ts';
import { type Place, type WalkOptions, walkable } from './walkable.ts';

export interface StackedBar {
  readonly label: string;
  /** One amount a part, in the order of `parts`. */
  readonly amounts: readonly number[];
}

export interface StackedBarsData {
  /** Names of the parts, at most eight. */
  readonly parts: readonly string[];
  readonly bars: readonly StackedBar[];
  /** Lines across all bars: `24 GB, a graphics card`. */
  readonly limits?: readonly { readonly value: number; readonly label: string }[];
  /** The end of the axis; by default the longest bar. */
  readonly most?: number;
  /** Row: bar; column: part. */
  readonly chosen: Place | null;
}

export interface StackedBarsOptions extends WalkOptions {
  readonly format?: (value: number) => string;
}

interface Segment extends Place {
  readonly from: number;
  readonly to: number;
}

function segmentsOf({ bars }: StackedBarsData): Segment[] {
  return bars.flatMap(({ amounts }, row) => {
    let sum = 0;
    return amounts.map((amount, column) => {
      const from = sum;
      sum += amount;
      return { row, column, from, to: sum };
    });
  });
}

export function stackedBars(
  host: HTMLElement,
  first: StackedBarsData,
  options: StackedBarsOptions,
): Chart<StackedBarsData> {
  const format = options.format ?? formatTick;
  return walkable(host, first, options, { name: 'stacked-bars', width: 640 }, (svg) => {
    const legend = svg.append('g').attr('class', 'legend-row');
    const names = svg.append('g');
    const segments = svg.append('g').attr('class', 'segments marks');
    const totals = svg.append('g');
    const limits = svg.append('g').attr('class', 'limits');
    const ring = svg.append('rect').attr('class', 'ring');
    let x = scaleLinear([0, 1], [0, 1]);
    let top = 0;
    let row = 0;
    let bar = 0;
    let inset = 0;

    return {
      rows: (data) => data.bars.length,
      columns: (data) => data.parts.length,
      draw(data, box) {
        const { bars, parts } = data;
        const shown = segmentsOf(data);
        const above = box.phone;
        const widest = Math.max(0, ...bars.map(({ label }) => textWidth(label, box.label)));
        const left = above ? 0 : Math.ceil(widest) + 14;
        const sums = bars.map(({ amounts }) => amounts.reduce((sum, amount) => sum + amount, 0));
        const number = Math.max(0, ...sums.map((sum) => textWidth(format(sum), box.label))) + 14;
        inset = above ? box.label + 6 : 0;
        bar = box.phone ? 16 : 20;
        row = bar + inset + 12;
        // The legend wraps like text.
        let at = { x: 0, y: 0 };
        const entries = parts.map((text, index) => {
          const wide = textWidth(text, box.label) + box.label + 22;
          if (at.x > 0 && at.x + wide > box.width) at = { x: 0, y: at.y + box.label + 8 };
          const entry = { text, index, ...at };
          at = { x: at.x + wide, y: at.y };
          return entry;
        });
        const limitRoom = (data.limits?.length ?? 0) > 0 ? box.label + 8 : 0;
        top = at.y + box.label + 14 + limitRoom;
        const most = Math.max(
          1e-12,
          data.most ?? 0,
          ...shown.map((segment) => segment.to),
          ...(data.limits ?? []).map((limit) => limit.value),
        );
        x = scaleLinear([0, most], [left, box.width - number]);
        const entryGroups = legend
          .selectAll<SVGGElement, (typeof entries)[number]>('g')
          .data(entries)
          .join((enter) => {
            const group = enter.append('g');
            group.append('rect').attr('width', 10).attr('height', 10);
            group.append('text').attr('class', 'tick').attr('x', 16);
            return group;
          })
          .attr('transform', (entry) => `translate(${entry.x},${entry.y})`);
        entryGroups
          .select('rect')
          .attr('class', (entry) => `part-${entry.index + 1}`)
          .attr('y', box.label - 10);
        entryGroups
          .select('text')
          .attr('y', box.label - 0.5)
          .text((entry) => entry.text);
        names
          .selectAll('text')
          .data(bars)
          .join('text')
          .attr('class', 'name')
          .attr('x', above ? 0 : left - 10)
          .attr('text-anchor', above ? 'start' : 'end')
          .attr('y', (_, index) => top + index * row + (above ? box.label - 1 : bar / 2 + box.label * 0.34))
          .text(({ label }) => label);
        segments
          .selectAll('rect')
          .data(shown)
          .join('rect')
          .attr('class', (segment) => `part-${segment.column + 1}`)
          .attr('x', (segment) => x(segment.from))
          .attr('y', (segment) => top + segment.row * row + inset)
          .attr('width', (segment) =>
            Math.max(0, x(segment.to) - x(segment.from) - (x(segment.to) - x(segment.from) > 3 ? 1 : 0)),
          )
          .attr('height', bar);
        totals
          .selectAll('text')
          .data(sums)
          .join('text')
          .attr('class', 'number')
          .attr('x', (total) => x(total) + 7)
          .attr('y', (_, index) => top + index * row + inset + bar / 2 + box.label * 0.34)
          .text((total) => format(total));
        const limitGroups = limits
          .selectAll<SVGGElement, { value: number; label: string }>('g')
          .data(data.limits ?? [])
          .join((enter) => {
            const group = enter.append('g');
            group.append('path');
            group.append('text').attr('class', 'tick');
            return group;
          });
        const bottom = top + bars.length * row - 12;
        limitGroups.select('path').attr('d', (limit) => `M${x(limit.value)} ${top - 6}V${bottom + 6}`);
        limitGroups
          .select('text')
          .attr('x', (limit) => x(limit.value) + (x(limit.value) > box.width / 2 ? 3 : -3))
          .attr('text-anchor', (limit) => (x(limit.value) > box.width / 2 ? 'end' : 'start'))
          .attr('y', top - 10)
          .text((limit) => limit.label);
        return { width: box.width, height: bottom + 8 };
      },
      mark(data) {
        const { chosen } = data;
        const segment =
          chosen && segmentsOf(data).find((each) => each.row === chosen.row && each.column === chosen.column);
        ring.attr('visibility', segment ? 'visible' : 'hidden');
        if (!segment) return;
        ring
          .attr('x', x(segment.from) - 1)
          .attr('y', top + segment.row * row + inset - 1)
          .attr('width', Math.max(3, x(segment.to) - x(segment.from) + 1))
          .attr('height', bar + 2);
      },
      at(px, py, data) {
        const index = Math.floor((py - top + 6) / row);
        if (!data.bars[index]) return null;
        const found = segmentsOf(data).filter((segment) => segment.row === index);
        const hit = found.find((segment) => px < x(segment.to)) ?? found.at(-1);
        return hit ? { row: hit.row, column: hit.column } : null;
      },
    };
  });
}
