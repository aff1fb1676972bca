import { formatDecimals, formatValue } from '../../viz/numbers.ts';

export const dotProductMessages = {
  title: 'Two vectors and their dot product',
  rubric: 'Drag a red handle, and watch the sign of the sum.',
  vectors: 'Vectors',
  plane: 'Two vectors and the shadow of b on a',
  nameA: 'vector a',
  nameB: 'vector b',
  nameShadow: 'shadow of b on a',
  table: 'The sum',
  across: 'across',
  up: 'up',
  product: 'product',
  sum: 'a · b',
  lengths: '|a| |b|',
  cosine: 'cosine',
  angle: 'angle',
  degrees: (degrees: number) => `${formatDecimals(degrees, 0)}°`,
  none: 'none',
  tableCaption: 'Two vectors and their dot product',
  columns: ['', 'a', 'b', 'a × b'],
  nothing: 'Nothing yet.',
  reads: (product: number, degrees: number | null) => {
    if (degrees === null)
      return `a · b = ${formatValue(product)}: a vector without length points nowhere, and makes no angle.`;
    const way =
      Math.abs(product) < 0.005
        ? 'they stand at a right angle'
        : product > 0
          ? 'they point more or less the same way'
          : 'they point away from each other';
    return `a · b = ${formatValue(product)}: ${way}, ${formatDecimals(degrees, 0)}° apart.`;
  },
} as const;
