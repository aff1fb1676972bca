/** A text in which each token lies on the ink of what it did: petrol for, sepia against. It wraps like text. */
import type { Chart } from './chart.ts';
import { divergingStep } from './numbers.ts';
import { letterShare } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface AttributionTokensData {
  readonly tokens: readonly string[];
  readonly values: ArrayLike<number>; // [token]
  /** The magnitude of the darkest ink. */
  readonly most: number;
  /** Row 0; column: token. */
  readonly chosen: Place | null;
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export function attributionTokens(
  host: HTMLElement,
  first: AttributionTokensData,
  options: WalkOptions,
): Chart<AttributionTokensData> {
  return walkable(host, first, options, { name: 'attribution-tokens', width: 640 }, (svg) => {
    const cells = svg.append('g').attr('class', 'cells');
    const ring = choiceRing(svg);
    let spots: Spot[] = [];
    let high = 28;

    return {
      rows: () => 1,
      columns: (data) => data.tokens.length,
      draw({ tokens, values, most }, box) {
        const font = box.token + 1;
        high = Math.round(font * 1.9);
        let at = { x: 2, y: 2 };
        spots = tokens.map((token) => {
          const width = Math.ceil([...visibleToken(token)].length * font * letterShare) + 10;
          if (at.x > 2 && at.x + width > box.width) at = { x: 2, y: at.y + high + 8 };
          const spot = { ...at, width };
          at = { x: at.x + width + 3, y: at.y };
          return spot;
        });
        const step = (index: number) => divergingStep(values[index] ?? 0, most);
        const groups = cells
          .selectAll<SVGGElement, string>('g')
          .data(tokens)
          .join((enter) => {
            const group = enter.append('g');
            group.append('rect');
            group.append('text').attr('text-anchor', 'middle');
            return group;
          })
          .attr('transform', (_, index) => `translate(${spots[index]?.x ?? 0},${spots[index]?.y ?? 0})`);
        groups
          .select('rect')
          .attr('width', (_, index) => spots[index]?.width ?? 0)
          .attr('height', high)
          .attr('class', (_, index) => `div-${step(index)}`);
        groups
          .select('text')
          .attr('class', (_, index) => `token on-div-${step(index)}`)
          .attr('font-size', font)
          .attr('x', (_, index) => (spots[index]?.width ?? 0) / 2)
          .attr('y', high / 2 + font * 0.33)
          .text((token) => visibleToken(token));
        return { width: box.width, height: (spots.at(-1)?.y ?? 0) + high + 3 };
      },
      mark({ chosen }) {
        const spot = chosen ? spots[chosen.column] : undefined;
        if (!spot) return ring.hide();
        ring.show(spot.x - 0.5, spot.y - 0.5, spot.width + 1, high + 1);
      },
      at(x, y) {
        const column = spots.findIndex(
          (spot) =>
            x >= spot.x - 2 && x <= spot.x + spot.width + 2 && y >= spot.y - 4 && y <= spot.y + high + 4,
        );
        return column < 0 ? null : { row: 0, column };
      },
      step(_, from, rows, columns) {
        const here = spots[from.column];
        if (!here || columns !== 0 || rows === 0)
          return { row: 0, column: Math.max(0, Math.min(spots.length - 1, from.column + columns)) };
        // The token of the next line that stands nearest below or above.
        const lines = [...new Set(spots.map(({ y }) => y))];
        const line = lines[Math.max(0, Math.min(lines.length - 1, lines.indexOf(here.y) + Math.sign(rows)))];
        if (line === here.y) return { row: 0, column: from.column };
        const middle = here.x + here.width / 2;
        const away = spots.map((spot) =>
          spot.y === line ? Math.abs(spot.x + spot.width / 2 - middle) : Number.POSITIVE_INFINITY,
        );
        return { row: 0, column: away.indexOf(Math.min(...away)) };
      },
    };
  });
}
