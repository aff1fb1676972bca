/**
 * Maps too large to read at once: a window shows some rows and columns large, an overview all of them small with the window framed in
 * it, and a loupe the cells around a point of the overview with their numbers. The window follows what is chosen.
 */
import type { Selection } from 'd3-selection';
import type { CellBlock } from './cell-canvas.ts';
import { formatDecimals, sequentialStep } from './numbers.ts';

export interface MapView {
  /** First row and column that are shown, and how many of each. */
  readonly row: number;
  readonly column: number;
  readonly size: number;
}

interface WindowedMap {
  readonly weights: ArrayLike<number>; // [query, key]
  readonly count: number;
  readonly causal: boolean;
}

export interface MapCell {
  readonly query: number;
  readonly key: number;
}

/** Cells of the loupe's side; odd, so that one is in the middle. */
const loupeCells = 7;
const gap = 28;

/** The window moves as little as it must for a cell to stand in it, one cell from its edge. */
export function followed(view: MapView, cell: MapCell, count: number): MapView {
  const follow = (start: number, at: number) => {
    const last = Math.max(0, count - view.size);
    const nearest = Math.max(at - view.size + 2, Math.min(at - 1, start));
    return Math.max(0, Math.min(last, nearest));
  };
  const [row, column] = [follow(view.row, cell.query), follow(view.column, cell.key)];
  return row === view.row && column === view.column ? view : { ...view, row, column };
}

/** The window with a cell in its middle. */
export function centred(view: MapView, cell: MapCell, count: number): MapView {
  const middle = (at: number) =>
    Math.max(0, Math.min(Math.max(0, count - view.size), Math.round(at - view.size / 2)));
  return { ...view, row: middle(cell.query), column: middle(cell.key) };
}

export interface Overview {
  /** Lays both out under the window; answers with their height. */
  place(top: number, left: number, width: number, count: number): number;
  blocks(map: WindowedMap): CellBlock[];
  draw(map: WindowedMap, view: MapView, chosen: MapCell | null): void;
  /** The cell of the map under a point of the overview or of the loupe. */
  at(x: number, y: number, map: WindowedMap): (MapCell & { readonly on: 'overview' | 'loupe' }) | null;
  /** What the loupe looks at; null: what is chosen. */
  look(cell: MapCell | null): void;
  readonly lookedAt: MapCell | null;
}

export function attentionOverview(svg: Selection<SVGSVGElement, unknown, null, undefined>): Overview {
  const group = svg.append('g').attr('class', 'overview');
  const border = group.append('rect').attr('class', 'border');
  const frame = group.append('rect').attr('class', 'frame');
  const spot = group.append('rect').attr('class', 'spot');
  const loupeBorder = group.append('rect').attr('class', 'border');
  const numbers = group.append('g').attr('class', 'numbers');
  let x = 0;
  let y = 0;
  let side = 0;
  let loupeX = 0;
  let loupeCell = 0;
  let looked: MapCell | null = null;
  let middle: MapCell = { query: 0, key: 0 };
  const reach = ({ causal, count }: WindowedMap, query: number) => (causal ? query : count - 1);
  const corner = (count: number, cell: MapCell) => {
    const from = (at: number) => Math.max(0, Math.min(count - loupeCells, at - (loupeCells - 1) / 2));
    return { row: from(cell.query), column: from(cell.key) };
  };

  return {
    get lookedAt() {
      return looked;
    },
    look(cell) {
      looked = cell;
    },
    place(top, left, width, count) {
      const room = Math.min(456, width - left - 4);
      side = Math.min(count * 1.5, Math.floor((room - gap) / 2));
      loupeCell = Math.floor((room - gap) / 2 / loupeCells);
      [x, y] = [left, top + 20];
      loupeX = x + side + gap;
      return Math.max(side, loupeCells * loupeCell) + 24;
    },
    blocks(map) {
      const { row, column } = corner(map.count, middle);
      const step = (query: number, key: number) =>
        key > reach(map, query) ? 0 : sequentialStep(map.weights[query * map.count + key] ?? 0);
      return [
        {
          x,
          y,
          width: side / map.count,
          height: side / map.count,
          rows: map.count,
          columns: map.count,
          step,
        },
        {
          x: loupeX,
          y,
          width: loupeCell,
          height: loupeCell,
          rows: loupeCells,
          columns: loupeCells,
          step: (some, other) => step(row + some, column + other),
        },
      ];
    },
    draw(map, view, chosen) {
      middle = looked ?? chosen ?? middle;
      const { count, weights } = map;
      const scale = side / count;
      const rect = (target: typeof frame, left: number, top: number, width: number, height: number) =>
        target.attr('x', left).attr('y', top).attr('width', width).attr('height', height);
      rect(border, x - 0.5, y - 0.5, side + 1, side + 1);
      rect(frame, x + view.column * scale, y + view.row * scale, view.size * scale, view.size * scale);
      const { row, column } = corner(count, middle);
      rect(spot, x + column * scale, y + row * scale, loupeCells * scale, loupeCells * scale);
      rect(loupeBorder, loupeX - 0.5, y - 0.5, loupeCells * loupeCell + 1, loupeCells * loupeCell + 1);
      const shown = Array.from({ length: loupeCells ** 2 }, (_, index) => {
        const [some, other] = [Math.floor(index / loupeCells), index % loupeCells];
        const [query, key] = [row + some, column + other];
        const weight = weights[query * count + key] ?? 0;
        return { some, other, query, key, weight, blank: key > reach(map, query) };
      });
      numbers
        .selectAll('text')
        .data(loupeCell < 20 ? [] : shown)
        .join('text')
        .attr('class', (cell) =>
          cell.query === chosen?.query && cell.key === chosen.key
            ? `on-seq-${sequentialStep(cell.weight)} is-chosen`
            : `on-seq-${sequentialStep(cell.weight)}`,
        )
        .attr('text-anchor', 'middle')
        .attr('x', (cell) => loupeX + (cell.other + 0.5) * loupeCell)
        .attr('y', (cell) => y + (cell.some + 0.5) * loupeCell + 4)
        // Hundredths: 75 is 0.75.
        .text((cell) => (cell.blank ? '' : formatDecimals(100 * cell.weight, 0)));
    },
    at(px, py, map) {
      const pick = (left: number, cell: number, cells: number) => {
        const [key, query] = [Math.floor((px - left) / cell), Math.floor((py - y) / cell)];
        return query >= 0 && key >= 0 && query < cells && key < cells ? { query, key } : null;
      };
      const inLoupe = pick(loupeX, loupeCell, loupeCells);
      const { row, column } = corner(map.count, middle);
      const onLoupe = inLoupe && {
        query: row + inLoupe.query,
        key: column + inLoupe.key,
        on: 'loupe' as const,
      };
      const inAll = pick(x, side / map.count, map.count);
      const found = onLoupe ?? (inAll && { ...inAll, on: 'overview' as const });
      return found && { ...found, key: Math.min(found.key, reach(map, found.query)) };
    },
  };
}
