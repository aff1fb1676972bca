/** Batches of a task that is drawn anew for every row. */
import type { RandomStream } from '../../random.ts';
import type { Batch, Dataset } from '../batch.ts';
import { batchStream, type Part } from '../parts.ts';

/** One row of a batch, all zeros before it is written: each array has one number a position. */
export interface Row {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
  /** 1 where the target is asked for. */
  readonly weights: Float32Array;
}

export interface Task {
  readonly vocabulary: number;
  /**
   * Draws one row, and answers with the sum of -log p of what is asked there, in nats: 0 where the row determines it.
   * `part` matters only to tasks with so few items that some must be held out by name.
   */
  readonly write: (random: RandomStream, row: Row, part: Part) => number;
}

export interface TaskDataset extends Dataset {
  readonly task: Task;
  /** Batches of one part, of any length: for tests at lengths that training never sees. */
  draw(part: Part, seed: number, index: number, rows: number, length: number): Batch;
}

/** How the card of a model names data that is made here. */
export const ours = (name: string) => ({ name, licence: 'ours (MIT)', package: null });

/** The batches that `heldOut` answers with have this seed in the test part. */
const heldOutSeed = 0;

export function taskDataset(task: Task): TaskDataset {
  function draw(part: Part, seed: number, index: number, rows: number, length: number): Batch {
    const random = batchStream(part, seed, index);
    const tokens = new Int32Array(rows * length);
    const targets = new Int32Array(rows * length);
    const weights = new Float32Array(rows * length);
    let surprise = 0;
    for (let row = 0; row < rows; row++) {
      const [from, to] = [row * length, (row + 1) * length];
      const views = { tokens: tokens.subarray(from, to), targets: targets.subarray(from, to) };
      surprise += task.write(random, { ...views, weights: weights.subarray(from, to) }, part);
    }
    const asked = weights.reduce((sum, one) => sum + one, 0);
    return { rows, length, tokens, targets, weights, floor: surprise / Math.max(1, asked) };
  }

  return {
    task,
    vocabulary: task.vocabulary,
    draw,
    training: (seed, index, rows, length) => draw('training', seed, index, rows, length),
    heldOut: (count, rows, length) =>
      Array.from({ length: count }, (_, index) => draw('test', heldOutSeed, index, rows, length)),
  };
}

/** Writes a text of one token more than the row: each position is to predict the next one where `asked` says so. */
export function writeNextTokens(row: Row, text: ArrayLike<number>, asked: (target: number) => boolean): void {
  for (let at = 0; at < row.tokens.length; at++) {
    row.tokens[at] = text[at] ?? 0;
    row.targets[at] = text[at + 1] ?? 0;
    row.weights[at] = at + 1 < text.length && asked(at + 1) ? 1 : 0;
  }
}

/** `count` different numbers of `0 ... limit - 1`, in a random order. */
export function drawDistinct(random: RandomStream, count: number, limit: number): Int32Array {
  if (count > limit) throw new RangeError(`There are no ${count} different numbers under ${limit}.`);
  // The first steps of a shuffle, on an array that is imagined where it has not been touched.
  const moved = new Map<number, number>();
  return Int32Array.from({ length: count }, (_, at) => {
    const other = at + random.integer(limit - at);
    const drawn = moved.get(other) ?? other;
    moved.set(other, moved.get(at) ?? at);
    return drawn;
  });
}
