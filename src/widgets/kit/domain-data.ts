/** The held-out texts of the four domains, read by a model in one pass: what it loses by domain, and which expert each token meets. */
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import type { RunResult, TensorData, Text } from '../../runtime/client.ts';
import { type DomainKind, domainKinds, domainLength, domainTexts } from './domain-texts.ts';

/** In arithmetic the answers alone are asked for; a French sentence that is cut off is not. */
function asked(kind: DomainKind, words: readonly string[]): boolean[] {
  const read = words.slice(0, domainLength);
  if (kind === 'arithmetic') {
    let answer = false;
    return read.map((word, at) => {
      answer = word === '=' || (answer && word !== ';');
      return answer && words[at + 1] !== undefined;
    });
  }
  const marks = ['.', '<histoire>'];
  const end = kind === 'french' ? words.slice(1).findLastIndex((word) => marks.includes(word)) : read.length;
  return read.map((_, at) => at <= end);
}

/** Each text with what it asks for, domain by domain. */
export function domainRows(tokenizer: Tokenizer): readonly (Text & { readonly kind: DomainKind })[] {
  const ids = new Map(tokenizer.vocabulary.map((word, id) => [word, id]));
  return domainKinds.flatMap((kind) =>
    domainTexts[kind].map((text) => {
      const words = text.split(' ');
      const all = words.map((word) => ids.get(word) ?? 0);
      const targets = asked(kind, words).map((is, at) => (is ? (all[at + 1] ?? -1) : -1));
      return { kind, tokens: all.slice(0, domainLength), targets };
    }),
  );
}

/** The rows as a request takes them. */
export function domainReading(tokenizer: Tokenizer): Text & { readonly others: readonly Text[] } {
  const [first = { tokens: [] }, ...others] = domainRows(tokenizer).map(({ tokens, targets }) => ({
    tokens,
    ...(targets ? { targets } : {}),
  }));
  return { ...first, others };
}

/** Nats a token that is asked for, by domain, and over all four: each domain counts the same. */
export function lossByDomain(result: RunResult, tokenizer: Tokenizer): readonly number[] {
  const sums = new Map<DomainKind, { loss: number; asked: number }>();
  for (const [row, { kind, targets = [] }] of domainRows(tokenizer).entries()) {
    const sum = sums.get(kind) ?? { loss: 0, asked: 0 };
    for (const [at, target] of targets.entries()) {
      if (target < 0) continue;
      sum.loss += result.losses?.[row * domainLength + at] ?? 0;
      sum.asked += 1;
    }
    sums.set(kind, sum);
  }
  return domainKinds.map((kind) => {
    const { loss = 0, asked: count = 1 } = sums.get(kind) ?? {};
    return loss / count;
  });
}

export interface ExpertShares {
  /** Choices that an expert took. // [expert][domain] */
  readonly taken: readonly (readonly number[])[];
  /** Choices that found it full. // [expert] */
  readonly dropped: readonly number[];
  /** Choices that fell on it, taken or not. // [expert] */
  readonly asked: readonly number[];
  /** The busiest expert's, as a multiple of an even share. */
  readonly busiest: number;
}

/** index, dropped: [rows, seq, chosen], the rows domain by domain. */
export function sharesOf(index: TensorData, dropped: TensorData | null, experts: number): ExpertShares {
  const [rows = 0, length = 0, chosen = 1] = index.shape;
  const perKind = Math.max(1, rows / domainKinds.length);
  const taken = Array.from({ length: experts }, () => domainKinds.map(() => 0));
  const lost = Array.from({ length: experts }, () => 0);
  index.data.forEach((expert, at) => {
    const kind = Math.floor(at / (length * chosen) / perKind);
    if (dropped?.data[at]) lost[expert] = (lost[expert] ?? 0) + 1;
    else {
      const own = taken[expert];
      if (own) own[kind] = (own[kind] ?? 0) + 1;
    }
  });
  const asked = taken.map((own, expert) => own.reduce((sum, count) => sum + count, 0) + (lost[expert] ?? 0));
  const busiest = (Math.max(...asked) * experts) / Math.max(1, index.data.length);
  return { taken, dropped: lost, asked, busiest };
}
