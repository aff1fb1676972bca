/**
 * One channel of a selective state space model in three forms that give the same numbers: step by step, by a parallel scan, and as
 * one matrix. Plain arithmetic, small enough to follow.
 *
 *   h_t = exp(delta_t A) h_(t-1) + delta_t B_t x_t,   y_t = C_t h_t
 *
 * - recurrence: Gu and Dao 2023, equation 2, https://arxiv.org/abs/2312.00752; as many steps as tokens
 * - parallel scan: pairs (a, b) that stand for h -> a h + b, joined two by two, Blelloch 1990 (CMU-CS-90-190), here with Hillis
 *   and Steele's doubling: as many rounds as the length has bits
 * - matrix: Ali et al. 2024, https://arxiv.org/abs/2403.01590; what attention would have to look at
 */
export interface ChannelScan {
  /** [time] */
  readonly x: ArrayLike<number>;
  /** [time] */
  readonly delta: ArrayLike<number>;
  /** [state], below 0 */
  readonly A: ArrayLike<number>;
  /** [time, state] */
  readonly B: ArrayLike<number>;
  /** [time, state] */
  readonly C: ArrayLike<number>;
}

const at = (values: ArrayLike<number>, index: number): number => values[index] ?? 0;

/** What a token keeps of a state, and what it adds to it. */
const kept = ({ delta, A }: ChannelScan, t: number, n: number) => Math.exp(at(delta, t) * at(A, n));
const added = ({ x, delta, A, B }: ChannelScan, t: number, n: number) =>
  at(delta, t) * at(B, t * A.length + n) * at(x, t);

/** y: [time] */
export function byRecurrence(scan: ChannelScan): Float64Array {
  const states = scan.A.length;
  const h = new Float64Array(states);
  return Float64Array.from({ length: scan.x.length }, (_, t) => {
    let y = 0;
    for (let n = 0; n < states; n++) {
      h[n] = kept(scan, t, n) * at(h, n) + added(scan, t, n);
      y += at(scan.C, t * states + n) * at(h, n);
    }
    return y;
  });
}

/** The rounds of doubling that a scan over so many tokens takes. */
export const scanRounds = (time: number): number => Math.ceil(Math.log2(Math.max(1, time)));

/** y: [time]. Within a round no token waits for another. */
export function byParallelScan(scan: ChannelScan): Float64Array {
  const states = scan.A.length;
  const time = scan.x.length;
  let a = Float64Array.from({ length: time * states }, (_, i) =>
    kept(scan, Math.floor(i / states), i % states),
  );
  let b = Float64Array.from({ length: time * states }, (_, i) =>
    added(scan, Math.floor(i / states), i % states),
  );
  for (let round = 0; round < scanRounds(time); round++) {
    const back = 2 ** round * states;
    // (a, b) after (a', b') is (a a', a b' + b).
    const [before, first] = [a, b];
    a = before.map((own, i) => (i < back ? own : own * at(before, i - back)));
    b = first.map((own, i) => (i < back ? own : at(before, i) * at(first, i - back) + own));
  }
  return Float64Array.from({ length: time }, (_, t) => {
    let y = 0;
    for (let n = 0; n < states; n++) y += at(scan.C, t * states + n) * at(b, t * states + n);
    return y;
  });
}

/** M: [time, time], y = M x: how much of x at the column arrives at the row. */
export function impliedMatrix(scan: ChannelScan): Float64Array {
  const states = scan.A.length;
  const time = scan.x.length;
  const matrix = new Float64Array(time * time);
  for (let s = 0; s < time; s++) {
    for (let n = 0; n < states; n++) {
      let left = at(scan.delta, s) * at(scan.B, s * states + n);
      for (let t = s; t < time; t++) {
        if (t > s) left *= kept(scan, t, n);
        matrix[t * time + s] = at(matrix, t * time + s) + at(scan.C, t * states + n) * left;
      }
    }
  }
  return matrix;
}

/** y: [time] */
export function byMatrix(scan: ChannelScan): Float64Array {
  const time = scan.x.length;
  const matrix = impliedMatrix(scan);
  return Float64Array.from({ length: time }, (_, t) => {
    let y = 0;
    for (let s = 0; s <= t; s++) y += at(matrix, t * time + s) * at(scan.x, s);
    return y;
  });
}

/** The largest difference between two lists of numbers. */
export const furthest = (one: ArrayLike<number>, other: ArrayLike<number>): number => {
  let most = 0;
  for (let index = 0; index < one.length; index++)
    most = Math.max(most, Math.abs(at(one, index) - at(other, index)));
  return most;
};
