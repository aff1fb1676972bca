/** Texts with a class each, for an encoder with a classification head. Plain arithmetic, for the tab and for Node. */
import type { Batch } from './batch.ts';
import { type ItemDataset, itemDataset } from './item-dataset.ts';
import { batchStream, type Parts } from './parts.ts';
import type { Tokenizer } from './tokenizers/tokenizer.ts';

/** What a text for BERT is made with (Devlin et al. 2019); their ids are 0, 1, 2, 3 where a tokenizer learns them first. */
export const encoderMarks = { padding: '<pad>', first: '<cls>', last: '<sep>', blank: '<mask>' } as const;

export interface LabelledText {
  readonly text: string;
  /** A class, counted from 0. */
  readonly label: number;
}

function markId(tokenizer: Tokenizer, mark: string): number {
  const id = tokenizer.vocabulary.indexOf(mark);
  if (id < 0) throw new Error(`The tokenizer has no mark ${mark}.`);
  return id;
}

/** <cls> text <sep>, cut to `length`; what the tokenizer does not know is left out. */
export function encodeForClass(tokenizer: Tokenizer, text: string, length: number): number[] {
  const known = tokenizer.encode(text).flatMap(({ id }) => (id === null ? [] : [id]));
  return [
    markId(tokenizer, encoderMarks.first),
    ...known.slice(0, length - 2),
    markId(tokenizer, encoderMarks.last),
  ];
}

/**
 * Each batch is as long as its longest text, and no longer than is asked for. No token is asked for, only the class. In
 * training a mask hides the share `hidden` of the words, others each time (word dropout: Iyyer et al. 2015, section 3.2,
 * https://aclanthology.org/P15-1162), so that the class is not learned by heart from one of them.
 */
export function labelledTextDataset(
  texts: Parts<LabelledText>,
  tokenizer: Tokenizer,
  hidden = 0,
): ItemDataset<LabelledText> {
  const padding = markId(tokenizer, encoderMarks.padding);
  const blank = markId(tokenizer, encoderMarks.blank);
  const marks = new Set(Object.values(encoderMarks).map((mark) => markId(tokenizer, mark)));
  const whole = itemDataset({
    vocabulary: tokenizer.vocabulary.length,
    items: texts,
    toBatch(items, longest): Batch {
      const encoded = items.map(({ text }) => encodeForClass(tokenizer, text, longest));
      const rows = items.length;
      const length = Math.max(...encoded.map((ids) => ids.length));
      const tokens = new Int32Array(rows * length).fill(padding);
      const isToken = new Float32Array(rows * length);
      encoded.forEach((ids, row) => {
        tokens.set(ids, row * length);
        isToken.fill(1, row * length, row * length + ids.length);
      });
      return {
        rows,
        length,
        tokens,
        targets: new Int32Array(rows * length),
        weights: new Float32Array(rows * length),
        floor: null,
        padding: isToken,
        classes: Int32Array.from(items, ({ label }) => label),
      };
    },
  });
  return {
    ...whole,
    training(seed, index, rows, length) {
      const batch = whole.training(seed, index, rows, length);
      const random = batchStream('training', seed ^ blank, index);
      const tokens = batch.tokens.map((token) =>
        !marks.has(token) && random.next() < hidden ? blank : token,
      );
      return { ...batch, tokens };
    },
  };
}
