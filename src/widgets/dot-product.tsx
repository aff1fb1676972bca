/** Two vectors that a reader drags: their dot product as a sum, as lengths and an angle, and as a shadow. */
import { useEffect, useMemo, useRef } from 'react';
import { cosine, dot, length, shadow } from '../models/primer.ts';
import { formatValue } from '../viz/numbers.ts';
import { type PlaneArrow, vectorPlane } from '../viz/vector-plane.ts';
import { publishFacts } from './highlight.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { PlaneOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { dotProductMessages as words } from './messages/dot-product.ts';

const extent = 3;
const step = 0.1;

const fields = {
  vectors: {
    kind: 'list',
    label: words.vectors,
    default: [2, 1, 0.5, 2],
    minimum: -extent,
    maximum: extent,
    step,
    shortest: 4,
    longest: 4,
  },
} as const;

export default function DotProduct({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('dot-product', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const [ax = 0, ay = 0, bx = 0, by = 0] = state.vectors;
  const [a, b] = [
    [ax, ay],
    [bx, by],
  ] as const;
  const product = dot(a, b);
  const share = cosine(a, b);
  const degrees = share === null ? null : (Math.acos(Math.max(-1, Math.min(1, share))) * 180) / Math.PI;

  const arrows = useMemo(() => {
    const [sx = 0, sy = 0] = shadow([ax, ay], [bx, by]);
    const arrow = (id: string, letter: string, x: number, y: number, name: string): PlaneArrow => ({
      id,
      x,
      y,
      letter,
      name,
      index: '',
      role: id === 'a' ? 'query' : id === 'b' ? 'key' : 'output',
      draggable: id !== 'shadow',
      faint: id === 'shadow',
    });
    return {
      arrows: [
        arrow('b', 'b', bx, by, words.nameB),
        arrow('a', 'a', ax, ay, words.nameA),
        arrow('shadow', '', sx, sy, words.nameShadow),
      ],
    };
  }, [ax, ay, bx, by]);
  const move = (id: string, x: number, y: number) => {
    const to = [Number(x.toFixed(1)), Number(y.toFixed(1))];
    set({ vectors: id === 'a' ? [...to, bx, by] : [ax, ay, ...to] });
  };
  const host = useChart(vectorPlane, live ? arrows : null, {
    label: words.plane,
    extent,
    step,
    onMove: move,
  });

  useEffect(() => {
    if (!live) return;
    publishFacts('dot-product', {
      shapes: [
        { symbol: 'query', letter: 'a', shape: [2] },
        { symbol: 'key', letter: 'b', shape: [2] },
      ],
      subject: words.sum,
      arithmetic: `${formatValue(ax)} × ${formatValue(bx)} + ${formatValue(ay)} × ${formatValue(by)}`,
      result: formatValue(product),
    });
  }, [live, ax, ay, bx, by, product]);
  useEffect(() => () => publishFacts('dot-product', null), []);

  const rows = [
    [words.across, ax, bx],
    [words.up, ay, by],
  ] as const;
  return (
    <Figure
      root={root}
      widget="dot-product"
      number={number}
      title={title}
      badge="exact"
      computes="page"
      rubric={words.rubric}
      state={live ? 'ready' : 'idle'}
      handle={handle}
      reads={live ? words.reads(product, degrees) : words.nothing}
      table={{
        caption: words.tableCaption,
        columns: words.columns,
        rows: [
          ...rows.map(([name, one, other]) => [name, one, other, Number((one * other).toFixed(4))]),
          [words.sum, '', '', Number(product.toFixed(4))],
        ],
      }}
      sources="dot-product"
      outline={<PlaneOutline />}
    >
      <div className="sum-grid">
        <div className="plane-host" ref={host} />
        <table className="sum-table">
          <caption>{words.table}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col" data-tensor="query">
                a
              </th>
              <th scope="col" data-tensor="key">
                b
              </th>
              <th scope="col">{words.product}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, one, other]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{formatValue(one)}</td>
                <td>{formatValue(other)}</td>
                <td>{formatValue(one * other)}</td>
              </tr>
            ))}
            <tr className="is-total">
              <th scope="row">{words.sum}</th>
              <td colSpan={3}>{formatValue(product)}</td>
            </tr>
            <tr>
              <th scope="row">{words.lengths}</th>
              <td colSpan={3}>{formatValue(length(a) * length(b))}</td>
            </tr>
            <tr>
              <th scope="row">{words.cosine}</th>
              <td colSpan={3}>{share === null ? words.none : formatValue(share)}</td>
            </tr>
            <tr>
              <th scope="row">{words.angle}</th>
              <td colSpan={3}>{degrees === null ? words.none : words.degrees(degrees)}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </Figure>
  );
}
