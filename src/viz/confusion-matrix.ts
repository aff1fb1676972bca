/** What a classifier took for what: a row a true class, a column an answer, the ink its share of the row, the number its count. */
import type { Chart } from './chart.ts';
import { formatWhole, sequentialStep } from './numbers.ts';
import { textWidth } from './thin-labels.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface ConfusionMatrixData {
  readonly classes: readonly string[];
  readonly counts: ArrayLike<number>; // [true class, answer]
  readonly chosen: Place | null;
}

export interface ConfusionMatrixOptions extends WalkOptions {
  /** `is` and `taken for`: what the rows and the columns are. */
  readonly rowsName: string;
  readonly columnsName: string;
}

export function confusionMatrix(
  host: HTMLElement,
  first: ConfusionMatrixData,
  options: ConfusionMatrixOptions,
): Chart<ConfusionMatrixData> {
  return walkable(host, first, options, { name: 'confusion-matrix', width: 560 }, (svg) => {
    const cells = svg.append('g').attr('class', 'cells');
    const names = svg.append('g');
    const ring = choiceRing(svg);
    let cell = 40;
    let left = 0;
    let top = 0;

    return {
      rows: (data) => data.classes.length,
      columns: (data) => data.classes.length,
      draw({ classes, counts }, box) {
        const size = classes.length;
        const longest = Math.ceil(Math.max(...classes.map((name) => textWidth(name, box.label)))) + 14;
        const heading = textWidth(options.rowsName, box.label) + 14;
        left = Math.min(Math.max(longest, heading), box.width * 0.34);
        cell = Math.floor(Math.max(12, Math.min(56, (box.width - left - 4) / Math.max(1, size))));
        const turned = longest > cell + 6;
        top = (turned ? longest : box.label + 12) + box.label + 6;
        const totals = classes.map((_, row) =>
          classes.reduce((sum, __, column) => sum + (counts[row * size + column] ?? 0), 0),
        );
        const drawn = classes.flatMap((_, row) =>
          classes.map((__, column) => {
            const count = counts[row * size + column] ?? 0;
            return { row, column, count, step: sequentialStep(count / Math.max(1, totals[row] ?? 1)) };
          }),
        );
        const groups = cells
          .selectAll<SVGGElement, (typeof drawn)[number]>('g')
          .data(drawn)
          .join((enter) => {
            const group = enter.append('g');
            group.append('rect');
            group.append('text').attr('text-anchor', 'middle');
            return group;
          })
          .attr('transform', ({ row, column }) => `translate(${left + column * cell},${top + row * cell})`);
        groups
          .select('rect')
          .attr('width', cell - 1)
          .attr('height', cell - 1)
          .attr('class', ({ step }) => `seq-${step}`);
        groups
          .select('text')
          .attr('class', ({ step }) => `on-seq-${step}`)
          .attr('x', (cell - 1) / 2)
          .attr('y', cell / 2 + box.label * 0.34)
          .text(({ count }) =>
            count === 0 || textWidth(formatWhole(count), box.label) > cell ? '' : formatWhole(count),
          );
        const shorten = (name: string) => {
          const most = Math.floor((left - 14) / (box.label * 0.56));
          return name.length > most ? `${name.slice(0, Math.max(1, most - 1))}…` : name;
        };
        names
          .selectAll('text')
          .data([
            ...classes.map((name, row) => ({
              text: shorten(name),
              at: `translate(${left - 8},${top + (row + 0.5) * cell + box.label * 0.34})`,
              anchor: 'end',
              tick: false,
            })),
            ...classes.map((name, column) => ({
              text: name,
              at: turned
                ? `translate(${left + (column + 0.5) * cell + box.label * 0.35},${top - 8}) rotate(-90)`
                : `translate(${left + (column + 0.5) * cell},${top - 8})`,
              anchor: turned ? 'start' : 'middle',
              tick: false,
            })),
            { text: options.columnsName, at: `translate(${left},${box.label})`, anchor: 'start', tick: true },
            { text: options.rowsName, at: `translate(${left - 8},${top - 8})`, anchor: 'end', tick: true },
          ])
          .join('text')
          .attr('class', (name) => (name.tick ? 'tick' : 'name'))
          .attr('transform', (name) => name.at)
          .attr('text-anchor', (name) => name.anchor)
          .text((name) => name.text);
        return { width: left + size * cell + 3, height: top + size * cell + 3 };
      },
      mark({ chosen }) {
        if (!chosen) return ring.hide();
        ring.show(left + chosen.column * cell - 1, top + chosen.row * cell - 1, cell + 1, cell + 1);
      },
      at(x, y, { classes }) {
        const column = Math.floor((x - left) / cell);
        const row = Math.floor((y - top) / cell);
        return row >= 0 && column >= 0 && row < classes.length && column < classes.length
          ? { row, column }
          : null;
      },
    };
  });
}
