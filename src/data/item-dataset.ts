/** Data sets of separate items, such as definitions or words: each is seen once an epoch, in an order of its own. */
import type { Batch, Dataset } from './batch.ts';
import { batchStream, type Part, type Parts, shuffled } from './parts.ts';

export interface ItemDataset<Item> extends Dataset {
  readonly items: Parts<Item>;
  /** Every item of a part once, in order; the last batch has fewer rows. */
  cover(part: Part, rows: number, length: number): Batch[];
}

export interface ItemSource<Item> {
  readonly vocabulary: number;
  readonly items: Parts<Item>;
  /** All rows of one length, at most `length`. */
  readonly toBatch: (items: readonly Item[], length: number) => Batch;
}

export function itemDataset<Item>({ vocabulary, items, toBatch }: ItemSource<Item>): ItemDataset<Item> {
  let order: { readonly seed: number; readonly epoch: number; readonly places: Int32Array } | null = null;
  const placesOf = (seed: number, epoch: number): Int32Array => {
    if (order?.seed !== seed || order.epoch !== epoch) {
      order = { seed, epoch, places: shuffled(items.training.length, batchStream('training', seed, epoch)) };
    }
    return order.places;
  };
  const at = (part: Part, place: number | undefined): Item => {
    const item = items[part][place ?? -1];
    if (item === undefined) throw new RangeError(`The ${part} part has no item ${place}.`);
    return item;
  };

  return {
    vocabulary,
    items,

    training(seed, index, rows, length) {
      const count = items.training.length;
      const chosen = Array.from({ length: rows }, (_, row) => {
        const drawn = index * rows + row;
        return at('training', placesOf(seed, Math.floor(drawn / count))[drawn % count]);
      });
      return toBatch(chosen, length);
    },

    // As many as there are: no item twice.
    heldOut(count, rows, length) {
      const places = shuffled(items.validation.length, batchStream('validation', 0, 0));
      const whole = Math.min(count, Math.floor(places.length / rows));
      return Array.from({ length: whole }, (_, batch) => {
        const mine = places.subarray(batch * rows, (batch + 1) * rows);
        return toBatch(
          Array.from(mine, (place) => at('validation', place)),
          length,
        );
      });
    },

    cover(part, rows, length) {
      const batches: Batch[] = [];
      for (let from = 0; from < items[part].length; from += rows) {
        batches.push(toBatch(items[part].slice(from, from + rows), length));
      }
      return batches;
    },
  };
}
