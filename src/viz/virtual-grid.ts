/**
 * The part of a map that keys and screen readers use: one focusable element with the semantics of a grid that holds only the
 * chosen cell (ARIA allows a grid that shows part of its rows and columns when it says their number). A map of 128 x 128
 * costs as much as one of 3 x 3.
 */
export interface GridCell {
  readonly row: number;
  readonly column: number;
}

export interface VirtualGridOptions {
  readonly label: string;
  /** The next cell in a direction, or null where the walk ends. */
  readonly step: (from: GridCell, rows: number, columns: number) => GridCell | null;
  readonly home: (from: GridCell, end: boolean) => GridCell;
  readonly onMove: (cell: GridCell) => void;
}

export interface VirtualGrid {
  readonly element: HTMLDivElement;
  update(rows: number, columns: number, chosen: GridCell | null, spoken: string): void;
  destroy(): void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-8, 0],
  PageDown: [8, 0],
};

let grids = 0;

export function virtualGrid(document: Document, options: VirtualGridOptions): VirtualGrid {
  const element = document.createElement('div');
  element.className = 'viz-grid';
  element.tabIndex = 0;
  element.setAttribute('role', 'grid');
  element.setAttribute('aria-label', options.label);
  const row = document.createElement('div');
  row.setAttribute('role', 'row');
  row.className = 'viz-spoken';
  const cell = document.createElement('div');
  cell.setAttribute('role', 'gridcell');
  grids += 1;
  cell.id = `viz-grid-cell-${grids}`;
  row.append(cell);
  element.append(row);
  let chosen: GridCell | null = null;

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows[event.key];
    const from = chosen ?? { row: 0, column: 0 };
    let next: GridCell | null = null;
    if (arrow) next = options.step(from, arrow[0], arrow[1]);
    else if (event.key === 'Home' || event.key === 'End') next = options.home(from, event.key === 'End');
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (next) options.onMove(next);
  };
  element.addEventListener('keydown', onKey);

  return {
    element,
    update(rows, columns, nextChosen, spoken) {
      chosen = nextChosen;
      element.setAttribute('aria-rowcount', String(rows));
      element.setAttribute('aria-colcount', String(columns));
      row.setAttribute('aria-rowindex', String((chosen?.row ?? 0) + 1));
      cell.setAttribute('aria-colindex', String((chosen?.column ?? 0) + 1));
      cell.setAttribute('aria-selected', chosen ? 'true' : 'false');
      if (cell.textContent !== spoken) cell.textContent = spoken;
      element.setAttribute('aria-activedescendant', cell.id);
    },
    destroy() {
      element.removeEventListener('keydown', onKey);
      element.remove();
    },
  };
}
