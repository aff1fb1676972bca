/** Who may look at whom, painted by hand: a press turns a cell over, a drag paints all it crosses; Space turns the chosen cell over. */
import { type Chart, placeOn } from './chart.ts';
import { letterShare, thinned } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface MaskGridData {
  readonly tokens: readonly string[];
  /** // [query, key] */
  readonly allowed: readonly boolean[];
  /** Row: the token that looks; column: the token that is looked at. */
  readonly chosen: Place | null;
}

export interface MaskGridOptions extends WalkOptions {
  /** A cell was turned over, or a drag reached it. */
  readonly onPaint: (query: number, key: number, allowed: boolean) => void;
}

export function maskGrid(
  host: HTMLElement,
  first: MaskGridData,
  options: MaskGridOptions,
): Chart<MaskGridData> {
  return walkable(host, first, options, { name: 'mask-grid', width: 420, slides: true }, (svg) => {
    const cells = svg.append('g').attr('class', 'cells');
    const rowNames = svg.append('g');
    const columnNames = svg.append('g');
    const ring = choiceRing(svg);
    let current = first;
    let cell = 24;
    let left = 0;
    let font = 13;
    /** What a drag paints: what its first cell became. */
    let paints: boolean | null = null;
    const placeAt = (x: number, y: number): Place | null => {
      const column = Math.floor((x - left) / cell);
      const row = Math.floor((y - left) / cell);
      const count = current.tokens.length;
      return row >= 0 && column >= 0 && row < count && column < count ? { row, column } : null;
    };
    const isAllowed = ({ row, column }: Place) =>
      current.allowed[row * current.tokens.length + column] === true;
    const under = (event: PointerEvent) => {
      const at = placeOn(svg.node(), event);
      return at ? placeAt(at.x, at.y) : null;
    };
    svg.on('pointerdown.paint', (event: PointerEvent) => {
      const place = under(event);
      if (!place) return;
      paints = !isAllowed(place);
      options.onPaint(place.row, place.column, paints);
    });
    svg.on('pointermove.paint', (event: PointerEvent) => {
      const place = event.buttons > 0 && paints !== null ? under(event) : null;
      if (place && paints !== null && isAllowed(place) !== paints)
        options.onPaint(place.row, place.column, paints);
    });
    svg.on('pointerup.paint pointercancel.paint', () => {
      paints = null;
    });

    return {
      rows: (data) => data.tokens.length,
      columns: (data) => data.tokens.length,
      draw(data, box) {
        current = data;
        const { tokens, allowed } = data;
        const count = tokens.length;
        font = box.token;
        const longest = Math.min(box.phone ? 6 : 9, Math.max(1, ...tokens.map((token) => token.length)));
        left = Math.ceil(longest * font * letterShare) + 14;
        cell = Math.max(6, Math.min(28, (box.width - left - 3) / Math.max(1, count)));
        const drawn = tokens.flatMap((_, row) => tokens.map((__, column) => ({ row, column })));
        cells
          .selectAll('rect')
          .data(drawn)
          .join('rect')
          .attr('x', ({ column }) => left + column * cell)
          .attr('y', ({ row }) => left + row * cell)
          .attr('width', cell - 1)
          .attr('height', cell - 1)
          .attr('class', ({ row, column }) => (allowed[row * count + column] ? 'allowed' : 'masked'));
        return { width: left + count * cell + 3, height: left + count * cell + 3 };
      },
      mark(data) {
        current = data;
        const { tokens, chosen } = data;
        const every = Math.max(1, Math.ceil((font + 1) / cell));
        const most = Math.floor((left - 12) / (font * letterShare));
        rowNames
          .selectAll('text')
          .data(thinned(tokens.length, every, chosen?.row ?? null))
          .join('text')
          .attr('class', (row) => (row === chosen?.row ? 'token is-query' : 'token quiet'))
          .attr('font-size', font)
          .attr('text-anchor', 'end')
          .attr('x', left - 8)
          .attr('y', (row) => left + (row + 0.5) * cell + font * 0.33)
          .text((row) => visibleToken(tokens[row] ?? '', most));
        columnNames
          .selectAll('text')
          .data(thinned(tokens.length, every, chosen?.column ?? null))
          .join('text')
          .attr('class', (column) => (column === chosen?.column ? 'token is-key' : 'token quiet'))
          .attr('font-size', font)
          .attr(
            'transform',
            (column) => `translate(${left + (column + 0.5) * cell + font * 0.35},${left - 8}) rotate(-90)`,
          )
          .text((column) => visibleToken(tokens[column] ?? '', most));
        if (!chosen) return ring.hide();
        ring.show(left + chosen.column * cell - 1, left + chosen.row * cell - 1, cell + 1, cell + 1);
      },
      at: (x, y) => placeAt(x, y),
      key(data, event) {
        if (event.key !== ' ' && event.key !== 'Enter') return false;
        const { chosen } = data;
        if (chosen) options.onPaint(chosen.row, chosen.column, !isAllowed(chosen));
        return true;
      },
    };
  });
}
