/** Where each token goes: tokens at the left, experts at the right, a thread as thick as the router's weight; what is dropped ends in a cross. */
import type { Chart } from './chart.ts';
import { letterShare, textWidth } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { type Place, type WalkOptions, walkable } from './walkable.ts';

export interface Route {
  readonly expert: number;
  /** The router's weight. */
  readonly weight: number;
  /** The expert was full. */
  readonly dropped?: boolean;
}

export interface RouterFlowData {
  readonly tokens: readonly string[];
  /** The routes of each token, the heaviest first. // [token][choice] */
  readonly routes: readonly (readonly Route[])[];
  readonly experts: readonly string[];
  /** Row: token; column: its choice. */
  readonly chosen: Place | null;
}

interface Thread extends Place, Route {}

export function routerFlow(
  host: HTMLElement,
  first: RouterFlowData,
  options: WalkOptions,
): Chart<RouterFlowData> {
  return walkable(host, first, options, { name: 'router-flow', width: 560 }, (svg) => {
    const threads = svg.append('g').attr('class', 'threads');
    const crosses = svg.append('g').attr('class', 'crosses');
    const words = svg.append('g').attr('class', 'words');
    const boxes = svg.append('g').attr('class', 'experts');
    let step = 24;
    let left = 0;
    let right = 0;
    let between = 0;

    const tokenY = (row: number) => (row + 0.5) * step;
    const expertY = (expert: number) => (expert + 0.5) * between;
    const path = ({ row, expert, dropped }: Thread) => {
      const [from, to] = [tokenY(row), expertY(expert)];
      const bend = (right - left) / 2;
      const end = dropped ? left + (right - left) * 0.3 : right;
      // A dropped token's thread stops on its way.
      const height = dropped ? from + (to - from) * 0.12 : to;
      return dropped
        ? `M${left} ${from}Q${left + (end - left) / 2} ${from} ${end} ${height}`
        : `M${left} ${from}C${left + bend} ${from} ${right - bend} ${to} ${right} ${to}`;
    };

    return {
      rows: (data) => data.tokens.length,
      columns: (data, row) => data.routes[row]?.length ?? 0,
      draw(data, box) {
        // Where the picture has to end somewhere the rows move together, and the letters stay as large as they are.
        const roomy = Math.floor(box.most / Math.max(1, data.tokens.length));
        step = Math.round(Math.min(box.token * 1.75, Math.max(box.token * 1.25, roomy)));
        const longest = Math.min(12, Math.max(1, ...data.tokens.map((token) => token.length)));
        left = Math.ceil(longest * box.token * letterShare) + 12;
        const named = Math.max(...data.experts.map((expert) => textWidth(expert, box.label))) + 12;
        const width = Math.min(box.width, 620);
        right = width - named - 44;
        const height = Math.max(data.tokens.length * step, data.experts.length * step * 1.4);
        between = height / Math.max(1, data.experts.length);
        words
          .selectAll('text')
          .data(data.tokens)
          .join('text')
          .attr('font-size', box.token)
          .attr('text-anchor', 'end')
          .attr('x', left - 8)
          .attr('y', (_, row) => tokenY(row) + box.token * 0.33)
          .text((token) => visibleToken(token, 12));
        const taken = data.experts.map((label, expert) => ({
          label,
          count: data.routes.flat().filter((route) => route.expert === expert && !route.dropped).length,
        }));
        const groups = boxes
          .selectAll<SVGGElement, (typeof taken)[number]>('g')
          .data(taken)
          .join((enter) => {
            const group = enter.append('g');
            group.append('path').attr('class', 'post');
            group.append('text').attr('class', 'name');
            group.append('text').attr('class', 'number count');
            return group;
          })
          .attr('transform', (_, expert) => `translate(${right},${expertY(expert)})`);
        groups.select('.post').attr('d', `M2 ${-between * 0.36}V${between * 0.36}`);
        groups
          .select('.name')
          .attr('x', 12)
          .attr('y', box.label * 0.34)
          .text((expert) => expert.label);
        groups
          .select('.count')
          .attr('text-anchor', 'end')
          .attr('x', width - right - 2)
          .attr('y', box.label * 0.34)
          .text((expert) => expert.count);
        return { width, height: Math.ceil(height) + 2 };
      },
      mark({ routes, chosen }) {
        const drawn: Thread[] = routes.flatMap((choices, row) =>
          choices.map((route, column) => ({ row, column, ...route })),
        );
        const isChosen = ({ row }: Place) => row === chosen?.row;
        drawn.sort((a, b) => Number(isChosen(a)) - Number(isChosen(b)));
        threads
          .selectAll<SVGPathElement, Thread>('path')
          .data(drawn, (thread) => `${thread.row},${thread.column}`)
          .join('path')
          .order()
          .attr('class', (thread) =>
            isChosen(thread)
              ? thread.column === chosen?.column
                ? 'thread is-chosen'
                : 'thread is-strong'
              : 'thread',
          )
          .attr('stroke-width', ({ weight }) => 0.75 + 4 * weight)
          .attr('d', path);
        crosses
          .selectAll('path')
          .data(drawn.filter((thread) => thread.dropped))
          .join('path')
          .attr('class', 'cross')
          .attr('d', (thread) => {
            const x = left + (right - left) * 0.3;
            const y = tokenY(thread.row) + (expertY(thread.expert) - tokenY(thread.row)) * 0.12;
            return `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`;
          });
        words
          .selectAll('text')
          .attr('class', (_, row) => (row === chosen?.row ? 'token is-chosen' : 'token'));
      },
      at(x, y, { tokens, routes }) {
        const row = Math.floor(y / step);
        if (row < 0 || row >= tokens.length || x > right + 8) return null;
        const choices = routes[row] ?? [];
        if (choices.length === 0) return null;
        // Of the token's threads, the one that ends nearest to the pointer's height.
        const aims = choices.map(({ expert }) =>
          Math.abs(tokenY(row) + ((expertY(expert) - tokenY(row)) * (x - left)) / (right - left) - y),
        );
        return { row, column: Math.max(0, aims.indexOf(Math.min(...aims))) };
      },
    };
  });
}
