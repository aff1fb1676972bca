/**
 * A model as boxes, each of which opens to show what is inside. The residual stream runs down at the left as a line of ink; a part
 * that reads from it and adds to it hangs on it with a plus. Arrow keys walk the boxes as a tree, Enter opens and closes.
 */
import type { Chart } from './chart.ts';
import { textWidth } from './thin-labels.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface BlockPart {
  /** Unique in the diagram; a probe's name where there is one. */
  readonly id: string;
  readonly label: string;
  /** In quieter ink at the right: a shape, a count. */
  readonly note?: string;
  readonly kind: 'embedding' | 'norm' | 'mixer' | 'channels' | 'head' | 'group';
  /** It reads from the stream and adds to it. */
  readonly residual?: boolean;
  readonly parts?: readonly BlockPart[];
}

export interface BlockEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

export interface BlockDiagramData {
  readonly parts: readonly BlockPart[];
  /** Lines at the right besides the stream: what an encoder hands to a decoder, a tied matrix. */
  readonly edges?: readonly BlockEdge[];
  /** Ids of the boxes that are open. */
  readonly open: readonly string[];
  /** Row: the box, counted from above as they stand there (`visibleBlocks`); column 0. */
  readonly chosen: Place | null;
}

export interface BlockDiagramOptions extends WalkOptions {
  /** A box was opened or closed. */
  readonly onOpen: (id: string, open: boolean) => void;
}

export interface VisibleBlock {
  readonly part: BlockPart;
  readonly depth: number;
  readonly open: boolean;
  /** Index of the box that it lies in; -1 outside of all. */
  readonly parent: number;
}

/** The boxes that can be seen, from above: a place's row is an index into these. */
export function visibleBlocks({ parts, open }: Pick<BlockDiagramData, 'parts' | 'open'>): VisibleBlock[] {
  const blocks: VisibleBlock[] = [];
  const add = (part: BlockPart, depth: number, parent: number) => {
    const isOpen = open.includes(part.id) && (part.parts?.length ?? 0) > 0;
    const index = blocks.push({ part, depth, open: isOpen, parent }) - 1;
    if (isOpen) for (const inner of part.parts ?? []) add(inner, depth + 1, index);
  };
  for (const part of parts) add(part, 0, -1);
  return blocks;
}

interface PlacedBlock extends VisibleBlock {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const headHeight = 34;
const gap = 10;
const indent = 34;
const inset = 12;

/** Boxes under each other; an open one is as high as what it holds. */
function layOut(
  blocks: readonly VisibleBlock[],
  width: number,
): { readonly placed: PlacedBlock[]; readonly height: number } {
  const placed: PlacedBlock[] = [];
  let y = 2;
  const place = (index: number) => {
    const block = blocks[index];
    if (!block) return;
    const { depth } = block;
    const [x, top] = [indent + depth * indent, y];
    y += headHeight;
    if (block.open) {
      y += gap / 2;
      blocks.forEach((inner, at) => {
        if (inner.parent === index) place(at);
      });
      y += inset - gap;
    }
    placed.push({ ...block, index, x, y: top, width: width - x - depth * inset - 2, height: y - top });
    y += gap;
  };
  blocks.forEach((block, index) => {
    if (block.parent === -1) place(index);
  });
  return { placed: placed.sort((a, b) => a.index - b.index), height: y - gap + 4 };
}

export function blockDiagram(
  host: HTMLElement,
  first: BlockDiagramData,
  options: BlockDiagramOptions,
): Chart<BlockDiagramData> {
  const toggle = (data: BlockDiagramData, row: number) => {
    const block = visibleBlocks(data)[row];
    if (block?.part.parts?.length) options.onOpen(block.part.id, !block.open);
  };
  let lastPressed: number | null = null;
  return walkable(host, first, options, { name: 'block-diagram', width: 480, hover: false }, (svg) => {
    const boxes = svg.append('g').attr('class', 'boxes');
    const trunks = svg.append('g').attr('class', 'marks');
    const pluses = svg.append('g').attr('class', 'marks');
    const edges = svg.append('g').attr('class', 'edges marks');
    const ring = choiceRing(svg);
    let placed: PlacedBlock[] = [];
    svg.on('click', () => {
      if (lastPressed !== null) toggle(current, lastPressed);
    });
    let current = first;

    return {
      rows: (data) => visibleBlocks(data).length,
      columns: () => 1,
      draw(data, box) {
        current = data;
        const right = (data.edges?.length ?? 0) > 0 ? 44 : 0;
        const width = Math.min(box.width, 560);
        const laid = layOut(visibleBlocks(data), width - right);
        placed = laid.placed;
        const groups = boxes
          .selectAll<SVGGElement, PlacedBlock>('g')
          .data(placed, (block) => block.part.id)
          .join((enter) => {
            const group = enter.append('g');
            group.append('rect');
            group.append('path').attr('class', 'sign');
            group.append('text').attr('class', 'name');
            group.append('text').attr('class', 'tick note');
            return group;
          })
          .order()
          .attr('class', (block) => `box is-${block.part.kind}${block.open ? ' is-open' : ''}`)
          .attr('transform', (block) => `translate(${block.x},${block.y})`);
        groups
          .select('rect')
          .attr('width', (block) => block.width)
          .attr('height', (block) => block.height);
        // What opens has a small sign: plus while closed, minus while open.
        groups
          .select('.sign')
          .attr('d', (block) =>
            block.part.parts?.length
              ? `M11 ${headHeight / 2}h9${block.open ? '' : `M15.5 ${headHeight / 2 - 4.5}v9`}`
              : '',
          );
        groups
          .select('.name')
          .attr('x', 30)
          .attr('y', headHeight / 2 + box.label * 0.36)
          .text((block) => block.part.label);
        groups
          .select('.note')
          .attr('text-anchor', 'end')
          .attr('x', (block) => block.width - 10)
          .attr('y', headHeight / 2 + box.label * 0.36)
          // A note that has no room beside the name is left to the read-out.
          .text((block) => {
            const note = block.part.note ?? '';
            const taken = 52 + textWidth(block.part.label, box.label) + textWidth(note, box.label);
            return taken > block.width ? '' : note;
          });
        // Each level of boxes hangs on its own piece of the stream.
        const levels = new Map<number, PlacedBlock[]>();
        for (const block of placed) levels.set(block.parent, [...(levels.get(block.parent) ?? []), block]);
        const lines = [...levels.values()].flatMap((siblings) => {
          const [top, bottom] = [siblings[0], siblings.at(-1)];
          if (!top || !bottom || (siblings.length < 2 && !top.part.residual)) return [];
          const x = top.x - indent / 2;
          const trunk = `M${x} ${top.y + headHeight / 2}V${bottom.y + headHeight / 2}`;
          const joints = siblings.map((block) => {
            const middle = block.y + headHeight / 2;
            return block.part.residual
              ? `M${x} ${middle - 6}H${block.x}M${block.x} ${middle + 6}H${x + 5}`
              : `M${x} ${middle}H${block.x}`;
          });
          const sums = siblings
            .filter((block) => block.part.residual)
            .map((block) => ({ x, y: block.y + headHeight / 2 + 6 }));
          return [{ d: trunk + joints.join(''), sums }];
        });
        trunks
          .selectAll('path')
          .data(lines)
          .join('path')
          .attr('class', 'stream')
          .attr('d', (stream) => stream.d);
        pluses
          .selectAll('g')
          .data(lines.flatMap((stream) => stream.sums))
          .join((enter) => {
            const group = enter.append('g').attr('class', 'plus');
            group.append('circle').attr('r', 6);
            group.append('path').attr('d', 'M-3.5 0h7M0 -3.5v7');
            return group;
          })
          .attr('transform', (plus) => `translate(${plus.x},${plus.y})`);
        const spot = (id: string) => {
          // An edge to a box that is closed away ends at the box around it.
          let block = placed.find((each) => each.part.id === id);
          if (!block) {
            const holds = (part: BlockPart): boolean => part.id === id || (part.parts ?? []).some(holds);
            block = placed.findLast((each) => holds(each.part));
          }
          return block ? { x: block.x + block.width, y: block.y + headHeight / 2 } : null;
        };
        const drawn = (data.edges ?? []).flatMap((edge, index) => {
          const [from, to] = [spot(edge.from), spot(edge.to)];
          if (!from || !to) return [];
          const out = width - 12 - 8 * (index % 3);
          const [up, down] = from.y < to.y ? [1, -1] : [-1, 1];
          return [
            {
              d: `M${from.x} ${from.y}H${out - 8}Q${out} ${from.y} ${out} ${from.y + 8 * up}V${to.y + 8 * down}Q${out} ${to.y} ${out - 8} ${to.y}H${to.x}m6 -4l-6 4l6 4`,
            },
          ];
        });
        edges
          .selectAll('path')
          .data(drawn)
          .join('path')
          .attr('class', 'edge')
          .attr('d', (edge) => edge.d);
        return { width, height: laid.height };
      },
      mark({ chosen }) {
        const block = chosen ? placed[chosen.row] : undefined;
        if (!block) return ring.hide();
        ring.show(block.x, block.y, block.width, block.open ? headHeight : block.height);
      },
      at(x, y) {
        const hit = placed.findLast(
          (block) =>
            x >= block.x && x <= block.x + block.width && y >= block.y && y <= block.y + block.height,
        );
        lastPressed = hit?.index ?? null;
        return hit ? { row: hit.index, column: 0 } : null;
      },
      step(data, from, rows, columns) {
        const blocks = visibleBlocks(data);
        const block = blocks[from.row];
        if (columns > 0 && block && !block.open) {
          toggle(data, from.row);
          return null;
        }
        if (columns < 0 && block?.open) {
          toggle(data, from.row);
          return null;
        }
        if (columns < 0 && block) return { row: Math.max(0, block.parent), column: 0 };
        const row = Math.max(0, Math.min(blocks.length - 1, from.row + (rows || (block?.open ? 1 : 0))));
        return { row, column: 0 };
      },
      key(data, event) {
        if (event.key !== 'Enter' && event.key !== ' ') return false;
        toggle(data, data.chosen?.row ?? 0);
        return true;
      },
    };
  });
}
