/**
 * How far back something is felt: a row a layer, the last layer on top, a column a token. A square is inked where changing the token
 * changes what stands at the last position after that layer, by how much; it is empty where the change is exactly nothing.
 */
import type { Chart } from './chart.ts';
import { sequentialStep } from './numbers.ts';
import { letterShare, thinned } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface ReachGridData {
  readonly tokens: readonly string[];
  /** Names of the rows, from the embedding up. */
  readonly layers: readonly string[];
  /** As shares of the largest change of the row, 0 where there is none. // [layer][token] */
  readonly change: readonly ArrayLike<number>[];
  /** Row: layer, from the embedding up; column: token. */
  readonly chosen: Place | null;
}

interface Cell extends Place {
  readonly value: number;
}

export function reachGrid(
  host: HTMLElement,
  first: ReachGridData,
  options: WalkOptions,
): Chart<ReachGridData> {
  return walkable(host, first, options, { name: 'reach-grid', width: 640, slides: true }, (svg) => {
    const cells = svg.append('g').attr('class', 'cells');
    const rowNames = svg.append('g');
    const columnNames = svg.append('g');
    const ring = choiceRing(svg);
    let [left, wide, high, font, layers] = [0, 1, 24, 13, 1];
    const top = 3;
    const topOf = (row: number) => top + (layers - 1 - row) * high;

    return {
      rows: (data) => data.layers.length,
      columns: (data) => data.tokens.length,
      draw(data, box) {
        const { tokens, change } = data;
        layers = data.layers.length;
        font = box.token;
        const name = Math.max(1, ...data.layers.map((layer) => layer.length));
        left = Math.ceil(name * box.label * 0.56) + 16;
        high = box.phone ? 26 : 30;
        wide = Math.max(2, Math.min(24, (box.width - left - 4) / Math.max(1, tokens.length)));
        const inked = change.flatMap((row, layer) =>
          Array.from(row, (value, column): Cell => ({ row: layer, column, value })),
        );
        cells
          .selectAll('rect')
          .data(inked)
          .join('rect')
          .attr('class', ({ value }) => (value > 0 ? `seq-${Math.max(2, sequentialStep(value))}` : 'nothing'))
          .attr('x', ({ column }) => left + column * wide + 0.5)
          .attr('y', ({ row }) => topOf(row) + 0.5)
          .attr('width', Math.max(1, wide - 1))
          .attr('height', high - 1);
        rowNames
          .selectAll('text')
          .data(data.layers)
          .join('text')
          .attr('class', 'tick')
          .attr('text-anchor', 'end')
          .attr('x', left - 8)
          .attr('y', (_, row) => topOf(row) + high / 2 + box.label * 0.35)
          .text((layer) => layer);
        const longest = Math.max(1, ...tokens.map((token) => Math.min(8, [...visibleToken(token)].length)));
        return {
          width: left + tokens.length * wide + 3,
          height: top + layers * high + Math.ceil(longest * font * letterShare) + 16,
        };
      },
      mark({ tokens, chosen }) {
        const every = Math.max(1, Math.ceil((font + 1) / wide));
        columnNames
          .selectAll('text')
          .data(thinned(tokens.length, every, chosen?.column ?? null))
          .join('text')
          .attr('class', (column) => (column === chosen?.column ? 'token is-chosen' : 'token quiet'))
          .attr('font-size', font)
          .attr('text-anchor', 'end')
          .attr(
            'transform',
            (column) =>
              `translate(${left + (column + 0.5) * wide + font * 0.35},${top + layers * high + 8}) rotate(-90)`,
          )
          .text((column) => visibleToken(tokens[column] ?? '', 8));
        if (!chosen) return ring.hide();
        ring.show(left + chosen.column * wide - 0.5, topOf(chosen.row) - 0.5, wide, high);
      },
      at(x, y, data) {
        const column = Math.floor((x - left) / wide);
        const row = layers - 1 - Math.floor((y - top) / high);
        const inside = row >= 0 && row < layers && column >= 0 && column < data.tokens.length;
        return inside ? { row, column } : null;
      },
    };
  });
}
