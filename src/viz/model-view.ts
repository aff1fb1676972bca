/** Every head of a model as threads from the tokens that look (left) to those that are looked at (right), after BertViz's model view. */
import type { Chart } from './chart.ts';
import { layerRoom } from './thin-labels.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface ModelViewData {
  /** // [layer][head] -> [query, key] */
  readonly maps: readonly (readonly ArrayLike<number>[])[];
  readonly length: number;
  /** Row: layer; column: head. */
  readonly chosen: Place | null;
}

export interface ModelViewOptions extends WalkOptions {
  readonly layerName: string;
  readonly headName: string;
}

/** Threads under the least are too thin to see; the others have one of three inks. */
const strengths = [0.08, 0.25, 0.6] as const;
const top = 26;

export function modelView(
  host: HTMLElement,
  first: ModelViewData,
  options: ModelViewOptions,
): Chart<ModelViewData> {
  return walkable(host, first, options, { name: 'model-view', width: 640, hover: false }, (svg) => {
    const threads = svg.append('g').attr('class', 'threads marks');
    const names = svg.append('g').attr('class', 'marks');
    const ring = choiceRing(svg);
    let wide = 0;
    let high = 0;
    let left = 0;
    let gap = 0;
    const cornerOf = (row: number, column: number) => ({
      x: left + column * (wide + gap),
      y: top + row * (high + gap),
    });

    return {
      rows: (data) => data.maps.length,
      columns: (data, row) => data.maps[row]?.length ?? 0,
      draw({ maps, length }, box) {
        const heads = Math.max(1, ...maps.map((layer) => layer.length));
        left = layerRoom(options.layerName, maps.length, box);
        gap = heads > 8 ? 6 : 14;
        wide = Math.floor(Math.min(150, (box.width - left - 4 - (heads - 1) * gap) / heads));
        high = Math.round(Math.min(wide * 1.1, Math.max(40, length * 7)));
        const inset = 4;
        const dot = (index: number) => inset + ((index + 0.5) * (high - 2 * inset)) / Math.max(1, length);
        const paths = maps.flatMap((layer, row) =>
          layer.flatMap((map, column) => {
            const { x, y } = cornerOf(row, column);
            const drawn = ['', '', ''];
            for (let query = 0; query < length; query++)
              for (let key = 0; key < length; key++) {
                const weight = map[query * length + key] ?? 0;
                const level = strengths.filter((least) => weight >= least).length - 1;
                if (level >= 0)
                  drawn[level] +=
                    `M${x + inset} ${(y + dot(query)).toFixed(1)}L${x + wide - inset} ${(y + dot(key)).toFixed(1)}`;
              }
            return drawn.map((d, level) => ({ d, level }));
          }),
        );
        threads
          .selectAll('path')
          .data(paths)
          .join('path')
          .attr('class', (path) => `thread is-${path.level + 1}`)
          .attr('d', (path) => path.d);
        names
          .selectAll('text')
          .data([
            ...maps.map((_, row) => ({
              text: box.phone ? String(row + 1) : `${options.layerName} ${row + 1}`,
              x: left - 8,
              y: cornerOf(row, 0).y + high / 2 + box.label * 0.34,
              anchor: 'end',
            })),
            ...Array.from({ length: heads }, (_, column) => ({
              text: wide < 52 ? String(column + 1) : `${options.headName} ${column + 1}`,
              x: cornerOf(0, column).x + wide / 2,
              y: top - 10,
              anchor: 'middle',
            })),
          ])
          .join('text')
          .attr('class', 'tick')
          .attr('x', (name) => name.x)
          .attr('y', (name) => name.y)
          .attr('text-anchor', (name) => name.anchor)
          .text((name) => name.text);
        return {
          width: left + heads * (wide + gap) - gap + 4,
          height: top + maps.length * (high + gap) - gap + 4,
        };
      },
      mark({ chosen }) {
        if (!chosen) return ring.hide();
        const { x, y } = cornerOf(chosen.row, chosen.column);
        ring.show(x - 2, y - 2, wide + 4, high + 4);
      },
      at(x, y, { maps }) {
        const column = Math.floor((x - left + gap / 2) / (wide + gap));
        const row = Math.floor((y - top + gap / 2) / (high + gap));
        return maps[row]?.[column] ? { row, column } : null;
      },
    };
  });
}
