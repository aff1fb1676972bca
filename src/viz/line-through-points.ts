/** Points, a line that guesses them, and how far off it is at each: the mistake is the upright stroke. */
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { type Chart, tokenLength, watchLook, widthOf } from './chart.ts';
import { formatDecimals } from './numbers.ts';

export interface LineThroughPointsData {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly slope: number;
  readonly height: number;
}

export interface LineThroughPointsOptions {
  readonly label: string;
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

export function lineThroughPoints(
  host: HTMLElement,
  first: LineThroughPointsData,
  options: LineThroughPointsOptions,
): Chart<LineThroughPointsData> {
  let data = first;
  const svg = select(host)
    .append('svg')
    .attr('class', 'viz viz-fit')
    .attr('data-chart', 'line-through-points')
    .attr('role', 'img')
    .attr('aria-label', options.label);
  const axes = svg.append('g').attr('class', 'axes');
  const inside = svg.append('svg').attr('class', 'inside');
  const mistakes = inside.append('g').attr('class', 'mistakes');
  const guess = inside.append('path').attr('class', 'guess');
  const points = inside.append('g').attr('class', 'points');

  function draw() {
    const width = widthOf(host, 300);
    const height = Math.round(width * 0.8);
    const font = tokenLength(host, '--text-label', 12.5);
    const left = font * 2.6;
    const below = font * 1.9;
    const x = scaleLinear(options.x, [left, width - 8]);
    const y = scaleLinear(options.y, [height - below, 8]);
    svg.attr('width', width).attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
    svg.style('font-size', `${font}px`);
    const [plotWidth, plotHeight] = [width - 8 - left, height - below - 8];
    inside.attr('x', left).attr('y', 8).attr('width', plotWidth).attr('height', plotHeight);
    inside.attr('viewBox', `${left} 8 ${plotWidth} ${plotHeight}`);
    const at = (value: number) => y(Math.max(-1e4, Math.min(1e4, data.slope * value + data.height)));
    guess.attr('d', `M${x(options.x[0])} ${at(options.x[0])}L${x(options.x[1])} ${at(options.x[1])}`);
    mistakes
      .selectAll('path')
      .data(data.points)
      .join('path')
      .attr('d', ([px, py]) => `M${x(px)} ${y(py)}V${at(px)}`);
    points
      .selectAll('circle')
      .data(data.points)
      .join('circle')
      .attr('cx', ([px]) => x(px))
      .attr('cy', ([, py]) => y(py))
      .attr('r', 4.5);
    const ticks = [
      ...x.ticks(5).map((tick) => ({ tick, x: x(tick), y: height - below + font * 1.4, anchor: 'middle' })),
      ...y.ticks(4).map((tick) => ({ tick, x: left - 8, y: y(tick) + font * 0.35, anchor: 'end' })),
    ];
    axes
      .selectAll('text')
      .data(ticks)
      .join('text')
      .attr('x', (mark) => mark.x)
      .attr('y', (mark) => mark.y)
      .attr('text-anchor', (mark) => mark.anchor)
      .text((mark) => formatDecimals(mark.tick, 0));
    axes
      .selectAll('path')
      .data([`M${left} 8V${height - below}H${width - 8}`])
      .join('path')
      .attr('d', (line) => line);
  }

  const stopWatching = watchLook(host, draw);
  draw();
  const node = svg.node();
  if (!node) throw new Error('The chart found no host.');
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
