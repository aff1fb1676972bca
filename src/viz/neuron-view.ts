/**
 * How a weight comes about, after BertViz's neuron view: the query of one token on top; for each key its vector, the products element
 * by element, their sum, and the share that the softmax makes of it.
 */
import { scaleLinear } from 'd3-scale';
import { cellCanvas } from './cell-canvas.ts';
import type { Chart } from './chart.ts';
import { divergingStep, formatValue, formatWeight, largestMagnitude } from './numbers.ts';
import { letterShare } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface NeuronViewData {
  readonly tokens: readonly string[];
  /** The token that looks; keys are those that it may look at. */
  readonly query: number;
  readonly q: ArrayLike<number>; // [size]
  readonly k: readonly ArrayLike<number>[]; // [key][size]
  readonly sums: ArrayLike<number>; // [key]
  readonly weights: ArrayLike<number>; // [key]
  /** Row: key; column: element, then the sum, then the weight. */
  readonly chosen: Place | null;
}

export interface NeuronViewOptions extends WalkOptions {
  /** What stands over the columns: `key`, `query × key`, `sum`, `softmax`. */
  readonly headings: readonly [key: string, product: string, sum: string, softmax: string];
}

export function neuronView(
  host: HTMLElement,
  first: NeuronViewData,
  options: NeuronViewOptions,
): Chart<NeuronViewData> {
  return walkable(host, first, options, { name: 'neuron-view', width: 800 }, (svg, root) => {
    const canvas = cellCanvas(root, svg.node(), 'div');
    const headings = svg.append('g');
    const names = svg.append('g').attr('class', 'marks');
    const sums = svg.append('g').attr('class', 'marks');
    const bars = svg.append('g').attr('class', 'marks');
    const rings = [choiceRing(svg), choiceRing(svg)] as const;
    let left = 0;
    let top = 0;
    let row = 20;
    let cell = 8;
    let products = 0;
    let sumAt = 0;
    let barAt = 0;
    let extent = 0;

    return {
      rows: (data) => data.k.length,
      columns: (data) => data.q.length + 2,
      draw(data, box) {
        const { q, k, tokens } = data;
        const longest = Math.min(box.phone ? 6 : 9, Math.max(1, ...tokens.map((token) => token.length)));
        left = Math.ceil(longest * box.token * letterShare) + 12;
        const number = Math.ceil(box.label * 4);
        const bar = box.phone ? 34 : 110;
        const gap = box.phone ? 8 : 20;
        cell =
          (box.width - left - 2 * gap - number - bar - (box.phone ? 0 : 36)) / (2 * Math.max(1, q.length));
        products = left + q.length * cell + gap;
        sumAt = products + q.length * cell + number;
        barAt = sumAt + gap;
        row = Math.round(box.token * 1.7);
        top = row + box.label * 2 + 16;
        extent = box.width;
        const vectors = largestMagnitude(q, ...k);
        const terms = k.map((key) => Array.from(q, (value, index) => value * (key[index] ?? 0)));
        const most = largestMagnitude(...terms);
        const size = { width: box.width, height: top + k.length * row + 3 };
        canvas.paint(size, [
          {
            x: left,
            y: box.label + 6,
            width: cell,
            height: row - 2,
            rows: 1,
            columns: q.length,
            step: (_, column) => divergingStep(q[column] ?? 0, vectors),
          },
          {
            x: left,
            y: top,
            width: cell,
            height: row,
            rows: k.length,
            columns: q.length,
            step: (key, column) => divergingStep(k[key]?.[column] ?? 0, vectors),
          },
          {
            x: products,
            y: top,
            width: cell,
            height: row,
            rows: k.length,
            columns: q.length,
            step: (key, column) => divergingStep(terms[key]?.[column] ?? 0, most),
          },
        ]);
        headings
          .selectAll('text')
          .data([
            { text: options.headings[0], x: left, anchor: 'start' },
            { text: options.headings[1], x: products, anchor: 'start' },
            { text: options.headings[2], x: sumAt, anchor: 'end' },
            { text: options.headings[3], x: barAt, anchor: 'start' },
          ])
          .join('text')
          .attr('class', 'tick')
          .attr('y', top - 6)
          .attr('x', (heading) => heading.x)
          .attr('text-anchor', (heading) => heading.anchor)
          .text((heading) => heading.text);
        const middle = (index: number) => top + index * row + row / 2 + box.token * 0.3;
        names
          .selectAll('text')
          .data([
            { text: tokens[data.query] ?? '', y: box.label + 6 + row / 2 + box.token * 0.3, query: true },
            ...k.map((_, index) => ({ text: tokens[index] ?? '', y: middle(index), query: false })),
          ])
          .join('text')
          .attr('class', (name) => (name.query ? 'token is-query' : 'token quiet'))
          .attr('font-size', box.token)
          .attr('text-anchor', 'end')
          .attr('x', left - 8)
          .attr('y', (name) => name.y)
          .text((name) => visibleToken(name.text, longest));
        sums
          .selectAll('text')
          .data(Array.from(data.sums).slice(0, k.length))
          .join('text')
          .attr('class', 'number')
          .attr('text-anchor', 'end')
          .attr('x', sumAt)
          .attr('y', (_, index) => middle(index))
          .text(formatValue);
        const length = scaleLinear([0, 1], [0, bar]);
        const groups = bars
          .selectAll<SVGGElement, number>('g')
          .data(Array.from(data.weights).slice(0, k.length))
          .join((enter) => {
            const group = enter.append('g');
            group.append('rect').attr('class', 'weight');
            group.append('text').attr('class', 'number');
            return group;
          });
        groups
          .select('rect')
          .attr('x', barAt)
          .attr('y', (_, index) => top + index * row + row * 0.22)
          .attr('height', row * 0.56)
          .attr('width', (weight) => Math.max(1, length(weight)));
        groups
          .select('text')
          .attr('visibility', box.phone ? 'hidden' : null)
          .attr('x', (weight) => barAt + length(weight) + 6)
          .attr('y', (_, index) => middle(index))
          .text(formatWeight);
        return size;
      },
      mark({ chosen, q }) {
        const [keyRing, productRing] = rings;
        if (!chosen) {
          keyRing.hide();
          productRing.hide();
          return;
        }
        const y = top + chosen.row * row - 1;
        if (chosen.column < q.length) {
          keyRing.show(left + chosen.column * cell - 1, y, cell + 1, row + 1);
          productRing.show(products + chosen.column * cell - 1, y, cell + 1, row + 1);
        } else {
          keyRing.hide();
          const [from, to] =
            chosen.column === q.length
              ? [products + q.length * cell + 4, sumAt + 4]
              : [barAt - 4, extent - 2];
          productRing.show(from, y, to - from, row + 1);
        }
      },
      at(x, y, { k, q }) {
        const index = Math.floor((y - top) / row);
        if (index < 0 || index >= k.length || x < left) return null;
        if (x >= barAt - 4) return { row: index, column: q.length + 1 };
        const from = x >= products ? products : left;
        const column = Math.floor((x - from) / cell);
        if (column >= q.length) return x >= products ? { row: index, column: q.length } : null;
        return { row: index, column };
      },
    };
  });
}
