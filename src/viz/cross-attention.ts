/**
 * What each word that is written looks at in what was read: the source above, the target below, a thread as thick as the weight;
 * threads cross where the order changes. On a phone the source stands at the left and the target at the right.
 */
import type { Chart } from './chart.ts';
import { letterShare } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { type Place, type WalkOptions, walkable } from './walkable.ts';

export interface CrossAttentionData {
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly weights: ArrayLike<number>; // [target, source]
  /** Row: target token; column: source token. */
  readonly chosen: Place | null;
}

interface Thread extends Place {
  readonly weight: number;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Threads under this weight are not drawn unless their token is chosen. */
const least = 0.04;

export function crossAttention(
  host: HTMLElement,
  first: CrossAttentionData,
  options: WalkOptions,
): Chart<CrossAttentionData> {
  return walkable(host, first, options, { name: 'cross-attention', width: 640 }, (svg) => {
    const threads = svg.append('g').attr('class', 'threads');
    const words = svg.append('g').attr('class', 'words');
    let sources: readonly Spot[] = [];
    let targets: readonly Spot[] = [];
    let upright = false;
    let font = 13;

    /** Tokens along a line, each with the room that it needs, spread over the width where there is more. */
    function along(tokens: readonly string[], width: number): number[] {
      const widths = tokens.map((token) => [...visibleToken(token, 12)].length * font * letterShare + 14);
      const all = widths.reduce((sum, wide) => sum + wide, 0);
      const slack = Math.min(26, Math.max(0, (width - all) / Math.max(1, tokens.length)));
      let x = Math.max(0, (width - all - slack * tokens.length) / 2);
      return widths.map((wide) => {
        const middle = x + (wide + slack) / 2;
        x += wide + slack;
        return middle;
      });
    }

    const curve = (from: Spot, to: Spot): string => {
      if (upright) {
        const bend = (to.x - from.x) / 2;
        return `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
      }
      const bend = (to.y - from.y) / 2;
      return `M${from.x} ${from.y}C${from.x} ${from.y + bend} ${to.x} ${to.y - bend} ${to.x} ${to.y}`;
    };

    return {
      rows: (data) => data.target.length,
      columns: (data) => data.source.length,
      draw(data, box) {
        font = box.token;
        const room = (tokens: readonly string[]) =>
          tokens.reduce(
            (sum, token) => sum + [...visibleToken(token, 12)].length * font * letterShare + 14,
            0,
          );
        upright = Math.max(room(data.source), room(data.target)) > box.width;
        const step = Math.round(font * 1.9);
        const longest = (tokens: readonly string[]) =>
          Math.max(1, ...tokens.map((token) => [...visibleToken(token, 12)].length)) * font * letterShare;
        const count = Math.max(data.source.length, data.target.length);
        if (upright) {
          const from = longest(data.source) + 10;
          const to = Math.min(box.width, 420) - longest(data.target) - 10;
          const middle = (index: number, of: number) => ((count - of) / 2 + index + 0.5) * step;
          sources = data.source.map((_, index) => ({ x: from, y: middle(index, data.source.length) }));
          targets = data.target.map((_, index) => ({ x: to, y: middle(index, data.target.length) }));
        } else {
          sources = along(data.source, box.width).map((x) => ({ x, y: font + 14 }));
          targets = along(data.target, box.width).map((x) => ({ x, y: font + 164 }));
        }
        const shown = (tokens: readonly string[], spots: readonly Spot[], side: 'source' | 'target') =>
          tokens.map((token, index) => ({ token, index, side, ...(spots[index] ?? { x: 0, y: 0 }) }));
        words
          .selectAll('text')
          .data([...shown(data.source, sources, 'source'), ...shown(data.target, targets, 'target')])
          .join('text')
          .attr('font-size', font)
          .attr('x', (word) => word.x + (upright ? (word.side === 'source' ? -8 : 8) : 0))
          .attr('y', (word) => word.y + (upright ? font * 0.33 : word.side === 'source' ? -10 : font + 6))
          .attr('text-anchor', (word) => (upright ? (word.side === 'source' ? 'end' : 'start') : 'middle'))
          .text((word) => visibleToken(word.token, 12));
        return upright
          ? { width: Math.min(box.width, 420), height: count * step + 4 }
          : { width: box.width, height: font * 2 + 180 };
      },
      mark({ weights, source, target, chosen }) {
        const drawn: Thread[] = target.flatMap((_, row) =>
          source
            .map((__, column) => ({ row, column, weight: weights[row * source.length + column] ?? 0 }))
            .filter(
              ({ weight, column }) => weight >= least || (row === chosen?.row && column === chosen.column),
            ),
        );
        // What is chosen lies on top.
        drawn.sort((a, b) => Number(a.row === chosen?.row) - Number(b.row === chosen?.row));
        const origin = { x: 0, y: 0 };
        threads
          .selectAll<SVGPathElement, Thread>('path')
          .data(drawn, (thread) => `${thread.row},${thread.column}`)
          .join('path')
          .order()
          .attr('class', ({ row, column }) =>
            row !== chosen?.row
              ? 'thread'
              : column === chosen.column
                ? 'thread is-chosen'
                : 'thread is-query',
          )
          .attr('stroke-width', ({ weight }) => 0.75 + 7 * weight)
          .attr('d', ({ row, column }) => curve(sources[column] ?? origin, targets[row] ?? origin));
        words
          .selectAll<SVGTextElement, { readonly side: string; readonly index: number }>('text')
          .attr('class', ({ side, index }) =>
            side === 'target'
              ? index === chosen?.row
                ? 'token is-query'
                : 'token'
              : index === chosen?.column
                ? 'token is-key'
                : 'token',
          );
      },
      at(x, y, { weights, source, chosen }) {
        const nearest = (spots: readonly Spot[]) => {
          const away = spots.map((spot) => Math.abs(upright ? spot.y - y : spot.x - x));
          return away.indexOf(Math.min(...away));
        };
        const [firstSource, firstTarget] = [sources[0], targets[0]];
        if (!firstSource || !firstTarget) return null;
        const share = upright
          ? (x - firstSource.x) / (firstTarget.x - firstSource.x)
          : (y - firstSource.y) / (firstTarget.y - firstSource.y);
        if (share < 0.5) return { row: chosen?.row ?? 0, column: nearest(sources) };
        const row = nearest(targets);
        const line = Array.from(source, (_, column) => weights[row * source.length + column] ?? 0);
        return { row, column: line.indexOf(Math.max(...line)) };
      },
      step: ({ source, target }, from, rows, columns) => ({
        row: Math.max(0, Math.min(target.length - 1, from.row + rows)),
        column: Math.max(0, Math.min(source.length - 1, from.column + columns)),
      }),
    };
  });
}
