/** Outlines of pictures that are not there yet, in the rule's colour. */

/** The lower triangle of a causal map. */
export function MatrixOutline({
  count = 14,
  cell = 15,
}: {
  readonly count?: number;
  readonly cell?: number;
}) {
  const cells = Array.from({ length: count }, (_, row) =>
    Array.from({ length: row + 1 }, (_, column) => [row, column] as const),
  ).flat();
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${count * cell + 1} ${count * cell + 1}`}
      width={count * cell + 1}
      height={count * cell + 1}
    >
      {cells.map(([row, column]) => (
        <rect
          key={`${row},${column}`}
          className="line"
          x={column * cell + 0.5}
          y={row * cell + 0.5}
          width={cell - 1}
          height={cell - 1}
        />
      ))}
    </svg>
  );
}

export function BarsOutline({ rows }: { readonly rows: number }) {
  const widths = Array.from({ length: rows }, (_, index) => 180 / (index + 1));
  return (
    <svg aria-hidden="true" viewBox={`0 0 212 ${rows * 20}`} width={212} height={rows * 20}>
      {widths.map((width, index) => (
        <rect key={width} className="line" x={0.5} y={index * 20 + 4.5} width={width} height={12} />
      ))}
    </svg>
  );
}

export function PlaneOutline({ size = 212 }: { readonly size?: number }) {
  const middle = size / 2 + 0.5;
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${size + 1} ${size + 1}`} width={size + 1} height={size + 1}>
      <rect className="line" x={0.5} y={0.5} width={size} height={size} />
      <path className="line" d={`M${middle} 0V${size}M0 ${middle}H${size}`} />
    </svg>
  );
}

export function CurveOutline({ size = 212 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${size} ${size}`} width={size} height={size}>
      <path className="line" d={`M.5 0V${size - 0.5}H${size}`} />
      <path
        className="line"
        d={`M2 4C${size / 6} ${size * 0.8} ${size / 2} ${size * 0.85} ${size} ${size * 0.9}`}
      />
    </svg>
  );
}
