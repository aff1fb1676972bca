/**
 * Span corruption: T5, Raffel et al. 2019, sections 3.1.4 and 3.3.4, https://arxiv.org/abs/1910.10683. 15 % of the tokens
 * go, in spans of 3 on average; in the source a sentinel stands for each span, and the target is every sentinel with
 * what it stands for, and one more sentinel at the end.
 *
 *   Thank you for inviting me to your party last week  ->  Thank you <0> me to your party <1> week
 *                                                          <0> for inviting <1> last <2>
 *
 * | code    | paper                            |
 * | ------- | -------------------------------- |
 * | rate    | corruption rate, 15 %            |
 * | mean    | mean span length, 3              |
 *
 * As in the paper's code (`random_spans_noise_mask`) the number of tokens and of spans is exact, both are cut into random
 * parts, and the text begins with what is kept.
 */
import type { RandomStream } from '../../random.ts';

export interface CorruptionOptions {
  /** Ids of the sentinels, in order. */
  readonly sentinels: readonly number[];
  readonly rate?: number;
  readonly mean?: number;
}

export interface Corrupted {
  readonly source: number[];
  readonly target: number[];
}

export function corruptSpans(
  text: readonly number[],
  random: RandomStream,
  { sentinels, rate = 0.15, mean = 3 }: CorruptionOptions,
): Corrupted {
  if (text.length < 2) throw new RangeError('A text to corrupt needs two tokens.');
  const noise = Math.min(text.length - 1, Math.max(1, Math.round(text.length * rate)));
  const most = Math.min(noise, text.length - noise, sentinels.length - 1);
  const spans = Math.min(most, Math.max(1, Math.round(noise / mean)));
  const dropped = partition(noise, spans, random);
  const kept = partition(text.length - noise, spans, random);
  const source: number[] = [];
  const target: number[] = [];
  let at = 0;
  for (let span = 0; span < spans; span++) {
    const from = at + (kept[span] ?? 0);
    const to = from + (dropped[span] ?? 0);
    const sentinel = sentinels[span] ?? 0;
    source.push(...text.slice(at, from), sentinel);
    target.push(sentinel, ...text.slice(from, to));
    at = to;
  }
  target.push(sentinels[spans] ?? 0);
  return { source, target };
}

/** `total` things in `parts` parts of at least one, each way equally likely. */
function partition(total: number, parts: number, random: RandomStream): number[] {
  const sizes: number[] = [];
  let [left, open] = [total, parts];
  // Of the cuts still to be made among the places still left, the next place is one with this probability.
  let size = 1;
  for (let place = 1; place < total; place++) {
    const cuts = open - 1;
    if (random.next() < cuts / (left - 1)) {
      sizes.push(size);
      size = 0;
      open -= 1;
    }
    size += 1;
    left -= 1;
  }
  return [...sizes, size];
}

/** The text that was corrupted; null where source and target do not fit together. */
export function restoreSpans({ source, target }: Corrupted, sentinels: readonly number[]): number[] | null {
  const spans = new Map<number, number[]>();
  let current: number[] | null = null;
  for (const token of target) {
    if (sentinels.includes(token)) {
      if (spans.has(token)) return null;
      current = [];
      spans.set(token, current);
    } else if (current === null) return null;
    else current.push(token);
  }
  const text: number[] = [];
  for (const token of source) {
    if (!sentinels.includes(token)) text.push(token);
    else {
      const span = spans.get(token);
      if (span === undefined) return null;
      text.push(...span);
    }
  }
  return text;
}
