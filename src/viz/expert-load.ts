/** How many tokens each expert gets: a column an expert, parted by kind of token; a line is what it has room for, and what is over it is dropped. */
import { scaleLinear } from 'd3-scale';
import type { Chart } from './chart.ts';
import { formatTick } from './numbers.ts';
import { textWidth } from './thin-labels.ts';
import { type Place, type WalkOptions, walkable } from './walkable.ts';

export interface ExpertLoadData {
  readonly experts: readonly string[];
  /** Kinds of token, at most eight: domains, say. */
  readonly kinds: readonly string[];
  /** Tokens taken. // [expert][kind] */
  readonly taken: readonly (readonly number[])[];
  /** Tokens that found the expert full. // [expert] */
  readonly dropped: readonly number[];
  /** Tokens that an expert has room for; null: no limit. */
  readonly capacity: number | null;
  /** Row: expert; column: kind, and last what was dropped. */
  readonly chosen: Place | null;
}

export interface ExpertLoadOptions extends WalkOptions {
  readonly capacityLabel: string;
  readonly droppedLabel: string;
  readonly height?: number;
}

interface Piece extends Place {
  readonly from: number;
  readonly to: number;
  readonly dropped: boolean;
}

function piecesOf(data: ExpertLoadData): Piece[] {
  return data.experts.flatMap((_, row) => {
    let sum = 0;
    const pieces = (data.taken[row] ?? []).map((count, column) => {
      const from = sum;
      sum += count;
      return { row, column, from, to: sum, dropped: false };
    });
    const dropped = data.dropped[row] ?? 0;
    return [...pieces, { row, column: data.kinds.length, from: sum, to: sum + dropped, dropped: true }];
  });
}

export function expertLoad(
  host: HTMLElement,
  first: ExpertLoadData,
  options: ExpertLoadOptions,
): Chart<ExpertLoadData> {
  return walkable(host, first, options, { name: 'expert-load', width: 480 }, (svg) => {
    const legend = svg.append('g').attr('class', 'marks');
    const bars = svg.append('g').attr('class', 'segments marks');
    const names = svg.append('g').attr('class', 'marks');
    const limit = svg.append('g').attr('class', 'floor');
    limit.append('path');
    limit.append('text');
    const ring = svg.append('rect').attr('class', 'ring');
    let y = scaleLinear([0, 1], [1, 0]);
    let wide = 20;
    let pitch = 30;

    return {
      rows: (data) => data.experts.length,
      columns: (data) => data.kinds.length + 1,
      draw(data, box) {
        const pieces = piecesOf(data);
        const anyDropped = data.dropped.some((count) => count > 0);
        const entries = [...data.kinds, ...(anyDropped ? [options.droppedLabel] : [])];
        let at = { x: 0, y: 0 };
        const placed = entries.map((text, index) => {
          const room = textWidth(text, box.label) + 34;
          if (at.x > 0 && at.x + room > box.width) at = { x: 0, y: at.y + box.label + 8 };
          const entry = { text, index, ...at };
          at = { x: at.x + room, y: at.y };
          return entry;
        });
        const height = options.height ?? 260;
        const top = at.y + box.label + 22;
        const bottom = height - box.label - 10;
        const count = Math.max(1, data.experts.length);
        pitch = Math.min(110, (box.width - 4) / count);
        wide = Math.floor(pitch * (pitch > 24 ? 0.72 : 0.9));
        const most = Math.max(1, data.capacity ?? 0, ...pieces.map((piece) => piece.to));
        y = scaleLinear([0, most], [bottom, top]);
        const groups = legend
          .selectAll<SVGGElement, (typeof placed)[number]>('g')
          .data(placed)
          .join((enter) => {
            const group = enter.append('g');
            group.append('rect').attr('width', 10).attr('height', 10);
            group.append('text').attr('class', 'tick').attr('x', 16);
            return group;
          })
          .attr('transform', (entry) => `translate(${entry.x},${entry.y})`);
        groups
          .select('rect')
          .attr('class', (entry) =>
            entry.index === data.kinds.length ? 'hollow' : `part-${entry.index + 1}`,
          )
          .attr('x', 0.5)
          .attr('y', box.label - 9.5);
        groups
          .select('text')
          .attr('y', box.label - 0.5)
          .text((entry) => entry.text);
        bars
          .selectAll('rect')
          .data(pieces.filter((piece) => piece.to > piece.from))
          .join('rect')
          .attr('class', (piece) => (piece.dropped ? 'hollow' : `part-${piece.column + 1}`))
          .attr('x', (piece) => 2 + piece.row * pitch + (piece.dropped ? 0.5 : 0))
          .attr('y', (piece) => y(piece.to))
          .attr('width', (piece) => wide - (piece.dropped ? 1 : 0))
          .attr('height', (piece) =>
            Math.max(0.5, y(piece.from) - y(piece.to) - (y(piece.from) - y(piece.to) > 3 ? 1 : 0)),
          );
        names
          .selectAll('text')
          .data(data.experts)
          .join('text')
          .attr('class', 'tick')
          .attr('text-anchor', 'middle')
          .attr('x', (_, index) => 2 + index * pitch + wide / 2)
          .attr('y', bottom + box.label + 4)
          .text((name, index) => (textWidth(name, box.label) > pitch ? String(index + 1) : name));
        limit.attr('visibility', data.capacity === null ? 'hidden' : 'visible');
        if (data.capacity !== null) {
          const end = count * pitch;
          limit.select('path').attr('d', `M0 ${y(data.capacity)}H${end}`);
          limit
            .select('text')
            .attr('x', end)
            .attr('text-anchor', 'end')
            .attr('y', y(data.capacity) - 5)
            .text(`${options.capacityLabel} ${formatTick(data.capacity)}`);
        }
        return { width: Math.max(at.x, count * pitch + 4), height };
      },
      mark(data) {
        const { chosen } = data;
        const piece =
          chosen && piecesOf(data).find((each) => each.row === chosen.row && each.column === chosen.column);
        ring.attr('visibility', piece ? 'visible' : 'hidden');
        if (!piece) return;
        ring
          .attr('x', 1 + piece.row * pitch)
          .attr('y', y(piece.to) - 1)
          .attr('width', wide + 2)
          .attr('height', Math.max(2, y(piece.from) - y(piece.to) + 1));
      },
      at(px, py, data) {
        const row = Math.floor((px - 2) / pitch);
        if (!data.experts[row]) return null;
        const pieces = piecesOf(data).filter((piece) => piece.row === row && piece.to > piece.from);
        const hit = pieces.findLast((piece) => py < y(piece.from)) ?? pieces[0];
        return hit ? { row, column: hit.column } : null;
      },
    };
  });
}
