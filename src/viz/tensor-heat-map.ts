/** Any matrix as a map: petrol for more, sepia for less than nothing, or one ramp for shares; every cell is read exactly. */
import { cellCanvas, type RampName } from './cell-canvas.ts';
import type { Chart } from './chart.ts';
import { divergingStep, sequentialStep } from './numbers.ts';
import { letterShare, roundStride, thinned } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface TensorHeatMapData {
  readonly values: ArrayLike<number>; // [row, column]
  readonly rows: number;
  readonly columns: number;
  /** Tokens, mostly; without them the rows have numbers, from 1. */
  readonly rowLabels?: readonly string[];
  readonly columnLabels?: readonly string[];
  /** The magnitude of the darkest ink: one scale for all that is shown together. */
  readonly most: number;
  readonly chosen: Place | null;
}

/** So many can each have a line of letters. */
const fewRows = 6;

export interface TensorHeatMapOptions extends WalkOptions {
  /** `div` (by default): signed; `seq`: from nothing to `most`, by square root. */
  readonly ramp?: RampName;
  /** The most that the picture may be high; by default 480. */
  readonly height?: number;
  /** What goes across and down, said once at the edge: `channel`, `token`. */
  readonly across?: string;
  readonly down?: string;
}

export function tensorHeatMap(
  host: HTMLElement,
  first: TensorHeatMapData,
  options: TensorHeatMapOptions,
): Chart<TensorHeatMapData> {
  const ramp = options.ramp ?? 'div';
  const setup = { name: 'tensor-heat-map', width: 640, slides: true };
  return walkable(host, first, options, setup, (svg, root) => {
    const canvas = cellCanvas(root, svg.node(), ramp);
    const rowLabels = svg.append('g');
    const columnLabels = svg.append('g');
    const edges = svg.append('g');
    const ring = choiceRing(svg);
    let wide = 1;
    let high = 1;
    let left = 0;
    let top = 0;
    let font = 13;

    const labelOf = (labels: readonly string[] | undefined, index: number) =>
      labels ? visibleToken(labels[index] ?? '', 9) : String(index + 1);
    const longest = (labels: readonly string[] | undefined, count: number) =>
      labels
        ? Math.max(1, ...Array.from({ length: count }, (_, index) => [...labelOf(labels, index)].length))
        : String(count).length;

    function drawLabels({
      rows,
      columns,
      rowLabels: rowNames,
      columnLabels: columnNames,
      chosen,
    }: TensorHeatMapData) {
      const turned = columnNames !== undefined;
      const everyRow = Math.max(1, Math.ceil((font + 1) / high));
      const everyColumn = Math.max(
        1,
        Math.ceil((turned ? font + 1 : longest(columnNames, columns) * font * letterShare + 10) / wide),
      );
      const look = (index: number, at: number | undefined) =>
        index === at ? 'token is-chosen' : 'token quiet';
      rowLabels
        .selectAll('text')
        .data(
          thinned(rows, rowNames ? everyRow : roundStride(everyRow), chosen?.row ?? null, rowNames ? 0 : 1),
        )
        .join('text')
        .attr('class', (row) => look(row, chosen?.row))
        .attr('font-size', font)
        .attr('text-anchor', 'end')
        .attr('x', left - 8)
        .attr('y', (row) => top + (row + 0.5) * high + font * 0.35)
        .text((row) => labelOf(rowNames, row));
      columnLabels
        .selectAll('text')
        .data(
          thinned(
            columns,
            turned ? everyColumn : roundStride(everyColumn),
            chosen?.column ?? null,
            turned ? 0 : 1,
          ),
        )
        .join('text')
        .attr('class', (column) => look(column, chosen?.column))
        .attr('font-size', font)
        .attr('text-anchor', turned ? 'start' : 'middle')
        .attr('transform', (column) => {
          const x = left + (column + 0.5) * wide;
          return turned
            ? `translate(${x + font * 0.35},${top - 8}) rotate(-90)`
            : `translate(${x},${top - 8})`;
        })
        .text((column) => labelOf(columnNames, column));
    }

    return {
      rows: (data) => data.rows,
      columns: (data) => data.columns,
      draw(data, box) {
        const { rows, columns, most, values } = data;
        font = box.token;
        const cell = box.phone ? 18 : 24;
        left = Math.ceil(longest(data.rowLabels, rows) * font * letterShare) + 14;
        top =
          (data.columnLabels
            ? Math.ceil(longest(data.columnLabels, columns) * font * letterShare) + 14
            : font + 14) + (options.across ? box.label + 4 : 0);
        wide = Math.min(cell, (box.width - left - 3) / Math.max(1, columns));
        // A few rows are known by their names: each keeps room for its own.
        const least = data.rowLabels && rows <= fewRows ? font + 2 : 1;
        const height = Math.min(options.height ?? 480, box.most);
        high = Math.max(least, Math.min(cell, (height - top) / Math.max(1, rows)));
        if (wide >= 8) wide = Math.floor(wide * 2) / 2;
        if (high >= 8) high = Math.floor(high * 2) / 2;
        const size = { width: left + columns * wide + 3, height: top + rows * high + 3 };
        const step =
          ramp === 'div'
            ? (row: number, column: number) => divergingStep(values[row * columns + column] ?? 0, most)
            : (row: number, column: number) =>
                sequentialStep((values[row * columns + column] ?? 0) / (most || 1));
        canvas.paint(size, [{ x: left, y: top, width: wide, height: high, rows, columns, step }]);
        edges
          .selectAll('text')
          .data(
            [
              { text: options.across ?? '', x: left, anchor: 'start' },
              { text: options.down ?? '', x: left - 8, anchor: 'end' },
            ].filter((edge) => edge.text !== ''),
          )
          .join('text')
          .attr('class', 'tick')
          .attr('x', (edge) => edge.x)
          .attr('y', (edge) => (edge.anchor === 'start' ? box.label : top - 8))
          .attr('text-anchor', (edge) => edge.anchor)
          .text((edge) => edge.text);
        return size;
      },
      mark(data) {
        drawLabels(data);
        const { chosen } = data;
        if (!chosen) return ring.hide();
        ring.show(left + chosen.column * wide - 1, top + chosen.row * high - 1, wide + 1, high + 1);
      },
      at(x, y, data) {
        const column = Math.floor((x - left) / wide);
        const row = Math.floor((y - top) / high);
        return row >= 0 && column >= 0 && row < data.rows && column < data.columns ? { row, column } : null;
      },
    };
  });
}
