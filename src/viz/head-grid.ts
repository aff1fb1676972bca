/** All heads of a model at once: a row a layer, a column a head, each a small attention map. One is chosen, to be seen large elsewhere. */
import { type CellBlock, cellCanvas } from './cell-canvas.ts';
import type { Chart } from './chart.ts';
import { sequentialStep } from './numbers.ts';
import { layerRoom } from './thin-labels.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface HeadGridData {
  /** // [layer][head] -> [query, key] */
  readonly maps: readonly (readonly ArrayLike<number>[])[];
  /** Tokens of the text. */
  readonly length: number;
  readonly causal: boolean;
  /** Heads that are switched off, drawn empty with a stroke. // [layer][head] */
  readonly off?: readonly (readonly boolean[])[];
  /** Row: layer; column: head. */
  readonly chosen: Place | null;
}

export interface HeadGridOptions extends WalkOptions {
  /** `layer`, `head`: written before their numbers. */
  readonly layerName: string;
  readonly headName: string;
  /** The largest side of a map; by default 104. */
  readonly largest?: number;
}

interface MapPlace extends Place {
  readonly x: number;
  readonly y: number;
}

const top = 26;

export function headGrid(
  host: HTMLElement,
  first: HeadGridData,
  options: HeadGridOptions,
): Chart<HeadGridData> {
  return walkable(host, first, options, { name: 'head-grid', width: 480, hover: false }, (svg, root) => {
    const canvas = cellCanvas(root, svg.node(), 'seq');
    const frames = svg.append('g').attr('class', 'frames');
    const strokes = svg.append('g').attr('class', 'strokes');
    const names = svg.append('g').attr('class', 'names');
    const ring = choiceRing(svg);
    let side = 0;
    let gap = 0;
    let left = 0;
    const placeOf = (row: number, column: number): MapPlace => ({
      row,
      column,
      x: left + column * (side + gap),
      y: top + row * (side + gap),
    });

    return {
      rows: (data) => data.maps.length,
      columns: (data, row) => data.maps[row]?.length ?? 0,
      draw(data, box) {
        const heads = Math.max(1, ...data.maps.map((layer) => layer.length));
        left = layerRoom(options.layerName, data.maps.length, box);
        gap = heads > 8 ? 4 : box.phone ? 8 : 12;
        side = Math.floor(
          Math.min(options.largest ?? 104, (box.width - left - 4 - (heads - 1) * gap) / heads),
        );
        const places = data.maps.flatMap((layer, row) => layer.map((_, column) => placeOf(row, column)));
        const isOff = ({ row, column }: Place) => data.off?.[row]?.[column] === true;
        const size = {
          width: left + heads * (side + gap) - gap + 3,
          height: top + data.maps.length * (side + gap) - gap + 3,
        };
        const { length, causal } = data;
        const blocks = places
          .filter((place) => !isOff(place))
          .map((place): CellBlock => {
            const map = data.maps[place.row]?.[place.column] ?? [];
            return {
              x: place.x,
              y: place.y,
              width: side / length,
              height: side / length,
              rows: length,
              columns: length,
              step: (query, key) =>
                causal && key > query ? 0 : sequentialStep(map[query * length + key] ?? 0),
            };
          });
        canvas.paint(size, blocks);
        frames
          .selectAll('rect')
          .data(places)
          .join('rect')
          .attr('class', 'frame')
          .attr('x', (place) => place.x - 0.5)
          .attr('y', (place) => place.y - 0.5)
          .attr('width', side + 1)
          .attr('height', side + 1);
        strokes
          .selectAll('path')
          .data(places.filter(isOff))
          .join('path')
          .attr('class', 'stroke')
          .attr('d', (place) => `M${place.x} ${place.y + side}L${place.x + side} ${place.y}`);
        const every = Math.max(1, Math.ceil((box.label * 2) / (side + gap)));
        names
          .selectAll('text')
          .data([
            ...data.maps.map((_, row) => ({
              text: box.phone ? String(row + 1) : `${options.layerName} ${row + 1}`,
              x: left - 8,
              y: top + row * (side + gap) + side / 2 + box.label * 0.35,
              anchor: 'end',
            })),
            ...Array.from({ length: heads }, (_, column) => column)
              .filter((column) => column % every === 0)
              .map((column) => ({
                text: side < 52 ? String(column + 1) : `${options.headName} ${column + 1}`,
                x: left + column * (side + gap) + side / 2,
                y: top - 9,
                anchor: 'middle',
              })),
          ])
          .join('text')
          .attr('class', 'tick')
          .attr('x', (name) => name.x)
          .attr('y', (name) => name.y)
          .attr('text-anchor', (name) => name.anchor)
          .text((name) => name.text);
        return size;
      },
      mark({ chosen }) {
        if (!chosen) return ring.hide();
        const { x, y } = placeOf(chosen.row, chosen.column);
        ring.show(x - 3, y - 3, side + 6, side + 6);
      },
      at(x, y, data) {
        const column = Math.floor((x - left + gap / 2) / (side + gap));
        const row = Math.floor((y - top + gap / 2) / (side + gap));
        return data.maps[row]?.[column] ? { row, column } : null;
      },
    };
  });
}
