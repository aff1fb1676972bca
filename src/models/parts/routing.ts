/**
 * Which token goes to which expert, as tensors of whole numbers that no gradient flows through: Fedus et al. 2021,
 * section 2, https://arxiv.org/abs/2101.03961. What is differentiable about routing is the weight of an expert alone.
 *
 * Deviation: TensorFlow's original multiplies by one-hot [tokens, experts, capacity] tensors; here rows are gathered,
 * whose gradient is a gather the other way, since every seat holds at most one token.
 */
import type { MixtureConfig } from '../config.ts';
import { withGradient } from '../kernels/with-gradient.ts';
import {
  add,
  argMax,
  cast,
  clipByValue,
  concat,
  cumsum,
  gather,
  greaterEqual,
  mul,
  oneHot,
  range,
  reshape,
  scatterND,
  slice,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  transpose,
  where,
  zeros,
  zerosLike,
} from '../tf.ts';

/** How many seats an expert has for so many tokens. */
export function capacityOf(
  tokens: number,
  { experts, chosen, capacityFactor }: Pick<MixtureConfig, 'experts' | 'chosen' | 'capacityFactor'>,
): number {
  if (capacityFactor === null) return tokens * chosen;
  return Math.min(tokens * chosen, Math.ceil((tokens * chosen * capacityFactor) / experts));
}

/** `make()` as a constant of `input`: comparisons and arg max have no gradient, and need none here. */
function constant<T extends Tensor>(input: Tensor, make: () => Tensor): T {
  return withGradient(
    [input],
    () => ({ value: make(), saved: [] }),
    () => zerosLike(input),
  ) as T;
}

/** The experts with the largest probabilities, best first: [batch, seq, experts] -> [batch, seq, chosen], whole numbers as float32. */
export function chooseExperts(routerProbs: Tensor3D, chosen: number): Tensor3D {
  const experts = routerProbs.shape[2];
  return constant(routerProbs, () => {
    const choices: Tensor[] = [];
    let left: Tensor = routerProbs; // [batch, seq, experts]
    for (let choice = 0; choice < chosen; choice++) {
      const best = argMax(left, -1); // [batch, seq]
      choices.push(cast(best, 'float32'));
      left = sub(left, mul(reshape(oneHot(reshape(best, [-1]), experts), left.shape), 2)); // [batch, seq, experts], a chosen one falls below 0
    }
    return stack(choices, -1); // [batch, seq, chosen]
  });
}

/** index: [batch, seq, chosen] -> [tokens, chosen, experts], 1 for the expert of each choice. */
export function choiceRows(index: Tensor3D, experts: number): Tensor3D {
  const [batch, length, chosen] = index.shape;
  return constant(index, () => {
    const whole = cast(clipByValue(reshape(index, [-1]), 0, experts - 1), 'int32'); // [tokens x chosen]
    return reshape(oneHot(whole, experts), [batch * length, chosen, experts]); // [tokens, chosen, experts]
  });
}

/** How many came to the same expert before this choice: [tokens, chosen, experts] -> [tokens, chosen]. */
function arrivals(choice: Tensor3D): Tensor2D {
  const [tokens, chosen, experts] = choice.shape;
  const queues = reshape(transpose(choice, [2, 1, 0]), [experts, chosen * tokens]); // [experts, chosen x tokens], first choices first
  const before = mul(cumsum(queues, 1, true), queues); // [experts, chosen x tokens]
  return transpose(reshape(sum(before, 0), [chosen, tokens])) as Tensor2D; // [tokens, chosen]
}

/** 1 where a choice comes to an expert whose seats are taken: [tokens, chosen]. */
export function overflow(choice: Tensor3D, capacity: number): Tensor2D {
  return constant(choice, () => cast(greaterEqual(arrivals(choice), capacity), 'float32'));
}

/** Who sits where, counted from 1; 0: nobody, nowhere. */
export interface Seats {
  /** The seat of each choice: int32 [tokens x chosen], in 0 ... experts x capacity. */
  readonly seatOfChoice: Tensor1D;
  /** The choice on each seat: int32 [experts x capacity], in 0 ... tokens x chosen. */
  readonly choiceOfSeat: Tensor1D;
}

/** Seats each choice with its expert, in the order of arrival, while there are seats. */
export function seat(choice: Tensor3D, capacity: number): Seats {
  const [tokens, chosen, experts] = choice.shape;
  const seats = experts * capacity;
  const seatOfChoice: Tensor1D = constant(choice, () => {
    const place = reshape(arrivals(choice), [-1]); // [tokens x chosen]
    const expert = reshape(sum(mul(choice, range(0, experts)), -1), [-1]); // [tokens x chosen]
    const found = add(add(mul(expert, capacity), place), 1); // [tokens x chosen]
    return cast(where(greaterEqual(place, capacity), zerosLike(found), found), 'int32'); // [tokens x chosen]
  });
  const choiceOfSeat: Tensor1D = constant(seatOfChoice, () => {
    const numbers = range(1, tokens * chosen + 1); // [tokens x chosen]
    // Those without a seat all meet at index 0, which is cut off.
    const placed = scatterND(reshape(seatOfChoice, [-1, 1]), numbers, [seats + 1]); // [1 + experts x capacity]
    return cast(slice(placed, [1], [seats]), 'int32'); // [experts x capacity]
  });
  return { seatOfChoice, choiceOfSeat };
}

/**
 * Row `to[i] - 1` of `rows` as row i, zeros where `to[i]` is 0; `from` is the way back, and so the gradient's.
 * rows: [m, width], to: int32 [n], from: int32 [m] -> [n, width]
 */
export function moveRows(rows: Tensor2D, to: Tensor1D, from: Tensor1D): Tensor2D {
  const pick = (table: Tensor, indices: Tensor1D): Tensor => {
    const none = zeros([1, table.shape[1] ?? 0]); // [1, width]
    return gather(concat([none, table], 0), indices); // [indices, width]
  };
  return withGradient(
    [rows],
    () => ({ value: pick(rows, to), saved: [to, from] }),
    (dMoved, [, back]) => pick(dMoved, back as Tensor1D),
  ) as Tensor2D;
}
