/** Which query heads share which key-value head: a row of squares for each, and a line from every query head to its own. */
import { select } from 'd3-selection';
import { type Chart, tokenLength, watchLook, widthOf } from './chart.ts';

export interface HeadGroupsData {
  readonly heads: number;
  readonly keyValueHeads: number;
}

export interface HeadGroupsOptions {
  readonly label: string;
  readonly queryLabel: (heads: number) => string;
  readonly keyValueLabel: (heads: number) => string;
}

export function headGroups(
  host: HTMLElement,
  first: HeadGroupsData,
  options: HeadGroupsOptions,
): Chart<HeadGroupsData> {
  let data = first;
  const svg = select(host)
    .append('svg')
    .attr('class', 'viz viz-head-groups')
    .attr('data-chart', 'head-groups')
    .attr('role', 'img')
    .attr('aria-label', options.label);
  const lines = svg.append('g').attr('class', 'lines');
  const queries = svg.append('g').attr('class', 'queries');
  const keys = svg.append('g').attr('class', 'keys');
  const labels = svg.append('g').attr('class', 'labels');

  function draw() {
    const { heads, keyValueHeads } = data;
    const width = widthOf(host, 560);
    const font = tokenLength(host, '--text-label', 12.5);
    const pitch = Math.min(28, width / heads);
    const size = Math.max(2, pitch * 0.62);
    const queryTop = font * 1.6;
    const keyTop = queryTop + 62;
    const height = keyTop + size + font * 1.8;
    const group = heads / keyValueHeads;
    const queryX = (head: number) => (head + 0.5) * pitch;
    const keyX = (head: number) => (head + 0.5) * group * pitch;
    svg
      .attr('width', width)
      .attr('height', Math.ceil(height))
      .attr('viewBox', `0 0 ${width} ${Math.ceil(height)}`)
      .style('font-size', `${font}px`);
    const all = Array.from({ length: heads }, (_, head) => head);
    lines
      .selectAll('path')
      .data(all)
      .join('path')
      .attr('d', (head) => `M${queryX(head)} ${queryTop + size}L${keyX(Math.floor(head / group))} ${keyTop}`);
    const squares = (place: typeof queries, count: number, x: (head: number) => number, top: number) =>
      place
        .selectAll('rect')
        .data(Array.from({ length: count }, (_, head) => head))
        .join('rect')
        .attr('x', (head) => x(head) - size / 2)
        .attr('y', top)
        .attr('width', size)
        .attr('height', size);
    squares(queries, heads, queryX, queryTop);
    squares(keys, keyValueHeads, keyX, keyTop);
    labels
      .selectAll('text')
      .data([
        { y: font, text: options.queryLabel(heads) },
        { y: keyTop + size + font * 1.5, text: options.keyValueLabel(keyValueHeads) },
      ])
      .join('text')
      .attr('y', ({ y }) => y)
      .text(({ text }) => text);
  }
  const stopWatching = watchLook(host, draw);
  draw();
  const node = svg.node();
  if (!node) throw new Error('The heads found no host.');
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
