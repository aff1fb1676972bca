/** A state as it fills and forgets: a row a token, a column a channel of the state; at the left how far the model steps at that token (delta). */
import { scaleLinear } from 'd3-scale';
import { cellCanvas } from './cell-canvas.ts';
import type { Chart } from './chart.ts';
import { divergingStep, formatValue } from './numbers.ts';
import { letterShare } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface StateOverTimeData {
  readonly tokens: readonly string[];
  /** Step sizes; without them no strip. // [token] */
  readonly delta?: ArrayLike<number>;
  readonly state: ArrayLike<number>; // [token, channel]
  readonly channels: number;
  /** The magnitude of the darkest ink. */
  readonly most: number;
  /** Tokens that have been read so far; later rows are blank. */
  readonly read?: number;
  /** Row: token; column 0: delta, then the channels. */
  readonly chosen: Place | null;
}

export interface StateOverTimeOptions extends WalkOptions {
  readonly deltaLabel: string;
  readonly channelLabel: string;
}

export function stateOverTime(
  host: HTMLElement,
  first: StateOverTimeData,
  options: StateOverTimeOptions,
): Chart<StateOverTimeData> {
  return walkable(
    host,
    first,
    options,
    { name: 'state-over-time', width: 640, slides: true },
    (svg, root) => {
      const canvas = cellCanvas(root, svg.node(), 'div');
      const heads = svg.append('g').attr('class', 'marks');
      const names = svg.append('g');
      const bars = svg.append('g').attr('class', 'marks');
      const ring = choiceRing(svg);
      let left = 0;
      let bar = 0;
      let cells = 0;
      let wide = 0;
      let row = 20;
      let top = 0;

      return {
        rows: (data) => data.tokens.length,
        columns: (data) => data.channels + 1,
        draw(data, box) {
          const { tokens, channels, state, most } = data;
          const longest = Math.min(box.phone ? 7 : 10, Math.max(1, ...tokens.map((token) => token.length)));
          left = Math.ceil(longest * box.token * letterShare) + 12;
          bar = data.delta ? (box.phone ? 44 : 96) : 0;
          cells = left + bar + (data.delta ? 14 : 0);
          wide = Math.min(24, (box.width - cells - 3) / Math.max(1, channels));
          const height = Math.min(640, box.most);
          row = Math.round(Math.max(6, Math.min(box.token * 1.6, height / Math.max(1, tokens.length))));
          top = box.label + 12;
          const read = data.read ?? tokens.length;
          const size = { width: cells + channels * wide + 3, height: top + tokens.length * row + 3 };
          canvas.paint(size, [
            {
              x: cells,
              y: top,
              width: wide,
              height: row,
              rows: tokens.length,
              columns: channels,
              step: (token, channel) =>
                token < read ? divergingStep(state[token * channels + channel] ?? 0, most) : 0,
            },
          ]);
          heads
            .selectAll('text')
            .data([
              ...(data.delta ? [{ text: options.deltaLabel, x: left }] : []),
              { text: options.channelLabel, x: cells },
            ])
            .join('text')
            .attr('class', 'tick')
            .attr('x', (head) => head.x)
            .attr('y', box.label)
            .text((head) => head.text);
          const every = Math.max(1, Math.ceil((box.token + 1) / row));
          names
            .selectAll('text')
            .data(tokens.map((token, index) => ({ token, index })).filter(({ index }) => index % every === 0))
            .join('text')
            .attr('font-size', box.token)
            .attr('text-anchor', 'end')
            .attr('x', left - 8)
            .attr('y', ({ index }) => top + (index + 0.5) * row + box.token * 0.33)
            .text(({ token }) => visibleToken(token, longest));
          const steps = Array.from(data.delta ?? []).slice(0, read);
          const length = scaleLinear(
            [0, Math.max(1e-9, ...steps)],
            [0, bar - box.label * 2.6 > 24 ? bar - box.label * 2.6 : bar],
          );
          const groups = bars
            .selectAll<SVGGElement, number>('g')
            .data(steps)
            .join((enter) => {
              const group = enter.append('g');
              group.append('rect').attr('class', 'weight');
              group.append('text').attr('class', 'number');
              return group;
            });
          groups
            .select('rect')
            .attr('x', left)
            .attr('y', (_, index) => top + index * row + row * 0.25)
            .attr('height', row * 0.5)
            .attr('width', (step) => Math.max(1, length(step)));
          groups
            .select('text')
            .attr('visibility', bar - box.label * 2.6 > 24 && row > 12 ? null : 'hidden')
            .attr('x', (step) => left + length(step) + 5)
            .attr('y', (_, index) => top + (index + 0.5) * row + box.label * 0.34)
            .text(formatValue);
          return size;
        },
        mark({ chosen }) {
          names
            .selectAll<SVGTextElement, { readonly index: number }>('text')
            .attr('class', ({ index }) => (index === chosen?.row ? 'token is-chosen' : 'token quiet'));
          if (!chosen) return ring.hide();
          const y = top + chosen.row * row - 1;
          if (chosen.column === 0) ring.show(left - 2, y, bar + 4, row + 1);
          else ring.show(cells + (chosen.column - 1) * wide - 1, y, wide + 1, row + 1);
        },
        at(x, y, { tokens, channels }) {
          const index = Math.floor((y - top) / row);
          if (index < 0 || index >= tokens.length) return null;
          if (x < cells - 7) return { row: index, column: 0 };
          const channel = Math.floor((x - cells) / wide);
          return channel >= 0 && channel < channels ? { row: index, column: channel + 1 } : null;
        },
      };
    },
  );
}
