/**
 * What comes next: one row a token, its bar as long as its probability, its number. What a cut (top-k, top-p) took away is
 * drawn hollow, as long as it was before. Where rows can be picked, arrows walk them and Enter picks.
 */
import { select } from 'd3-selection';
import { type Chart, tokenLength, watchLook, widthOf } from './chart.ts';
import { formatWeight, sequentialStep } from './numbers.ts';
import { visibleToken } from './visible-token.ts';

export interface ProbabilityRow {
  readonly token: string;
  /** After temperature and cut; 0 where the cut took the token away. */
  readonly probability: number;
  /** After temperature, before the cut. */
  readonly beforeCut: number;
  readonly cut: boolean;
  /** The token that was picked or sampled last. */
  readonly chosen: boolean;
}

export interface ProbabilityBarsData {
  readonly rows: readonly ProbabilityRow[];
}

export interface ProbabilityBarsOptions {
  readonly label: string;
  /** Without it the rows can be read only. */
  readonly onPick?: (index: number) => void;
  /** How many rows the box keeps room for. */
  readonly room?: number;
}

let charts = 0;

export function probabilityBars(
  host: HTMLElement,
  first: ProbabilityBarsData,
  options: ProbabilityBarsOptions,
): Chart<ProbabilityBarsData> {
  let data = first;
  let active = 0;
  charts += 1;
  const prefix = `viz-bars-${charts}`;
  const { onPick } = options;
  const svg = select(host)
    .append('svg')
    .attr('class', onPick ? 'viz viz-bars is-pickable' : 'viz viz-bars')
    .attr('data-chart', 'probability-bars')
    .attr('role', onPick ? 'listbox' : 'img')
    .attr('aria-label', options.label);
  if (onPick) svg.attr('tabindex', 0);

  const numberOf = (row: ProbabilityRow) => (row.cut ? 'cut' : formatWeight(row.probability));

  function draw() {
    const width = widthOf(host, 344);
    const font = tokenLength(host, '--text-token', 14);
    const rowHeight = Math.max(onPick && width < 400 ? 30 : 0, Math.round(font * 1.75));
    const longest = Math.max(4, ...data.rows.map((row) => [...visibleToken(row.token, 14)].length));
    const left = Math.ceil(longest * font * 0.6) + 12;
    const room = Math.max(24, width - left - font * 3.7);
    const barHeight = Math.round(rowHeight * 0.54);
    const height = Math.max(options.room ?? 0, data.rows.length) * rowHeight;
    svg
      .attr('width', width)
      .attr('height', height)
      .attr('viewBox', `0 0 ${width} ${height}`)
      .style('font-size', `${font}px`);
    active = Math.max(0, Math.min(active, data.rows.length - 1));

    const rows = svg
      .selectAll<SVGGElement, ProbabilityRow>('g')
      .data(data.rows)
      .join((enter) => {
        const group = enter.append('g');
        group.append('rect').attr('class', 'target');
        group.append('text').attr('class', 'token');
        group.append('rect').attr('class', 'bar');
        group.append('text').attr('class', 'number');
        return group;
      })
      .attr('id', (_, index) => `${prefix}-${index}`)
      .attr('transform', (_, index) => `translate(0,${index * rowHeight})`)
      .classed('is-chosen', (row) => row.chosen)
      .classed('is-cut', (row) => row.cut)
      .classed('is-active', (_, index) => onPick !== undefined && index === active);
    if (onPick)
      rows
        .attr('role', 'option')
        .attr('aria-selected', (row) => String(row.chosen))
        .attr('aria-label', (row) => `${visibleToken(row.token, 14)} ${numberOf(row)}`);
    const length = (row: ProbabilityRow) => (row.cut ? row.beforeCut : row.probability) * room;
    rows.select('rect.target').attr('width', width).attr('height', rowHeight);
    rows
      .select('text.token')
      .attr('y', rowHeight * 0.5 + font * 0.35)
      .text((row) => `${visibleToken(row.token, 14)} `);
    rows
      .select('rect.bar')
      .attr('x', left)
      .attr('y', (rowHeight - barHeight) / 2)
      .attr('width', (row) => Math.max(1, length(row)))
      .attr('height', barHeight)
      .attr('class', (row) =>
        row.cut ? 'bar hollow' : `bar seq-${Math.max(4, sequentialStep(row.probability))}`,
      );
    rows
      .select('text.number')
      .attr('x', (row) => left + Math.max(1, length(row)) + 6)
      .attr('y', rowHeight * 0.5 + font * 0.33)
      .text(numberOf);
    if (onPick) svg.attr('aria-activedescendant', `${prefix}-${active}`);
  }

  if (onPick) {
    svg.on('click', (event: MouseEvent) => {
      const group = event.target instanceof Element ? event.target.closest('g') : null;
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
  if (!node) throw new Error('The bars found no host.');
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
