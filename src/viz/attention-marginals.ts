/** What a map comes to at its edges: how much each token is looked at (below), and how widely each token looks (right). */
import type { Selection } from 'd3-selection';
import type { MapView } from './attention-window.ts';

export interface Marginals {
  /** The mean weight that a key gets from the queries that may look at it. // [key] */
  readonly received: Float32Array;
  /** The entropy of a query's weights, in bits: 0 where it looks at one token, log2(n) where at n alike. // [query] */
  readonly entropy: Float32Array;
}

export function marginalsOf(weights: ArrayLike<number>, count: number, causal: boolean): Marginals {
  const received = new Float32Array(count);
  const entropy = new Float32Array(count);
  for (let query = 0; query < count; query++)
    for (let key = 0; key <= (causal ? query : count - 1); key++) {
      const weight = weights[query * count + key] ?? 0;
      received[key] = (received[key] ?? 0) + weight;
      if (weight > 0) entropy[query] = (entropy[query] ?? 0) - weight * Math.log2(weight);
    }
  for (let key = 0; key < count; key++) received[key] = (received[key] ?? 0) / (causal ? count - key : count);
  return { received, entropy };
}

/** Room that the strips take at the right and below. */
export const marginRoom = 52;
const length = 30;

/** The largest is as long as the strip. A scale of d3 would bring 8 KB for this, before the first figure. */
function lengths(values: Float32Array): (value: number) => number {
  const most = Math.max(1e-9, ...values);
  return (value) => (value / most) * length;
}

export function attentionMarginals(
  svg: Selection<SVGSVGElement, unknown, null, undefined>,
  names: readonly [received: string, entropy: string],
) {
  const group = svg.append('g').attr('class', 'marginals');
  const bars = group.append('g');
  const labels = group.append('g');
  return {
    draw(marginals: Marginals, view: MapView, cell: number, gutter: number) {
      const end = gutter + view.size * cell;
      const up = lengths(marginals.received);
      const across = lengths(marginals.entropy);
      const thick = Math.max(0.5, cell > 6 ? cell - 1 : cell);
      const shown = Array.from({ length: view.size }, (_, index) => index);
      bars
        .selectAll('rect')
        .data([
          ...shown.map((index) => ({
            x: gutter + index * cell,
            y: end + 6,
            width: thick,
            height: up(marginals.received[view.column + index] ?? 0),
          })),
          ...shown.map((index) => ({
            x: end + 6,
            y: gutter + index * cell,
            width: across(marginals.entropy[view.row + index] ?? 0),
            height: thick,
          })),
        ])
        .join('rect')
        .attr('class', 'weight')
        .attr('x', (bar) => bar.x)
        .attr('y', (bar) => bar.y)
        .attr('width', (bar) => bar.width)
        .attr('height', (bar) => bar.height);
      labels
        .selectAll('text')
        .data([
          { text: names[0], at: `translate(${gutter},${end + 48})`, anchor: 'start' },
          { text: names[1], at: `translate(${end + 18},${gutter - 10}) rotate(-90)`, anchor: 'start' },
        ])
        .join('text')
        .attr('class', 'margin-name')
        .attr('transform', (label) => label.at)
        .attr('text-anchor', (label) => label.anchor)
        .text((label) => label.text);
    },
  };
}
