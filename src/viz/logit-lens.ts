/**
 * What the model would say after each layer: a column a position, a row a layer, the last layer on top; a cell holds the most likely
 * next token in ink on its probability. Where the columns have no room the table lies on its side: positions go down.
 */
import type { Chart } from './chart.ts';
import { sequentialStep } from './numbers.ts';
import { letterShare } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface LogitLensData {
  readonly tokens: readonly string[];
  /** Names of the rows, from the embedding up: `embedding`, `layer 1` ... */
  readonly layers: readonly string[];
  /** The most likely next token, and its probability. // [layer][position] */
  readonly top: readonly (readonly string[])[];
  readonly probability: readonly ArrayLike<number>[];
  /** Row: layer, from the embedding up; column: position. */
  readonly chosen: Place | null;
}

interface LensCell extends Place {
  readonly x: number;
  readonly y: number;
}

export function logitLens(
  host: HTMLElement,
  first: LogitLensData,
  options: WalkOptions,
): Chart<LogitLensData> {
  return walkable(host, first, options, { name: 'logit-lens', width: 680 }, (svg) => {
    const cells = svg.append('g').attr('class', 'cells');
    const names = svg.append('g');
    const ring = choiceRing(svg);
    let lying = false;
    let left = 0;
    let top = 0;
    let wide = 0;
    let high = 0;
    let count = { layers: 0, positions: 0 };
    const placeOf = (row: number, column: number): LensCell => ({
      row,
      column,
      x: left + (lying ? row : column) * wide,
      y: top + (lying ? column : count.layers - 1 - row) * high,
    });

    return {
      rows: (data) => data.layers.length,
      columns: (data) => data.tokens.length,
      draw(data, box) {
        const { tokens, layers } = data;
        count = { layers: layers.length, positions: tokens.length };
        const longestName = Math.max(...layers.map((name) => name.length));
        const longestToken = Math.min(
          box.phone ? 7 : 9,
          Math.max(...tokens.map((token) => token.length + 1)),
        );
        const nameWidth = Math.ceil(longestName * box.label * 0.6) + 14;
        const tokenWidth = Math.ceil(longestToken * box.token * letterShare) + 14;
        lying = nameWidth + tokens.length * (5 * box.token * letterShare + 6) > box.width;
        left = lying ? tokenWidth : nameWidth;
        const across = lying ? layers.length : tokens.length;
        wide = Math.floor(Math.min(84, (box.width - left - 3) / Math.max(1, across)));
        high = Math.round(box.token * 1.9);
        top = lying ? nameWidth : tokenWidth;
        const upright = wide > longestToken * box.token * letterShare;
        const letters = Math.floor((wide - 5) / (box.token * letterShare));
        const small = !lying && upright;
        if (small) top = Math.round(box.token * 1.8);
        const drawn = layers.flatMap((_, row) => tokens.map((__, column) => placeOf(row, column)));
        const stepAt = ({ row, column }: Place) => sequentialStep(data.probability[row]?.[column] ?? 0);
        const groups = cells
          .selectAll<SVGGElement, LensCell>('g')
          .data(drawn)
          .join((enter) => {
            const group = enter.append('g');
            group.append('rect');
            group.append('text');
            return group;
          });
        groups
          .select('rect')
          .attr('x', (cell) => cell.x)
          .attr('y', (cell) => cell.y)
          .attr('width', wide - 1)
          .attr('height', high - 1)
          .attr('class', (cell) => `seq-${stepAt(cell)}`);
        groups
          .select('text')
          .attr('class', (cell) => `token on-seq-${stepAt(cell)}`)
          .attr('font-size', box.token)
          .attr('text-anchor', 'middle')
          .attr('x', (cell) => cell.x + (wide - 1) / 2)
          .attr('y', (cell) => cell.y + high / 2 + box.token * 0.33)
          .text((cell) =>
            letters < 2 ? '' : visibleToken(data.top[cell.row]?.[cell.column] ?? '', letters),
          );
        const nameAt = (row: number) => {
          const { x, y } = placeOf(row, 0);
          return lying
            ? `translate(${x + wide / 2 + box.label * 0.35},${top - 8}) rotate(-90)`
            : `translate(${left - 8},${y + high / 2 + box.label * 0.33})`;
        };
        const tokenAt = (column: number) => {
          const { x, y } = placeOf(count.layers - 1, column);
          if (lying) return `translate(${left - 8},${placeOf(0, column).y + high / 2 + box.token * 0.33})`;
          return small
            ? `translate(${x + wide / 2},${y - 8})`
            : `translate(${x + wide / 2 + box.token * 0.35},${y - 8}) rotate(-90)`;
        };
        names
          .selectAll('text')
          .data([
            ...layers.map((text, row) => ({
              text,
              at: nameAt(row),
              token: false,
              anchor: lying ? 'start' : 'end',
            })),
            ...tokens.map((token, column) => ({
              text: visibleToken(token, longestToken),
              at: tokenAt(column),
              token: true,
              anchor: lying ? 'end' : small ? 'middle' : 'start',
            })),
          ])
          .join('text')
          .attr('class', (name) => (name.token ? 'token quiet' : 'tick'))
          .attr('font-size', (name) => (name.token ? box.token : box.label))
          .attr('text-anchor', (name) => name.anchor)
          .attr('transform', (name) => name.at)
          .text((name) => name.text);
        return {
          width: left + across * wide + 2,
          height: top + (lying ? tokens.length : layers.length) * high + 2,
        };
      },
      mark({ chosen }) {
        if (!chosen) return ring.hide();
        const { x, y } = placeOf(chosen.row, chosen.column);
        ring.show(x - 0.5, y - 0.5, wide, high);
      },
      at(x, y) {
        const across = Math.floor((x - left) / wide);
        const down = Math.floor((y - top) / high);
        const place = lying
          ? { row: across, column: down }
          : { row: count.layers - 1 - down, column: across };
        const inside =
          place.row >= 0 && place.row < count.layers && place.column >= 0 && place.column < count.positions;
        return inside ? place : null;
      },
      step(_, from, rows, columns) {
        const [up, along] = lying ? [columns, rows] : [-rows, columns];
        return {
          row: Math.max(0, Math.min(count.layers - 1, from.row + up)),
          column: Math.max(0, Math.min(count.positions - 1, from.column + along)),
        };
      },
    };
  });
}
