/**
 * Who looks at whom: one row a query, one column a key, a cell's ink the weight by square root. What is not yet written stays
 * blank. Up to 64 tokens the whole map stands in SVG; beyond, a window on a canvas under the same labels, guides and ring, with an
 * overview and a loupe below it (`attention-window.ts`). Pointer, finger and arrow keys choose a cell.
 */
import { select } from 'd3-selection';
import { layOut, svgLimit } from './attention-layout.ts';
import { attentionMarginals, marginalsOf, marginRoom } from './attention-marginals.ts';
import { attentionOverview, centred, followed, type MapView } from './attention-window.ts';
import { type CellCanvas, cellCanvas } from './cell-canvas.ts';
import { type Chart, placeOn, tokenLength, watchLook, widthOf } from './chart.ts';
import { sequentialStep } from './numbers.ts';
import { type GridCell, virtualGrid } from './virtual-grid.ts';
import { visibleToken } from './visible-token.ts';

export interface AttentionMatrixData {
  readonly tokens: readonly string[];
  /** Row after row. // [query, key] */
  readonly weights: ArrayLike<number>;
  /** A causal map has nothing above its diagonal. */
  readonly causal: boolean;
  readonly chosen: { readonly query: number; readonly key: number } | null;
}

export interface AttentionMatrixOptions {
  readonly label: string;
  /** What a screen reader says of a cell. */
  readonly describe: (query: number, key: number) => string;
  readonly onChoose: (query: number, key: number) => void;
  /** Names of the strips at the edges: how much a token is looked at, how widely it looks (in bits). Without them none. */
  readonly marginals?: readonly [received: string, entropy: string];
}

interface Cell {
  readonly query: number;
  readonly key: number;
}

export function attentionMatrix(
  host: HTMLElement,
  first: AttentionMatrixData,
  options: AttentionMatrixOptions,
): Chart<AttentionMatrixData> {
  let data = first;
  const reach = (query: number) => (data.causal ? query : data.tokens.length - 1);
  const clamp = (row: number, column: number): GridCell => {
    const query = Math.max(0, Math.min(data.tokens.length - 1, row));
    return { row: query, column: Math.max(0, Math.min(reach(query), column)) };
  };
  const grid = virtualGrid(host.ownerDocument, {
    label: options.label,
    step: (from, rows, columns) => clamp(from.row + rows, from.column + columns),
    home: (from, end) => ({ row: from.row, column: end ? reach(from.row) : 0 }),
    onMove: (cell) => options.onChoose(cell.row, cell.column),
  });
  const root = grid.element;
  root.classList.add('viz', 'viz-matrix');
  host.append(root);
  const svg = select(root).append('svg').attr('aria-hidden', 'true').attr('data-chart', 'attention-matrix');
  const cells = svg.append('g').attr('class', 'cells');
  const guides = svg.append('g').attr('class', 'guides');
  const rowGuide = guides.append('path').attr('class', 'guide guide-query');
  const columnGuide = guides.append('path').attr('class', 'guide guide-key');
  const halo = guides.append('rect').attr('class', 'ring-halo');
  const ring = guides.append('rect').attr('class', 'ring');
  const rowLabels = svg.append('g').attr('class', 'labels');
  const columnLabels = svg.append('g').attr('class', 'labels');
  const edges = options.marginals ? attentionMarginals(svg, options.marginals) : null;
  let overview: ReturnType<typeof attentionOverview> | null = null;
  let canvas: CellCanvas | null = null;
  let layout = layOut(data.tokens, 472, 24, 13);
  let view: MapView = { row: 0, column: 0, size: layout.shown };
  let picture = { width: 0, height: 0 };
  const windowed = () => data.tokens.length > svgLimit;
  const map = () => ({ weights: data.weights, count: data.tokens.length, causal: data.causal });

  const step = ({ query, key }: Cell) =>
    `seq-${sequentialStep(data.weights[query * data.tokens.length + key] ?? 0)}`;

  /** The window, the overview and the loupe, in one canvas. */
  function paintWindow() {
    if (!overview) return;
    const { cell, gutter } = layout;
    const count = data.tokens.length;
    overview.draw(map(), view, data.chosen);
    canvas ??= cellCanvas(root, svg.node(), 'seq');
    canvas.paint(picture, [
      {
        x: gutter,
        y: gutter,
        width: cell,
        height: cell,
        rows: view.size,
        columns: view.size,
        step(row, column) {
          const [query, key] = [view.row + row, view.column + column];
          return key > reach(query) ? 0 : sequentialStep(data.weights[query * count + key] ?? 0);
        },
      },
      ...overview.blocks(map()),
    ]);
  }

  function drawEdges() {
    edges?.draw(marginalsOf(data.weights, data.tokens.length, data.causal), view, layout.cell, layout.gutter);
  }

  function drawCells() {
    const count = data.tokens.length;
    const { cell, gutter } = layout;
    if (windowed()) paintWindow();
    else {
      canvas?.element.remove();
      canvas = null;
    }
    drawEdges();
    const drawn: Cell[] = [];
    if (!windowed())
      for (let query = 0; query < count; query++)
        for (let key = 0; key <= reach(query); key++) drawn.push({ query, key });
    const gap = cell > 6 ? 1 : 0;
    cells
      .selectAll<SVGRectElement, Cell>('rect')
      .data(drawn)
      .join('rect')
      .attr('x', ({ key }) => gutter + key * cell + gap / 2)
      .attr('y', ({ query }) => gutter + query * cell + gap / 2)
      .attr('width', cell - gap)
      .attr('height', cell - gap)
      .attr('class', step);
  }

  /** Other weights of the same words, as during a drag: each cell stays where it is, and few change their ink. */
  function inkCells() {
    if (windowed()) paintWindow();
    else
      cells.selectAll<SVGRectElement, Cell>('rect').each(function (place) {
        const ink = step(place);
        if (this.getAttribute('class') !== ink) this.setAttribute('class', ink);
      });
    drawEdges();
  }

  function drawLabels() {
    const { cell, gutter, font, labelLength, every } = layout;
    const { chosen } = data;
    const shown = (chosenIndex: number | undefined, start: number) =>
      data.tokens
        .map((token, index) => ({ token, index }))
        .slice(start, start + view.size)
        // Labels thin out; the chosen one always stands, and pushes its neighbours away.
        .filter(({ index }) =>
          index === chosenIndex
            ? true
            : index % every === 0 && (chosenIndex === undefined || Math.abs(index - chosenIndex) >= every),
        );
    const middle = (index: number, start: number) => gutter + (index - start + 0.5) * cell + font * 0.35;
    const text = ({ token }: { token: string }) => visibleToken(token, labelLength);
    rowLabels
      .selectAll<SVGTextElement, { token: string; index: number }>('text')
      .data(shown(chosen?.query, view.row))
      .join('text')
      .attr('class', ({ index }) => (index === chosen?.query ? 'token is-query' : 'token'))
      .attr('text-anchor', 'end')
      .attr('x', gutter - 10)
      .attr('y', ({ index }) => middle(index, view.row))
      .text(text);
    columnLabels
      .selectAll<SVGTextElement, { token: string; index: number }>('text')
      .data(shown(chosen?.key, view.column))
      .join('text')
      .attr('class', ({ index }) => (index === chosen?.key ? 'token is-key' : 'token'))
      .attr('transform', ({ index }) => `translate(${middle(index, view.column)},${gutter - 10}) rotate(-90)`)
      .text(text);
  }

  function drawChosen() {
    const { cell, gutter } = layout;
    const { chosen } = data;
    guides.attr('visibility', chosen ? 'visible' : 'hidden');
    if (!chosen) return;
    const x = gutter + (chosen.key - view.column) * cell;
    const y = gutter + (chosen.query - view.row) * cell;
    rowGuide.attr('d', `M${gutter - 14} ${y + cell}H${x}`);
    columnGuide.attr('d', `M${x} ${gutter - 8}V${y}`);
    for (const frame of [halo, ring])
      frame
        .attr('x', x - 0.5)
        .attr('y', y - 0.5)
        .attr('width', cell + 1)
        .attr('height', cell + 1);
  }

  function speak() {
    const { chosen } = data;
    const spoken = chosen ? options.describe(chosen.query, chosen.key) : '';
    const place = chosen ? { row: chosen.query, column: chosen.key } : null;
    grid.update(data.tokens.length, data.tokens.length, place, spoken);
  }

  function draw() {
    speak();
    drawCells();
    drawLabels();
    drawChosen();
  }

  function arrange() {
    const width = widthOf(host, 472);
    layout = layOut(
      data.tokens,
      width - (edges ? marginRoom : 0),
      width < 400 ? tokenLength(root, '--cell-phone', 18) : tokenLength(root, '--cell', 24),
      Math.max(11, tokenLength(root, '--text-token', 14) - (width < 400 ? 2 : 1)),
    );
    view = { row: 0, column: 0, size: layout.shown };
    if (data.chosen) view = followed(view, data.chosen, data.tokens.length);
    const extent = Math.max(1, layout.shown) * layout.cell + layout.gutter + 4 + (edges ? marginRoom : 0);
    if (windowed()) overview ??= attentionOverview(svg);
    else {
      svg.select('.overview').remove();
      overview = null;
    }
    const below = overview?.place(extent, layout.gutter, width, data.tokens.length) ?? 0;
    picture = { width: extent, height: extent + below };
    svg
      .attr('width', picture.width)
      .attr('height', picture.height)
      .attr('viewBox', `0 0 ${picture.width} ${picture.height}`);
    svg.style('font-size', `${layout.font}px`);
    draw();
  }

  const choose = (query: number, key: number) => {
    if (query !== data.chosen?.query || key !== data.chosen.key) options.onChoose(query, key);
  };
  const pick = (event: PointerEvent) => {
    const place = placeOn(svg.node(), event);
    if (!place) return;
    const { x, y } = place;
    const query = Math.floor((y - layout.gutter) / layout.cell) + view.row;
    const key = Math.floor((x - layout.gutter) / layout.cell) + view.column;
    const inside = (at: number, start: number) => at >= start && at < start + view.size;
    if (inside(query, view.row) && inside(key, view.column)) {
      overview?.look(null);
      if (key <= reach(query)) choose(query, key);
      return;
    }
    const small = overview?.at(x, y, map());
    if (!overview || !small) return;
    // A pointer that passes over the overview moves the loupe; pressed, it takes the window along.
    if (event.buttons === 0 && event.type === 'pointermove') {
      if (small.on === 'loupe') return;
      overview.look(small);
      paintWindow();
      return;
    }
    if (small.on === 'overview') {
      overview.look(null);
      view = centred(view, small, data.tokens.length);
      draw();
    }
    choose(small.query, small.key);
  };
  const press = (event: PointerEvent) => {
    // A finger that slides over the map keeps choosing, also when it leaves a cell quickly.
    if (event.pointerType === 'touch') svg.node()?.setPointerCapture(event.pointerId);
    pick(event);
  };
  svg.on('pointermove', pick).on('pointerdown', press);
  const stopWatching = watchLook(host, arrange);
  arrange();

  return {
    element: root,
    update(next) {
      const sameTokens =
        next.tokens.length === data.tokens.length &&
        next.tokens.every((token, i) => token === data.tokens[i]);
      const sameWeights = next.weights === data.weights;
      const sameChosen = next.chosen?.query === data.chosen?.query && next.chosen?.key === data.chosen?.key;
      const sameReach = next.causal === data.causal;
      data = next;
      if (!sameTokens) arrange();
      else if (!sameReach) draw();
      else {
        speak();
        const before = view;
        if (data.chosen && overview) view = followed(view, data.chosen, data.tokens.length);
        if (!sameWeights || (overview && !(sameChosen && view === before))) inkCells();
        if (sameChosen && view === before) return;
        drawLabels();
        drawChosen();
      }
    },
    destroy() {
      stopWatching();
      grid.destroy();
    },
  };
}
