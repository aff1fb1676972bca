/** A dot product, term by term: bars up for what speaks for, down for what speaks against, one a dimension. */
import { select } from 'd3-selection';
import { type Chart, watchLook, widthOf } from './chart.ts';

export interface ProductTermsData {
  readonly terms: ArrayLike<number>; // [dimension]
  readonly marked: number | null;
}

export interface ProductTermsOptions {
  readonly label: string;
  readonly onMark: (dimension: number | null) => void;
  readonly height?: number;
}

export function productTerms(
  host: HTMLElement,
  first: ProductTermsData,
  options: ProductTermsOptions,
): Chart<ProductTermsData> {
  let data = first;
  const height = options.height ?? 64;
  const svg = select(host)
    .append('svg')
    .attr('class', 'viz viz-terms')
    .attr('data-chart', 'product-terms')
    .attr('role', 'img')
    .attr('aria-label', options.label)
    .attr('height', height);
  const bars = svg.append('g');
  const zero = svg.append('path').attr('class', 'zero');

  function draw() {
    const width = widthOf(host, 292);
    const values = Array.from(data.terms);
    const cell = width / Math.max(1, values.length);
    const gap = cell > 4 ? 1 : 0;
    const highest = Math.max(0, ...values);
    const lowest = Math.min(0, ...values);
    // A scale of d3 would bring 8 KB for this one line, before the first figure.
    const span = highest === lowest ? 1 : highest - lowest;
    const y = (value: number) => height - 1 - ((value - lowest) / span) * (height - 2);
    svg.attr('width', width).attr('viewBox', `0 0 ${width} ${height}`);
    bars
      .selectAll('rect')
      .data(values)
      .join('rect')
      .attr('x', (_, index) => index * cell)
      .attr('width', cell - gap)
      .attr('y', (value) => Math.min(y(value), y(0)))
      .attr('height', (value) => Math.max(0.8, Math.abs(y(value) - y(0))))
      .attr(
        'class',
        (value, index) => `${value < 0 ? 'against' : 'for'}${index === data.marked ? ' is-marked' : ''}`,
      );
    zero.attr('d', `M0 ${y(0)}H${width}`);
  }

  svg.on('pointermove pointerdown', (event: PointerEvent) => {
    const box = svg.node()?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const dimension = Math.floor(((event.clientX - box.left) / box.width) * data.terms.length);
    options.onMark(Math.max(0, Math.min(data.terms.length - 1, dimension)));
  });
  svg.on('pointerleave', () => options.onMark(null));
  const stopWatching = watchLook(host, draw);
  draw();
  const node = svg.node();
  if (!node) throw new Error('The terms found no host.');
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
