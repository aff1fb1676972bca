/** A search that keeps the best few: a column a step, a box a token that was considered, ink for its probability; threads of what was kept are drawn out. */
import type { Chart } from './chart.ts';
import { formatDecimals, sequentialStep } from './numbers.ts';
import { letterShare } from './thin-labels.ts';
import { visibleToken } from './visible-token.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface BeamNode {
  readonly token: string;
  /** Index of the node in the step before; null in the first. */
  readonly parent: number | null;
  /** Of this token, given what is before it. */
  readonly probability: number;
  /** Sum of the logarithms along the way: what beams are ranked by. */
  readonly score: number;
  /** It went on, or ended among the best. */
  readonly kept: boolean;
}

export interface BeamTreeData {
  /** Steps, each with its candidates from the best down. */
  readonly steps: readonly (readonly BeamNode[])[];
  /** Row: step; column: candidate, from above. */
  readonly chosen: Place | null;
}

/** The candidates from the first step to a place. */
export function wayTo({ steps }: Pick<BeamTreeData, 'steps'>, place: Place): Place[] {
  const way: Place[] = [];
  let column: number | null = place.column;
  for (let row = place.row; row >= 0 && column !== null; row--) {
    way.unshift({ row, column });
    column = steps[row]?.[column]?.parent ?? null;
  }
  return way;
}

export function beamTree(host: HTMLElement, first: BeamTreeData, options: WalkOptions): Chart<BeamTreeData> {
  return walkable(host, first, options, { name: 'beam-tree', width: 640 }, (svg) => {
    const threads = svg.append('g').attr('class', 'threads');
    const boxes = svg.append('g').attr('class', 'cells');
    const ring = choiceRing(svg);
    let pitch = 100;
    let wide = 70;
    let row = 34;
    let high = 26;
    let tallest = 1;
    let counts: number[] = [];
    const spotOf = ({ row: step, column }: Place) => ({
      x: step * pitch,
      y: ((tallest - (counts[step] ?? 1)) / 2 + column) * row + 2,
    });

    return {
      rows: (data) => data.steps.length,
      columns: (data, step) => data.steps[step]?.length ?? 0,
      draw({ steps }, box) {
        counts = steps.map((nodes) => nodes.length);
        tallest = Math.max(1, ...counts);
        const numbers = !box.phone && box.width / Math.max(1, steps.length) > 104;
        const longest = Math.min(9, Math.max(1, ...steps.flat().map(({ token }) => token.length)));
        pitch = box.width / Math.max(1, steps.length);
        const needed = longest * box.token * letterShare + 12;
        wide = Math.max(
          16,
          Math.min(needed + (numbers ? box.label * 4.4 : 0), pitch - (box.phone ? 10 : 26)),
        );
        pitch = Math.min(pitch + (pitch - wide) / Math.max(1, steps.length - 1), wide + 90);
        high = Math.round(box.token * 1.8);
        row = high + 8;
        const letters = Math.floor((Math.min(wide, needed) - 8) / (box.token * letterShare));
        const drawn = steps.flatMap((nodes, step) =>
          nodes.map((node, column) => ({ ...node, row: step, column })),
        );
        const groups = boxes
          .selectAll<SVGGElement, (typeof drawn)[number]>('g')
          .data(drawn)
          .join((enter) => {
            const group = enter.append('g');
            group.append('rect');
            group.append('text').attr('class', 'token');
            group.append('text').attr('class', 'share');
            return group;
          })
          .attr('class', (node) => (node.kept ? 'node' : 'node is-dropped'))
          .attr('transform', (node) => `translate(${spotOf(node).x + 2},${spotOf(node).y})`);
        const ink = (node: BeamNode) => sequentialStep(node.probability);
        groups
          .select('rect')
          .attr('width', wide)
          .attr('height', high)
          .attr('class', (node) => (node.kept ? `seq-${ink(node)}` : 'hollow'));
        groups
          .select('.token')
          .attr('class', (node) => (node.kept ? `token on-seq-${ink(node)}` : 'token quiet'))
          .attr('font-size', box.token)
          .attr('x', 6)
          .attr('y', high / 2 + box.token * 0.33)
          .text((node) => visibleToken(node.token, Math.max(1, letters)));
        groups
          .select('.share')
          .attr('class', (node) => (node.kept ? `share on-seq-${ink(node)}` : 'share quiet'))
          .attr('visibility', numbers ? null : 'hidden')
          .attr('text-anchor', 'end')
          .attr('x', wide - 6)
          .attr('y', high / 2 + box.label * 0.34)
          .text((node) => formatDecimals(node.score, 2));
        return { width: Math.ceil((steps.length - 1) * pitch + wide) + 5, height: tallest * row };
      },
      mark(data) {
        const { steps, chosen } = data;
        const way = new Set(
          (chosen ? wayTo(data, chosen) : []).map((place) => `${place.row},${place.column}`),
        );
        const drawn = steps.flatMap((nodes, step) =>
          nodes.flatMap((node, column) =>
            node.parent === null ? [] : [{ row: step, column, parent: node.parent, kept: node.kept }],
          ),
        );
        const onWay = ({ row: step, column }: Place) => way.has(`${step},${column}`);
        drawn.sort((a, b) => Number(onWay(a)) - Number(onWay(b)));
        threads
          .selectAll<SVGPathElement, (typeof drawn)[number]>('path')
          .data(drawn, (edge) => `${edge.row},${edge.column}`)
          .join('path')
          .order()
          .attr('class', (edge) =>
            onWay(edge) ? 'thread is-chosen' : edge.kept ? 'thread is-strong' : 'thread',
          )
          .attr('d', (edge) => {
            const from = spotOf({ row: edge.row - 1, column: edge.parent });
            const to = spotOf(edge);
            const [x, end] = [from.x + 2 + wide, to.x + 2];
            const bend = (end - x) / 2;
            return `M${x} ${from.y + high / 2}C${x + bend} ${from.y + high / 2} ${end - bend} ${to.y + high / 2} ${end} ${to.y + high / 2}`;
          });
        if (!chosen) return ring.hide();
        const { x, y } = spotOf(chosen);
        ring.show(x + 1, y - 1, wide + 2, high + 2);
      },
      at(x, y, { steps }) {
        const step = Math.floor(x / pitch);
        const nodes = steps[step];
        if (!nodes) return null;
        const column = Math.floor((y - 2) / row - (tallest - nodes.length) / 2);
        return nodes[column] ? { row: step, column } : null;
      },
      step({ steps }, from, rows, columns) {
        const next = Math.max(0, Math.min(steps.length - 1, from.row + columns));
        if (columns < 0) {
          // Back goes to where the candidate came from.
          const parent = steps[from.row]?.[from.column]?.parent;
          if (columns === -1 && parent != null) return { row: next, column: parent };
        }
        const count = steps[next]?.length ?? 1;
        return { row: next, column: Math.max(0, Math.min(count - 1, from.column + rows)) };
      },
    };
  });
}
