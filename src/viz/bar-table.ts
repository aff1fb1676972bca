/**
 * Amounts side by side: one row a thing, one column a measure, each amount a bar with its number after it. A column has one
 * scale from zero. Rows of weight `strong` begin a group. Where rows can be picked, arrows walk them and Enter picks. Where names
 * would take more than half of the width, they stand above their amounts.
 */
import { select } from 'd3-selection';
import { type Chart, tokenLength, watchLook, widthOf } from './chart.ts';

export interface Amount {
  readonly value: number;
  /** As it is written. */
  readonly text: string;
}

export interface BarTableRow {
  readonly label: string;
  readonly strong?: boolean;
  readonly chosen?: boolean;
  /** One a column. */
  readonly amounts: readonly Amount[];
}

export interface BarTableData {
  readonly columns: readonly string[];
  readonly rows: readonly BarTableRow[];
}

export interface BarTableOptions {
  readonly label: string;
  /** Without it the rows can be read only. */
  readonly onPick?: (index: number) => void;
}

const letterShare = 0.58; // width of a letter of the text face as a share of its size
const strongShare = 0.62;
let charts = 0;

/** A heading in lines of so many letters, broken between words. */
function linesOf(title: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && longer.length <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export function barTable(
  host: HTMLElement,
  first: BarTableData,
  options: BarTableOptions,
): Chart<BarTableData> {
  let data = first;
  let active = Math.max(
    0,
    first.rows.findIndex(({ chosen }) => chosen),
  );
  charts += 1;
  const prefix = `viz-amounts-${charts}`;
  const { onPick } = options;
  const svg = select(host)
    .append('svg')
    .attr('class', onPick ? 'viz viz-amounts is-pickable' : 'viz viz-amounts')
    .attr('data-chart', 'bar-table')
    .attr('role', onPick ? 'listbox' : 'img')
    .attr('aria-label', options.label);
  if (onPick) svg.attr('tabindex', 0);
  const head = svg.append('g').attr('class', 'columns').attr('aria-hidden', 'true');
  const body = svg.append('g').attr('class', 'rows').attr('role', 'presentation');

  function draw() {
    const { columns, rows } = data;
    const width = widthOf(host, 560);
    const font = Math.min(tokenLength(host, '--text-ui', 14), width < 480 ? 13 : 64);
    const barHeight = Math.round(font * (onPick && width < 480 ? 2.3 : 1.85));
    const lengths = rows.map(({ label, strong }) => [...label].length * (strong ? strongShare : letterShare));
    const name = Math.ceil(Math.max(...lengths) * font + 12);
    const above = name > width * 0.5 ? Math.round(font * 1.3) : 0;
    const left = above > 0 ? 0 : name;
    const rowHeight = above + barHeight;
    const column = (width - left) / columns.length;
    const heads = columns.map((title) => linesOf(title, (column - font * 0.6) / (font * letterShare)));
    const lines = Math.max(1, ...heads.map(({ length }) => length));
    const top = Math.round(font * (0.7 + 1.2 * lines));
    const most = columns.map((_, at) => Math.max(...rows.map(({ amounts }) => amounts[at]?.value ?? 0)));
    const digits = columns.map((_, at) =>
      Math.max(...rows.map(({ amounts }) => [...(amounts[at]?.text ?? '')].length)),
    );
    const room = (at: number) =>
      Math.max(8, column - (digits[at] ?? 0) * font * letterShare - Math.max(16, font));
    const length = (at: number, { value }: Amount) =>
      value > 0 && (most[at] ?? 0) > 0 ? Math.max(1, (value / (most[at] ?? 1)) * room(at)) : 0;
    const height = top + rows.length * rowHeight;
    svg
      .attr('width', width)
      .attr('height', height)
      .attr('viewBox', `0 0 ${width} ${height}`)
      .style('font-size', `${font}px`);
    active = Math.max(0, Math.min(active, rows.length - 1));

    head
      .selectAll('text')
      .data(heads)
      .join('text')
      .attr('y', font)
      .selectAll('tspan')
      .data((titles, at) => titles.map((text) => ({ text, x: left + at * column })))
      .join('tspan')
      .attr('x', ({ x }) => x)
      .attr('dy', (_, line) => (line === 0 ? null : font * 1.2))
      .text(({ text }, line, all) => (line + 1 < all.length ? `${text} ` : text));
    const groups = body
      .selectAll<SVGGElement, BarTableRow>(':scope > g')
      .data(rows)
      .join((enter) => {
        const group = enter.append('g');
        group.append('rect').attr('class', 'target');
        group.append('text').attr('class', 'label');
        group.append('g').attr('class', 'amounts');
        return group;
      })
      .attr('id', (_, index) => `${prefix}-${index}`)
      .attr('transform', (_, index) => `translate(0,${top + index * rowHeight})`)
      .classed('is-strong', ({ strong }) => strong === true)
      .classed('is-chosen', ({ chosen }) => chosen === true)
      .classed('is-active', (_, index) => onPick !== undefined && index === active);
    // It is called what it shows, with a space after each text; which column is which, the list says.
    if (onPick) groups.attr('role', 'option').attr('aria-selected', ({ chosen }) => String(chosen === true));
    groups.select('rect.target').attr('width', width).attr('height', rowHeight);
    groups
      .select('text.label')
      .attr('y', above > 0 ? font * 1.2 : barHeight / 2 + font * 0.35)
      .text(({ label }) => `${label} `);
    const amounts = groups
      .select('g.amounts')
      .selectAll<SVGGElement, Amount>('g')
      .data(({ amounts: own }) => own)
      .join((enter) => {
        const group = enter.append('g');
        group.append('rect').attr('class', 'bar');
        group.append('text').attr('class', 'number');
        return group;
      })
      .attr('transform', (_, at) => `translate(${left + at * column},0)`);
    amounts
      .select('rect.bar')
      .attr('y', above + barHeight * 0.26)
      .attr('height', barHeight * 0.48)
      .attr('width', (amount, at) => length(at, amount));
    amounts
      .select('text.number')
      .attr('x', (amount, at) => length(at, amount) + 6)
      .attr('y', above + barHeight / 2 + font * 0.35)
      .text(({ text }) => `${text} `);
    if (onPick)
      svg
        .attr('aria-label', `${options.label}: ${columns.join(', ')}`)
        .attr('aria-activedescendant', `${prefix}-${active}`);
  }

  if (onPick) {
    svg.on('click', (event: MouseEvent) => {
      const group = event.target instanceof Element ? event.target.closest(`[id^="${prefix}-"]`) : null;
      const index = group ? Number(group.id.slice(prefix.length + 1)) : Number.NaN;
      if (!data.rows[index]) return;
      active = index;
      onPick(index);
    });
    svg.on('keydown', (event: KeyboardEvent) => {
      const last = data.rows.length - 1;
      if (event.key === 'ArrowDown') active = Math.min(last, active + 1);
      else if (event.key === 'ArrowUp') active = Math.max(0, active - 1);
      else if (event.key === 'Home') active = 0;
      else if (event.key === 'End') active = last;
      else if (event.key === 'Enter' || event.key === ' ') {
        if (data.rows[active]) onPick(active);
      } else return;
      event.preventDefault();
      event.stopPropagation();
      draw();
    });
  }
  const stopWatching = watchLook(host, draw);
  draw();
  const node = svg.node();
  if (!node) throw new Error('The amounts found no host.');
  return {
    element: node,
    update(next) {
      data = next;
      draw();
    },
    destroy() {
      stopWatching();
      svg.remove();
    },
  };
}
