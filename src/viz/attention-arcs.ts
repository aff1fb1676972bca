/** A line of tokens with arcs from the last one back to what it looks at; quiet arcs for what the earlier ones looked at. */
import { select } from 'd3-selection';
import { type Chart, tokenLength, watchLook, widthOf } from './chart.ts';
import { formatWeight } from './numbers.ts';
import { visibleToken } from './visible-token.ts';

export interface AttentionArcsData {
  readonly tokens: readonly string[];
  /** Row after row. // [query, key] */
  readonly weights: ArrayLike<number>;
}

export interface AttentionArcsOptions {
  /** What the picture is of, for who hears it: the word that looks back. */
  readonly label: (last: string) => string;
}

interface PlacedToken {
  readonly token: string;
  readonly index: number;
  readonly x: number;
  readonly width: number;
}

interface Arc {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly look: 'quiet' | 'weak' | 'strong';
}

const base = 178;
const height = 216;

/** The last tokens that fit the width, from left to right. */
function place(tokens: readonly string[], width: number, font: number): PlacedToken[] {
  const gap = width < 500 ? 6 : 13;
  const widths = tokens.map((token) => [...visibleToken(token, 14)].length * font * 0.6 + 8);
  let start = tokens.length;
  let taken = 0;
  while (start > 0) {
    const next = (widths[start - 1] ?? 0) + (taken > 0 ? gap : 0);
    if (taken + next > width - 4) break;
    taken += next;
    start -= 1;
  }
  let x = 2;
  return tokens.slice(start).map((token, offset) => {
    const placed = { token, index: start + offset, x, width: widths[start + offset] ?? 0 };
    x += placed.width + gap;
    return placed;
  });
}

export function attentionArcs(
  host: HTMLElement,
  first: AttentionArcsData,
  options: AttentionArcsOptions,
): Chart<AttentionArcsData> {
  let data = first;
  const svg = select(host)
    .append('svg')
    .attr('class', 'viz viz-arcs')
    .attr('data-chart', 'attention-arcs')
    .attr('role', 'img')
    .attr('height', height);
  const arcs = svg.append('g').attr('class', 'arcs');
  const words = svg.append('g');

  function draw() {
    const width = widthOf(host, 680);
    const font = width < 500 ? 13 : tokenLength(host, '--text-token', 14) + 2;
    svg
      .attr('width', width)
      .attr('viewBox', `0 0 ${width} ${height}`)
      .attr('aria-label', options.label(data.tokens.at(-1) ?? ''))
      .style('font-size', `${font}px`);
    const placed = place(data.tokens, width, font);
    const count = data.tokens.length;
    const last = count - 1;
    const start = placed[0]?.index ?? 0;
    const middle = (index: number) => {
      const word = placed[index - start];
      return word ? word.x + word.width / 2 : 0;
    };
    const weight = (query: number, key: number) => data.weights[query * count + key] ?? 0;
    const drawn: Arc[] = [];
    for (let query = start + 1; query < last; query++)
      for (let key = start; key < query; key++)
        if (weight(query, key) > 0.16)
          drawn.push({ from: query, to: key, weight: weight(query, key), look: 'quiet' });
    for (let key = start; key < last; key++) {
      const share = weight(last, key);
      if (share > 0.012)
        drawn.push({ from: last, to: key, weight: share, look: share > 0.15 ? 'strong' : 'weak' });
    }
    arcs
      .selectAll('path')
      .data(drawn)
      .join('path')
      .attr('class', (arc) => arc.look)
      .attr('stroke-width', (arc) => (arc.look === 'quiet' ? 1 : 1 + arc.weight * 9))
      .attr('d', (arc) => {
        const [a, b, y] = [middle(arc.from), middle(arc.to), base - 24];
        const rise = Math.min(width < 500 ? 130 : 172, Math.abs(a - b) * 0.42 + 8);
        return `M${a} ${y}C${a} ${y - rise} ${b} ${y - rise} ${b} ${y}`;
      });
    const groups = words
      .selectAll<SVGGElement, PlacedToken>('g')
      .data(placed)
      .join((enter) => {
        const group = enter.append('g');
        group.append('text').attr('class', 'token');
        group.append('path');
        group.append('text').attr('class', 'weight');
        return group;
      })
      .attr('class', (word) => (word.index === last ? 'word is-query' : 'word'));
    groups
      .select('.token')
      .attr('x', (word) => word.x + word.width / 2)
      .attr('y', base - 3)
      .text((word) => visibleToken(word.token, 14));
    groups.select('path').attr('d', (word) => `M${word.x + 1} ${base + 1}v5h${word.width - 2}v-5`);
    groups
      .select('.weight')
      .attr('x', (word) => word.x + word.width / 2)
      .attr('y', base + 26)
      .text((word) =>
        word.index < last && weight(last, word.index) > 0.06 ? formatWeight(weight(last, word.index)) : '',
      );
  }

  const stopWatching = watchLook(host, draw);
  draw();
  const node = svg.node();
  if (!node) throw new Error('The arcs found no host.');
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
