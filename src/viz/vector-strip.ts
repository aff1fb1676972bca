/** A vector as a strip of cells in two inks, petrol for more and sepia for less than nothing; every cell can be read exactly. */
import { select } from 'd3-selection';
import { type Chart, watchLook, widthOf } from './chart.ts';
import { divergingStep, formatExact } from './numbers.ts';
import { virtualGrid } from './virtual-grid.ts';

export interface VectorStripData {
  readonly values: ArrayLike<number>; // [dimension]
  /** The magnitude of the darkest ink: one scale for all vectors that are shown together. */
  readonly most: number;
  /** The dimension that is being read, shared by the strips of a figure. */
  readonly marked: number | null;
}

export interface VectorStripOptions {
  readonly label: string;
  readonly onMark: (dimension: number | null) => void;
  readonly height?: number;
}

export function vectorStrip(
  host: HTMLElement,
  first: VectorStripData,
  options: VectorStripOptions,
): Chart<VectorStripData> {
  let data = first;
  const clamp = (dimension: number) => Math.max(0, Math.min(data.values.length - 1, dimension));
  const grid = virtualGrid(host.ownerDocument, {
    label: options.label,
    step: (from, rows, columns) => (rows === 0 ? { row: 0, column: clamp(from.column + columns) } : null),
    home: (_, end) => ({ row: 0, column: end ? clamp(data.values.length) : 0 }),
    onMove: (cell) => options.onMark(cell.column),
  });
  const root = grid.element;
  root.classList.add('viz', 'viz-strip');
  host.append(root);
  const height = options.height ?? 18;
  const svg = select(root)
    .append('svg')
    .attr('aria-hidden', 'true')
    .attr('data-chart', 'vector-strip')
    .attr('height', height);
  const cells = svg.append('g');
  const mark = svg.append('rect').attr('class', 'mark');

  let cell = 1;
  let gap = 0;

  function arrange() {
    const width = widthOf(host, 292);
    const count = Math.max(1, data.values.length);
    cell = width / count;
    gap = cell > 4 ? 1 : 0;
    svg.attr('width', width).attr('viewBox', `0 0 ${width} ${height}`);
    cells
      .selectAll('rect')
      .data(Array.from(data.values))
      .join('rect')
      .attr('x', (_, index) => index * cell)
      .attr('width', cell - gap)
      .attr('height', height);
    draw();
  }

  /** Other values of as many dimensions, as during a drag: each cell stays where it is, and some change their ink. */
  function draw() {
    cells.selectAll<SVGRectElement, unknown>('rect').each(function (_, index) {
      const ink = `div-${divergingStep(data.values[index] ?? 0, data.most)}`;
      if (this.getAttribute('class') !== ink) this.setAttribute('class', ink);
    });
    const { marked } = data;
    mark.attr('visibility', marked === null ? 'hidden' : 'visible');
    if (marked !== null)
      mark
        .attr('x', marked * cell + 0.5)
        .attr('y', 1)
        .attr('width', Math.max(2, cell - gap - 1))
        .attr('height', height - 2);
    const value = marked === null ? undefined : data.values[marked];
    grid.update(
      1,
      Math.max(1, data.values.length),
      marked === null ? null : { row: 0, column: marked },
      value === undefined ? '' : `dimension ${(marked ?? 0) + 1}: ${formatExact(value)}`,
    );
  }

  svg.on('pointermove pointerdown', (event: PointerEvent) => {
    const box = svg.node()?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    options.onMark(clamp(Math.floor(((event.clientX - box.left) / box.width) * data.values.length)));
  });
  svg.on('pointerleave', () => options.onMark(null));
  const stopWatching = watchLook(host, arrange);
  arrange();
  return {
    element: root,
    update(next) {
      const moved = next.values.length !== data.values.length;
      data = next;
      if (moved) arrange();
      else draw();
    },
    destroy() {
      stopWatching();
      grid.destroy();
    },
  };
}
