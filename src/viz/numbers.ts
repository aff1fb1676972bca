/** How the book writes numbers and steps of its ramps. Minus is U+2212; a weight has two decimals, a loss three. */
import { format, formatLocale } from 'd3-format';

const minus = '\u2212';
const locale = formatLocale({ decimal: '.', thousands: ',', grouping: [3], currency: ['', ''], minus });
const twoDecimals = locale.format('.2f');
const threeDecimals = locale.format('.3f');
const wholeNumber = locale.format(',d');

/** A number without the sign of a zero that rounding made: -0.001 is 0.00. */
function unsignedZero(text: string): string {
  return /^\u2212[0.]+$/.test(text) ? text.slice(1) : text;
}

/** A signed value with two decimals. */
export function formatValue(value: number): string {
  return unsignedZero(twoDecimals(value));
}

/** A signed value with a given number of decimals. */
export function formatDecimals(value: number, decimals: number): string {
  return unsignedZero(locale.format(`.${decimals}f`)(value));
}

/** A weight or probability: two decimals, `< 0.01` instead of 0.00 for what is not nothing. */
export function formatWeight(weight: number): string {
  if (weight > 0 && weight < 0.005) return '< 0.01';
  return weight > 0.995 && weight < 1 ? '> 0.99' : twoDecimals(weight);
}

/** A weight inside a sentence. */
export function spokenWeight(weight: number): string {
  return formatWeight(weight).replace('< ', 'under ').replace('> ', 'over ');
}

export function formatLoss(loss: number): string {
  return unsignedZero(threeDecimals(loss));
}

export function formatWhole(count: number): string {
  return wholeNumber(count);
}

/** Six significant digits, for reading a cell exactly. */
export function formatExact(value: number): string {
  return format('.6~r')(value).replace('-', minus);
}

const powers = [
  '\u2070',
  '\u00b9',
  '\u00b2',
  '\u00b3',
  '\u2074',
  '\u2075',
  '\u2076',
  '\u2077',
  '\u2078',
  '\u2079',
];

/** A tick of an axis: 0.5, 2,000, 175B; beyond the trillions a power of ten, 3\u00d710\u00b2\u00b3. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) {
    const exponent = Math.floor(Math.log10(size) + 1e-9);
    const lead = Number((value / 10 ** exponent).toPrecision(2));
    const raised = [...String(Math.abs(exponent))].map((digit) => powers[Number(digit)]).join('');
    return `${lead === 1 ? '' : `${lead}\u00d7`}10${exponent < 0 ? '\u207b' : ''}${raised}`;
  }
  for (const [unit, letter] of [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
  ] as const)
    if (size >= unit) return `${formatExact(Number((value / unit).toPrecision(3)))}${letter}`;
  return size >= 1000 ? formatWhole(value) : formatExact(Number(value.toPrecision(4)));
}

/** Step 1 to 9 of the probability ramp, by square root: small weights stay visible. */
export function sequentialStep(probability: number): number {
  return Math.min(9, 1 + Math.floor(9 * Math.sqrt(Math.max(0, probability))));
}

/** Step 1 to 11 of the signed ramp, 6 is zero. `most` is the largest magnitude of all vectors that are shown together. */
export function divergingStep(value: number, most: number): number {
  if (!(most > 0)) return 6;
  const share = Math.min(1, Math.abs(value) / most);
  return 6 + Math.sign(value) * Math.round(5 * share ** 0.7);
}

/** The largest magnitude in some vectors. */
export function largestMagnitude(...vectors: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const vector of vectors)
    for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i] ?? 0));
  return most;
}

const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** An amount of memory to three digits; 1 kB is 1,000 bytes. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const decimals = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${locale.format(`,.${decimals}f`)(value)} ${byteUnits[power] ?? ''}`;
}
