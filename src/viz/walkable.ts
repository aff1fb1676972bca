/**
 * The frame of a chart whose marks are places in rows and columns: pointer, finger and arrow keys choose a place, a screen reader
 * hears it as a sentence, and a change of the place alone redraws the ring alone. A chart says what it draws and where a place lies.
 */
import { type Selection, select } from 'd3-selection';
import { type Chart, placeOn, tokenLength, watchLook, widthOf } from './chart.ts';
import { type GridCell, virtualGrid } from './virtual-grid.ts';

export type Place = GridCell;

/** What every walkable chart is told beside its data. */
export interface WalkOptions {
  readonly label: string;
  /** The place as a sentence with its exact number: for the screen reader, and for the figure's own read-out. */
  readonly describe: (row: number, column: number) => string;
  readonly onChoose: (row: number, column: number) => void;
}

export type Layer = Selection<SVGGElement, unknown, null, undefined>;

/** What a chart is laid out for: the width at hand, and the letters of the theme. */
export interface Box {
  readonly width: number;
  readonly label: number;
  readonly token: number;
  readonly phone: boolean;
  /** How high a picture may be: on a wall all of it is to be seen. */
  readonly most: number;
}

export interface Drawing<Data> {
  readonly rows: (data: Data) => number;
  readonly columns: (data: Data, row: number) => number;
  /** Draws everything and answers with the size of the picture. */
  readonly draw: (data: Data, box: Box) => { readonly width: number; readonly height: number };
  /** Draws what is chosen; called after each `draw`, and alone when nothing else changed. */
  readonly mark: (data: Data) => void;
  /** The place under a point of the picture, if any. */
  readonly at: (x: number, y: number, data: Data) => Place | null;
  /** Where an arrow key leads, if not to the neighbour in the table. */
  readonly step?: (data: Data, from: Place, rows: number, columns: number) => Place | null;
  /** Keys that do more than walk; true where the key was used. */
  readonly key?: (data: Data, event: KeyboardEvent) => boolean;
}

export interface WalkableSetup {
  /** Kebab case, as in the file's name. */
  readonly name: string;
  /** The width to draw for where nothing is laid out. */
  readonly width: number;
  /** A pointer that merely passes chooses too. Off where a choice costs work. */
  readonly hover?: boolean;
  /** A finger may slide over the chart in both directions; otherwise it scrolls the page up and down. */
  readonly slides?: boolean;
}

interface Choosing {
  readonly chosen: Place | null;
}

/** Whether two states of a chart differ in more than the chosen place. */
function sameButChosen(before: object, after: object): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  names.delete('chosen');
  return [...names].every((name) =>
    Object.is(Reflect.get(before, name) as unknown, Reflect.get(after, name) as unknown),
  );
}

export function walkable<Data extends Choosing>(
  host: HTMLElement,
  first: Data,
  options: WalkOptions,
  setup: WalkableSetup,
  make: (
    svg: Selection<SVGSVGElement, unknown, null, undefined>,
    root: HTMLElement,
    redraw: () => void,
  ) => Drawing<Data>,
): Chart<Data> {
  let data = first;
  const clampColumn = (row: number, column: number) =>
    Math.max(0, Math.min(drawing.columns(data, row) - 1, column));
  const grid = virtualGrid(host.ownerDocument, {
    label: options.label,
    step: (from, rows, columns) => {
      if (drawing.step) return drawing.step(data, from, rows, columns);
      const row = Math.max(0, Math.min(drawing.rows(data) - 1, from.row + rows));
      return { row, column: clampColumn(row, from.column + columns) };
    },
    home: (from, end) => ({
      row: from.row,
      column: end ? clampColumn(from.row, Number.POSITIVE_INFINITY) : 0,
    }),
    onMove: (place) => options.onChoose(place.row, place.column),
  });
  const root = grid.element;
  root.classList.add('viz', 'viz-walk', `viz-${setup.name}`);
  host.append(root);
  const svg = select(root).append('svg').attr('aria-hidden', 'true').attr('data-chart', setup.name);
  svg.style('touch-action', setup.slides ? 'none' : 'pan-y');
  const drawing: Drawing<Data> = make(svg, root, () => draw());

  function speak() {
    const { chosen } = data;
    const rows = drawing.rows(data);
    const there = chosen !== null && chosen.row < rows && chosen.column < drawing.columns(data, chosen.row);
    const columns = rows > 0 ? drawing.columns(data, there ? chosen.row : 0) : 0;
    grid.update(
      rows,
      columns,
      there ? chosen : null,
      there ? options.describe(chosen.row, chosen.column) : '',
    );
    drawing.mark(data);
  }

  function draw() {
    const width = widthOf(host, setup.width);
    const phone = width < 400;
    const token = Math.max(11, tokenLength(root, '--text-token', 14) - (phone ? 2 : 1));
    const label = tokenLength(root, '--text-label', 12.5);
    const most = tokenLength(root, '--chart-most', Number.POSITIVE_INFINITY);
    svg.style('font-size', `${label}px`);
    const size = drawing.draw(data, { width, phone, label, token, most });
    svg
      .attr('width', size.width)
      .attr('height', size.height)
      .attr('viewBox', `0 0 ${size.width} ${size.height}`);
    speak();
  }

  const pick = (event: PointerEvent) => {
    const at = placeOn(svg.node(), event);
    if (!at) return;
    const place = drawing.at(at.x, at.y, data);
    if (!place) return;
    if (place.row !== data.chosen?.row || place.column !== data.chosen.column)
      options.onChoose(place.row, place.column);
  };
  svg.on('pointerdown', (event: PointerEvent) => {
    // A finger that slides over the picture keeps choosing, also when it leaves a mark quickly.
    if (setup.slides && event.pointerType === 'touch') svg.node()?.setPointerCapture(event.pointerId);
    pick(event);
  });
  if (setup.hover !== false) svg.on('pointermove', pick);
  const onKey = (event: KeyboardEvent) => {
    if (!drawing.key?.(data, event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // Before the grid's own keys: a key that does something here does not walk as well.
  root.addEventListener('keydown', onKey, { capture: true });
  const stopWatching = watchLook(host, draw);
  draw();

  return {
    element: root,
    update(next) {
      const same = sameButChosen(data, next);
      data = next;
      if (same) speak();
      else draw();
    },
    destroy() {
      stopWatching();
      root.removeEventListener('keydown', onKey, { capture: true });
      grid.destroy();
    },
  };
}

/** The chosen place as a red ring on a paper ring, on top of everything. */
export function choiceRing(svg: Selection<SVGSVGElement, unknown, null, undefined>) {
  const group = svg.append('g').attr('class', 'choice');
  const frames = [
    group.append('rect').attr('class', 'ring-halo'),
    group.append('rect').attr('class', 'ring'),
  ];
  return {
    hide: () => group.attr('visibility', 'hidden'),
    show(x: number, y: number, width: number, height: number) {
      group.attr('visibility', 'visible');
      for (const frame of frames)
        frame.attr('x', x).attr('y', y).attr('width', Math.max(1, width)).attr('height', Math.max(1, height));
    },
  };
}
