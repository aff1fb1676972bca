/**
 * A loss over two numbers seen from above: level lines of a bowl, the path that gradient descent takes through it, and its start,
 * which a reader drags by pointer, by finger or by arrow keys.
 */
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { type Chart, placeOn, tokenLength, watchLook, widthOf } from './chart.ts';
import { formatDecimals } from './numbers.ts';

export interface DescentMapData {
  readonly bottom: readonly [x: number, y: number];
  /** Curvatures along the bowl's own axes, steepest first, and the direction of the steepest. */
  readonly curvatures: readonly [steep: number, flat: number];
  readonly direction: readonly [x: number, y: number];
  /** Heights over the bottom at which a level line runs. */
  readonly levels: readonly number[];
  readonly path: readonly (readonly [x: number, y: number])[];
}

export interface DescentMapOptions {
  readonly label: string;
  /** What the handle is called. */
  readonly startLabel: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
  readonly step: number;
  readonly onMove: (x: number, y: number) => void;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export function descentMap(
  host: HTMLElement,
  first: DescentMapData,
  options: DescentMapOptions,
): Chart<DescentMapData> {
  let data = first;
  const svg = select(host)
    .append('svg')
    .attr('class', 'viz viz-descent')
    .attr('data-chart', 'descent-map')
    .attr('role', 'group')
    .attr('aria-label', options.label);
  const inside = svg.append('svg').attr('class', 'inside').attr('aria-hidden', 'true');
  const levels = inside.append('g').attr('class', 'levels');
  const path = inside.append('path').attr('class', 'path');
  const stops = inside.append('g').attr('class', 'stops');
  const bottom = inside.append('path').attr('class', 'bottom');
  const axes = svg.append('g').attr('class', 'axes').attr('aria-hidden', 'true');
  const handle = svg.append('g').attr('class', 'start').attr('tabindex', 0).attr('role', 'slider');
  handle.append('circle').attr('class', 'target').attr('r', 22);
  handle
    .append('rect')
    .attr('class', 'handle')
    .attr('x', -6)
    .attr('y', -6)
    .attr('width', 12)
    .attr('height', 12);
  const x = scaleLinear(options.x, [0, 1]);
  const y = scaleLinear(options.y, [1, 0]);
  const clamp = (value: number, [low, high]: readonly [number, number]) =>
    Math.max(low, Math.min(high, value));
  const move = (toX: number, toY: number) => {
    const snap = (value: number) => Math.round(value / options.step) * options.step;
    options.onMove(clamp(snap(toX), options.x), clamp(snap(toY), options.y));
  };

  function draw() {
    const width = widthOf(host, 420);
    const height = Math.round(width * 0.8);
    const font = tokenLength(host, '--text-label', 12.5);
    const left = font * 2.6;
    const below = font * 3;
    // Half of the top number stands over its line.
    const above = Math.max(8, Math.ceil(font * 0.7));
    x.range([left, width - 8]);
    y.range([height - below, above]);
    svg.attr('width', width).attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
    svg.style('font-size', `${font}px`);
    const [plotWidth, plotHeight] = [width - 8 - left, height - below - above];
    inside.attr('x', left).attr('y', above).attr('width', plotWidth).attr('height', plotHeight);
    inside.attr('viewBox', `${left} ${above} ${plotWidth} ${plotHeight}`);
    // In the bowl's own axes a level line is an ellipse; its points are turned into the two numbers.
    const [steepX, steepY] = data.direction;
    const ring = (level: number) =>
      Array.from({ length: 73 }, (_, index) => {
        const angle = (index / 72) * 2 * Math.PI;
        const along = Math.sqrt((2 * level) / data.curvatures[0]) * Math.cos(angle);
        const across = Math.sqrt((2 * level) / data.curvatures[1]) * Math.sin(angle);
        const at = [
          data.bottom[0] + along * steepX - across * steepY,
          data.bottom[1] + along * steepY + across * steepX,
        ] as const;
        return `${x(at[0]).toFixed(1)} ${y(at[1]).toFixed(1)}`;
      }).join('L');
    levels
      .selectAll('path')
      .data([...data.levels])
      .join('path')
      .attr('d', (level) => `M${ring(level)}Z`);
    const shown = data.path.filter(([px, py]) => Math.abs(px) < 1e4 && Math.abs(py) < 1e4);
    path.attr('d', shown.length > 1 ? `M${shown.map(([px, py]) => `${x(px)} ${y(py)}`).join('L')}` : null);
    stops
      .selectAll('circle')
      .data(shown)
      .join('circle')
      .attr('cx', ([px]) => x(px))
      .attr('cy', ([, py]) => y(py))
      .attr('r', 3);
    const [bx, by] = [x(data.bottom[0]), y(data.bottom[1])];
    bottom.attr('d', `M${bx - 6} ${by}H${bx + 6}M${bx} ${by - 6}V${by + 6}`);
    const ticks = [
      ...x.ticks(5).map((tick) => ({
        text: formatDecimals(tick, 0),
        x: x(tick),
        y: height - below + font * 1.3,
        anchor: 'middle',
      })),
      ...y.ticks(5).map((tick) => ({
        text: formatDecimals(tick, 0),
        x: left - 8,
        y: y(tick) + font * 0.35,
        anchor: 'end',
      })),
      { text: options.xLabel, x: width - 8, y: height - 4, anchor: 'end' },
      { text: options.yLabel, x: left + 6, y: above + font * 1.1, anchor: 'start' },
    ];
    axes
      .selectAll('text')
      .data(ticks)
      .join('text')
      .attr('x', (tick) => tick.x)
      .attr('y', (tick) => tick.y)
      .attr('text-anchor', (tick) => tick.anchor)
      .text((tick) => tick.text);
    axes
      .selectAll('path')
      .data([`M${left} ${above}V${height - below}H${width - 8}`])
      .join('path')
      .attr('d', (line) => line);
    const [startX, startY] = data.path[0] ?? data.bottom;
    handle
      .attr('transform', `translate(${x(startX)},${y(startY)})`)
      .attr('aria-label', options.startLabel)
      .attr('aria-roledescription', 'point in a plane')
      .attr('aria-valuemin', options.x[0])
      .attr('aria-valuemax', options.x[1])
      .attr('aria-valuenow', startX)
      .attr(
        'aria-valuetext',
        `${options.xLabel} ${formatDecimals(startX, 1)}, ${options.yLabel} ${formatDecimals(startY, 1)}`,
      );
  }

  handle.on('keydown', (event: KeyboardEvent) => {
    const by = moves[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const far = options.step * (event.shiftKey ? 5 : 1);
    const [startX, startY] = data.path[0] ?? [0, 0];
    move(startX + by[0] * far, startY + by[1] * far);
  });
  handle.on('pointerdown', (event: PointerEvent) => {
    event.preventDefault();
    const element = handle.node();
    if (!element) return;
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    const follow = (moved: PointerEvent) => {
      const at = placeOn(svg.node(), moved);
      if (at) move(x.invert(at.x), y.invert(at.y));
    };
    const stop = () => {
      element.removeEventListener('pointermove', follow);
      element.removeEventListener('pointerup', stop);
      element.removeEventListener('pointercancel', stop);
    };
    element.addEventListener('pointermove', follow);
    element.addEventListener('pointerup', stop);
    element.addEventListener('pointercancel', stop);
  });
  const stopWatching = watchLook(host, draw);
  draw();
  const node = svg.node();
  if (!node) throw new Error('The map found no host.');
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
