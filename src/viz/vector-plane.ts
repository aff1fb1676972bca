/** Arrows in a plane, some of which a reader drags by pointer, by finger or by arrow keys. */
import { scaleLinear } from 'd3-scale';
import { type Selection, select } from 'd3-selection';
import { type Chart, tokenLength, watchLook, widthOf } from './chart.ts';
import { formatDecimals } from './numbers.ts';
import { tipLabels } from './tip-labels.ts';

export type ArrowRole = 'query' | 'key' | 'value' | 'output';

export interface PlaneArrow {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly role: ArrowRole;
  /** Letter and small number: `q` and `3`. */
  readonly letter: string;
  readonly index: string;
  readonly draggable: boolean;
  /** Quieter, for what is there but not asked about. */
  readonly faint: boolean;
  /** What a screen reader calls it: `query of cat`. */
  readonly name: string;
}

export interface VectorPlaneData {
  readonly arrows: readonly PlaneArrow[];
}

export interface VectorPlaneOptions {
  readonly label: string;
  /** The plane shows -extent to extent on both axes. */
  readonly extent: number;
  readonly step: number;
  readonly onMove: (id: string, x: number, y: number) => void;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export function vectorPlane(
  host: HTMLElement,
  first: VectorPlaneData,
  options: VectorPlaneOptions,
): Chart<VectorPlaneData> {
  let data = first;
  const { extent, step } = options;
  const svg = select(host)
    .append('svg')
    .attr('class', 'viz viz-plane')
    .attr('data-chart', 'vector-plane')
    .attr('role', 'group')
    .attr('aria-label', options.label);
  const lines = svg.append('g').attr('class', 'lines').attr('aria-hidden', 'true');
  const arrows = svg.append('g');
  const position = scaleLinear([-extent, extent], [0, 1]);
  const snap = (value: number) => Math.max(-extent, Math.min(extent, Math.round(value / step) * step));
  const shown = (value: number) => formatDecimals(value, 1);

  function drag(this: SVGGElement, event: PointerEvent, arrow: PlaneArrow) {
    if (!arrow.draggable) return;
    event.preventDefault();
    this.focus({ preventScroll: true });
    const box = svg.node()?.getBoundingClientRect();
    if (!box) return;
    // The handle keeps its distance from the finger, so that a press alone moves nothing.
    const toPlane = (at: PointerEvent) => ({
      x: position.invert((at.clientX - box.left) / box.width),
      y: -position.invert((at.clientY - box.top) / box.height),
    });
    const start = toPlane(event);
    const move = (at: PointerEvent) => {
      const here = toPlane(at);
      options.onMove(arrow.id, snap(arrow.x + here.x - start.x), snap(arrow.y + here.y - start.y));
    };
    const stop = () => {
      this.removeEventListener('pointermove', move);
      this.removeEventListener('pointerup', stop);
      this.removeEventListener('pointercancel', stop);
    };
    this.setPointerCapture(event.pointerId);
    this.addEventListener('pointermove', move);
    this.addEventListener('pointerup', stop);
    this.addEventListener('pointercancel', stop);
  }

  function key(this: SVGGElement, event: KeyboardEvent, arrow: PlaneArrow) {
    const move = moves[event.key];
    if (!move || !arrow.draggable || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? 5 : 1;
    options.onMove(arrow.id, snap(arrow.x + move[0] * step * far), snap(arrow.y + move[1] * step * far));
  }

  function appendArrow(enter: Selection<SVGGElement, PlaneArrow, SVGGElement, unknown>) {
    enter.append('path').attr('class', 'shaft');
    enter.append('path').attr('class', 'tip');
    enter.append('circle').attr('class', 'target');
    enter.append('rect').attr('class', 'handle');
    const label = enter.append('text').attr('class', 'letter');
    label.append('tspan');
    label.append('tspan').attr('class', 'index').attr('dy', '0.3em');
  }

  function draw() {
    const size = widthOf(host, 344);
    const font = tokenLength(host, '--text-ui', 14);
    const x = (value: number) => position(value) * size;
    const y = (value: number) => position(-value) * size;
    svg
      .attr('width', size)
      .attr('height', size)
      .attr('viewBox', `0 0 ${size} ${size}`)
      .style('font-size', `${font}px`);
    const ticks = Array.from(
      { length: Math.ceil(2 * extent) - 1 },
      (_, index) => Math.ceil(-extent) + 1 + index,
    );
    lines
      .selectAll('path')
      .data(ticks.flatMap((tick) => [`M${x(tick)} 0V${size}`, `M0 ${y(tick)}H${size}`]))
      .join('path')
      .attr('d', (path) => path)
      .attr('class', (_, index) => (ticks[Math.floor(index / 2)] === 0 ? 'axis' : 'line'));
    const groups = arrows
      .selectAll<SVGGElement, PlaneArrow>('g')
      .data([...data.arrows], (arrow) => arrow.id)
      .join((enter) => {
        const group = enter.append('g');
        appendArrow(group);
        return group;
      })
      .attr(
        'class',
        (arrow) =>
          `arrow is-${arrow.role}${arrow.faint ? ' is-faint' : ''}${arrow.draggable ? ' is-draggable' : ''}`,
      )
      .attr('tabindex', (arrow) => (arrow.draggable ? 0 : null))
      .attr('role', (arrow) => (arrow.draggable ? 'slider' : 'img'))
      .attr('aria-label', (arrow) => arrow.name)
      .attr('aria-roledescription', (arrow) => (arrow.draggable ? 'arrow in a plane' : null))
      .attr('aria-valuemin', (arrow) => (arrow.draggable ? -extent : null))
      .attr('aria-valuemax', (arrow) => (arrow.draggable ? extent : null))
      .attr('aria-valuenow', (arrow) => (arrow.draggable ? arrow.x : null))
      .attr('aria-valuetext', (arrow) =>
        arrow.draggable ? `${shown(arrow.x)} across, ${shown(arrow.y)} up` : null,
      )
      .on('pointerdown', drag)
      .on('keydown', key);
    const tips = data.arrows.map((arrow) => {
      const [tipX, tipY] = [x(arrow.x), y(arrow.y)];
      return { x: tipX, y: tipY, angle: Math.atan2(tipY - size / 2, tipX - size / 2) };
    });
    const handle = Math.max(10, Math.round(font / 2));
    // A name is a letter and a small number, 1.2 times as large as the interface's.
    const names = tipLabels(tips, { size, width: 1.3 * font, height: 1.25 * font, gap: handle / 2 + 2 });
    groups.each(function (arrow, at) {
      const group = select(this);
      const { x: tipX, y: tipY, angle } = tips[at] ?? { x: 0, y: 0, angle: 0 };
      const wing = (turn: number) =>
        `${tipX - 10 * Math.cos(angle + turn)} ${tipY - 10 * Math.sin(angle + turn)}`;
      const still = arrow.x === 0 && arrow.y === 0;
      group.select('.shaft').attr('d', `M${size / 2} ${size / 2}L${tipX} ${tipY}`);
      group
        .select('.tip')
        .attr('d', still || arrow.draggable ? '' : `M${wing(0.42)}L${tipX} ${tipY}L${wing(-0.42)}`);
      group.select('.target').attr('cx', tipX).attr('cy', tipY).attr('r', 22);
      group
        .select('.handle')
        .attr('x', tipX - handle / 2)
        .attr('y', tipY - handle / 2)
        .attr('width', handle)
        .attr('height', handle);
      const text = group
        .select('.letter')
        .attr('x', names[at]?.x ?? tipX)
        .attr('y', (names[at]?.y ?? tipY) + 0.3 * font);
      text.select('tspan').text(arrow.letter);
      text.select('.index').text(arrow.index);
    });
  }

  const stopWatching = watchLook(host, draw);
  draw();
  const node = svg.node();
  if (!node) throw new Error('The plane found no host.');
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
