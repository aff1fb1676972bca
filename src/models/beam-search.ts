/**
 * Beam search: the few likeliest texts so far are gone on with side by side. Sequence Transduction with Recurrent Neural
 * Networks, Graves 2012, https://arxiv.org/abs/1211.3711; with the length penalty of Google's Neural Machine
 * Translation System, Wu et al. 2016, section 7, https://arxiv.org/abs/1609.08144.
 *
 *   s(Y) = log P(Y) / lp(Y),   lp(Y) = (5 + |Y|)^alpha / (5 + 1)^alpha
 *
 * | code          | symbol                                                    |
 * | ------------- | --------------------------------------------------------- |
 * | width         | the number of beams                                       |
 * | lengthPenalty | alpha; 0: the plain log probability                       |
 * | tokens        | Y, what was written, its end mark included                |
 *
 * Plain arithmetic over any model that can be read step by step: what a model is lies in `BeamReader`.
 *
 * Deviations: no coverage penalty, which needs an attention to count. A text that ends is kept where it is among the
 * `width` likeliest of its step; the search ends when no text still open can overtake the `width` best of those.
 */
import { logSoftmax } from './sampling.ts';

/** How texts are read, one row each. A state belongs to whoever got it; `dispose` gives it back. */
export interface BeamReader<State> {
  /** The logits after the prompt, [vocabulary], and the state of that one text. */
  begin(): Promise<{ readonly logits: ArrayLike<number>; readonly state: State }>;
  /** The logits of each row after one more token, and the next state. */
  step(
    state: State,
    tokens: readonly number[],
  ): Promise<{ readonly logits: readonly ArrayLike<number>[]; readonly state: State }>;
  /** The state whose row i is row `parents[i]` of `state`; there may be more rows or fewer. */
  reorder(state: State, parents: readonly number[]): State;
  dispose(state: State): void;
}

export interface BeamOptions {
  readonly width: number;
  /** How many tokens are written at most. */
  readonly maximum: number;
  /** Tokens that end a text. */
  readonly stop: readonly number[];
  /** alpha */
  readonly lengthPenalty: number;
}

export interface Hypothesis {
  readonly tokens: readonly number[];
  /** log P(Y) */
  readonly logProbability: number;
  /** s(Y) */
  readonly score: number;
  /** Whether it came to its end, or to `maximum`. */
  readonly ended: boolean;
}

/** What one step looked at, for figures: the continuations kept, best first, and the best of those that were not. */
export interface BeamStep {
  readonly step: number;
  readonly kept: readonly Continuation[];
  readonly left: readonly Continuation[];
}

export interface Continuation {
  /** The row of the step before that it goes on from. */
  readonly parent: number;
  readonly token: number;
  readonly logProbability: number;
  readonly ended: boolean;
}

interface Beam {
  readonly tokens: readonly number[];
  readonly logProbability: number;
}

export function lengthPenalty(length: number, alpha: number): number {
  return (5 + length) ** alpha / 6 ** alpha;
}

/** The likeliest texts, best first, at most `width`. `onStep` is told of every step. */
export async function beamSearch<State>(
  reader: BeamReader<State>,
  options: BeamOptions,
  onStep?: (step: BeamStep) => void,
): Promise<Hypothesis[]> {
  return runOut(beamSteps(reader, options), onStep);
}

/** To the end of a search. */
export async function runOut(
  steps: AsyncGenerator<BeamStep, Hypothesis[]>,
  onStep?: (step: BeamStep) => void,
): Promise<Hypothesis[]> {
  for (;;) {
    const { value, done } = await steps.next();
    if (done) return value;
    onStep?.(value);
  }
}

/** The search step by step. */
export async function* beamSteps<State>(
  reader: BeamReader<State>,
  options: BeamOptions,
): AsyncGenerator<BeamStep, Hypothesis[]> {
  const { width, maximum } = options;
  if (!Number.isInteger(width) || width < 1) throw new RangeError('A beam search needs at least one beam.');
  if (!Number.isInteger(maximum) || maximum < 1) throw new RangeError('At least one token must be written.');
  const first = await reader.begin();
  let state = first.state;
  let rows: readonly ArrayLike<number>[] = [first.logits];
  let beams: readonly Beam[] = [{ tokens: [], logProbability: 0 }];
  let ended: readonly Hypothesis[] = [];
  try {
    for (let step = 1; ; step++) {
      const { kept, left } = continuations(beams, rows, options);
      yield { step, kept, left };
      ended = best(
        [...ended, ...kept.filter((one) => one.ended).map((one) => hypothesis(one, beams, options))],
        width,
      );
      const open = kept.filter((one) => !one.ended).slice(0, width);
      const before = beams;
      beams = open.map((one) => ({ tokens: written(one, before), logProbability: one.logProbability }));
      if (step === maximum || cannotChange(ended, beams, options)) break;
      const ordered = reader.reorder(
        state,
        filled(
          open.map(({ parent }) => parent),
          width,
        ),
      );
      reader.dispose(state);
      state = ordered;
      const next = await reader.step(
        state,
        filled(
          open.map(({ token }) => token),
          width,
        ),
      );
      reader.dispose(state);
      state = next.state;
      rows = next.logits;
    }
  } finally {
    reader.dispose(state);
  }
  const unended = beams.map(({ tokens, logProbability }) => scored(tokens, logProbability, false, options));
  return best(cannotChange(ended, beams, options) ? [...ended] : [...ended, ...unended], width);
}

/** As many rows as there are beams, so that no shape changes: where texts are missing the first is read again. */
const filled = (values: readonly number[], width: number): number[] =>
  Array.from({ length: width }, (_, row) => values[row] ?? values[0] ?? 0);

/** The `width` likeliest ways to go on, and with them as many open ones as there are beams. */
function continuations(
  beams: readonly Beam[],
  rows: readonly ArrayLike<number>[],
  { width, stop }: BeamOptions,
): Pick<BeamStep, 'kept' | 'left'> {
  const all = beams.flatMap(({ logProbability }, parent) =>
    Array.from(logSoftmax(rows[parent] ?? []), (own, token): Continuation => {
      return { parent, token, logProbability: logProbability + own, ended: stop.includes(token) };
    }),
  );
  const ranked = all
    .filter((one) => one.logProbability > Number.NEGATIVE_INFINITY)
    .sort((a, b) => b.logProbability - a.logProbability);
  let open = 0;
  const kept = ranked.filter((one, rank) => {
    if (one.ended) return rank < width;
    open += 1;
    return open <= width;
  });
  const chosen = new Set(kept);
  return { kept, left: ranked.slice(0, kept.length + 2 * width).filter((one) => !chosen.has(one)) };
}

const written = ({ parent, token }: Continuation, beams: readonly Beam[]): number[] => [
  ...(beams[parent]?.tokens ?? []),
  token,
];

const hypothesis = (one: Continuation, beams: readonly Beam[], options: BeamOptions): Hypothesis =>
  scored(written(one, beams), one.logProbability, true, options);

const scored = (
  tokens: readonly number[],
  logProbability: number,
  ended: boolean,
  options: BeamOptions,
): Hypothesis => {
  const score = logProbability / lengthPenalty(tokens.length, options.lengthPenalty);
  return { tokens, logProbability, score, ended };
};

const best = (texts: readonly Hypothesis[], width: number): Hypothesis[] =>
  [...texts].sort((a, b) => b.score - a.score).slice(0, width);

/** Whether no open text can still come among the `width` best: it only loses probability, and its length is bounded. */
function cannotChange(ended: readonly Hypothesis[], beams: readonly Beam[], options: BeamOptions): boolean {
  if (beams.length === 0) return true;
  const worst = ended[options.width - 1];
  if (worst === undefined) return false;
  return beams.every(({ tokens, logProbability }) => {
    const shortest = lengthPenalty(tokens.length + 1, options.lengthPenalty);
    const longest = lengthPenalty(options.maximum, options.lengthPenalty);
    return logProbability / Math.max(shortest, longest) <= worst.score;
  });
}
