/**
 * Who looks at whom: one row a query, one column a key, a cell's ink the weight by square root. What is not yet written stays
 * blank. Up to 64 tokens the cells are SVG; beyond, a canvas under the same labels, guides and ring. Pointer, finger and
 * arrow keys choose a cell.
 */
import { select } from 'd3-selection';
import { type Chart, tokenLength, watchTheme, watchWidth, widthOf } from './chart.ts';
import { paintCells } from './matrix-canvas.ts';
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
}

const svgLimit = 64;
const letterShare = 0.6; // width of a letter of the mono face as a share of its size

interface Cell {
  readonly query: number;
  readonly key: number;
}

interface Layout {
  readonly cell: number;
  readonly font: number;
  readonly gutter: number;
  readonly size: number;
  readonly labelLength: number;
  /** Every how many tokens a label stands. */
  readonly every: number;
}

function layOut(tokens: readonly string[], width: number, cellMost: number, fontMost: number): Layout {
  const count = Math.max(1, tokens.length);
  const longest = Math.max(1, ...tokens.map((token) => [...visibleToken(token)].length));
  const labelLength = Math.min(longest, width < 400 ? 7 : 9);
  const font = fontMost;
  const gutter = Math.ceil(labelLength * font * letterShare) + 11;
  const roomy = count <= 8 ? 1.5 : 1;
  const cell = Math.max(1, Math.min(cellMost * roomy, (width - gutter - 4) / count));
  const every = Math.max(1, Math.ceil((font + 1) / cell));
  return { cell: cell >= 8 ? Math.floor(cell * 2) / 2 : cell, font, gutter, size: width, labelLength, every };
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
  const canvas = host.ownerDocument.createElement('canvas');
  canvas.className = 'viz-matrix-canvas';
  canvas.setAttribute('aria-hidden', 'true');
  const svg = select(root).append('svg').attr('aria-hidden', 'true').attr('data-chart', 'attention-matrix');
  const cells = svg.append('g').attr('class', 'cells');
  const guides = svg.append('g').attr('class', 'guides');
  const rowGuide = guides.append('path').attr('class', 'guide guide-query');
  const columnGuide = guides.append('path').attr('class', 'guide guide-key');
  const halo = guides.append('rect').attr('class', 'ring-halo');
  const ring = guides.append('rect').attr('class', 'ring');
  const rowLabels = svg.append('g').attr('class', 'labels');
  const columnLabels = svg.append('g').attr('class', 'labels');
  let layout = layOut(data.tokens, 472, 24, 13);

  const step = ({ query, key }: Cell) =>
    `seq-${sequentialStep(data.weights[query * data.tokens.length + key] ?? 0)}`;

  function drawCells() {
    const count = data.tokens.length;
    const { cell, gutter } = layout;
    const onCanvas = count > svgLimit;
    if (onCanvas) {
      if (!canvas.isConnected) root.insertBefore(canvas, svg.node());
      paintCells(canvas, data, { cell, x: gutter, y: gutter });
    } else canvas.remove();
    const drawn: Cell[] = [];
    if (!onCanvas)
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
    if (data.tokens.length > svgLimit) drawCells();
    else
      cells.selectAll<SVGRectElement, Cell>('rect').each(function (place) {
        const ink = step(place);
        if (this.getAttribute('class') !== ink) this.setAttribute('class', ink);
      });
  }

  function drawLabels() {
    const { cell, gutter, font, labelLength, every } = layout;
    const { chosen } = data;
    const shown = (chosenIndex: number | undefined) =>
      data.tokens
        .map((token, index) => ({ token, index }))
        // Labels thin out; the chosen one always stands, and pushes its neighbours away.
        .filter(({ index }) =>
          index === chosenIndex
            ? true
            : index % every === 0 && (chosenIndex === undefined || Math.abs(index - chosenIndex) >= every),
        );
    const middle = (index: number) => gutter + (index + 0.5) * cell + font * 0.35;
    const text = ({ token }: { token: string }) => visibleToken(token, labelLength);
    rowLabels
      .selectAll<SVGTextElement, { token: string; index: number }>('text')
      .data(shown(chosen?.query))
      .join('text')
      .attr('class', ({ index }) => (index === chosen?.query ? 'token is-query' : 'token'))
      .attr('text-anchor', 'end')
      .attr('x', gutter - 10)
      .attr('y', ({ index }) => middle(index))
      .text(text);
    columnLabels
      .selectAll<SVGTextElement, { token: string; index: number }>('text')
      .data(shown(chosen?.key))
      .join('text')
      .attr('class', ({ index }) => (index === chosen?.key ? 'token is-key' : 'token'))
      .attr('transform', ({ index }) => `translate(${middle(index)},${gutter - 10}) rotate(-90)`)
      .text(text);
  }

  function drawChosen() {
    const { cell, gutter } = layout;
    const { chosen } = data;
    guides.attr('visibility', chosen ? 'visible' : 'hidden');
    if (!chosen) return;
    const x = gutter + chosen.key * cell;
    const y = gutter + chosen.query * cell;
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
      width,
      width < 400 ? tokenLength(root, '--cell-phone', 18) : tokenLength(root, '--cell', 24),
      Math.max(11, tokenLength(root, '--text-token', 14) - (width < 400 ? 2 : 1)),
    );
    const extent = Math.max(1, data.tokens.length) * layout.cell + layout.gutter + 4;
    svg.attr('width', extent).attr('height', extent).attr('viewBox', `0 0 ${extent} ${extent}`);
    svg.style('font-size', `${layout.font}px`);
    draw();
  }

  const pick = (event: PointerEvent) => {
    const node = svg.node();
    if (!node) return;
    const box = node.getBoundingClientRect();
    const query = Math.floor((event.clientY - box.top - layout.gutter) / layout.cell);
    const key = Math.floor((event.clientX - box.left - layout.gutter) / layout.cell);
    if (query < 0 || key < 0 || query >= data.tokens.length || key > reach(query)) return;
    if (query !== data.chosen?.query || key !== data.chosen.key) options.onChoose(query, key);
  };
  const press = (event: PointerEvent) => {
    // A finger that slides over the map keeps choosing, also when it leaves a cell quickly.
    if (event.pointerType === 'touch') svg.node()?.setPointerCapture(event.pointerId);
    pick(event);
  };
  svg.on('pointermove', pick).on('pointerdown', press);
  const stopWidth = watchWidth(host, arrange);
  const stopTheme = watchTheme(drawCells);
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
        if (!sameWeights) inkCells();
        if (sameChosen) return;
        drawLabels();
        drawChosen();
      }
    },
    destroy() {
      stopWidth();
      stopTheme();
      grid.destroy();
    },
  };
}
