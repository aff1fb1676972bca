/** Running text as batches: a book, speeches, or what the reader pastes. Plain arithmetic, for the tab and for Node. */
import type { Batch, Dataset } from './batch.ts';
import { batchStream, type Part, type Parts, splitDocuments } from './parts.ts';
import type { Tokenizer } from './tokenizers/tokenizer.ts';

export interface CoverOptions {
  readonly rows: number;
  readonly length: number;
  /** How many tokens of each window were asked for in the window before: the least that a prediction sees. Default half. */
  readonly overlap?: number;
}

export interface TextDataset extends Dataset {
  readonly tokenizer: Tokenizer;
  /** The documents of a part, one after another; each with the tokenizer's mark before it, where it has one. */
  ids(part: Part): Int32Array;
  /** Characters (code points) of a part that its ids stand for. */
  characters(part: Part): number;
  /** Windows in which every token of a part is asked for exactly once, but for the first, which nothing tells. */
  cover(part: Part, options: CoverOptions): Batch[];
}

interface Encoded {
  readonly ids: Int32Array;
  readonly characters: number;
}

/** What the tokenizer does not know is left out, and is not counted. */
function encode(documents: readonly string[], tokenizer: Tokenizer): Encoded {
  const mark = tokenizer.begin === null ? -1 : tokenizer.vocabulary.indexOf(tokenizer.begin);
  const ids: number[] = [];
  let characters = 0;
  for (const document of documents) {
    if (mark >= 0) ids.push(mark);
    for (const { id, start, end } of tokenizer.encode(document)) {
      if (id === null) continue;
      ids.push(id);
      characters += countCharacters(document, start, end);
    }
  }
  return { ids: Int32Array.from(ids), characters };
}

function countCharacters(text: string, start: number, end: number): number {
  let count = end - start;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xdc00 && unit < 0xe000) count--; // The second half of a surrogate pair.
  }
  return count;
}

export function textDataset(documents: Parts<string>, tokenizer: Tokenizer): TextDataset {
  const encoded = new Map<Part, Encoded>();
  const read = (part: Part): Encoded => {
    const known = encoded.get(part);
    if (known !== undefined) return known;
    const fresh = encode(documents[part], tokenizer);
    encoded.set(part, fresh);
    return fresh;
  };

  /** Windows of `length` inputs whose first tokens stand at `starts`. */
  function windows(part: Part, starts: readonly number[], length: number): Batch {
    const { ids } = read(part);
    const rows = starts.length;
    const tokens = new Int32Array(rows * length);
    const targets = new Int32Array(rows * length);
    starts.forEach((start, row) => {
      tokens.set(ids.subarray(start, start + length), row * length);
      targets.set(ids.subarray(start + 1, start + 1 + length), row * length);
    });
    return { rows, length, tokens, targets, weights: new Float32Array(rows * length).fill(1), floor: null };
  }

  /** How many places a window of `length` inputs, and the target of the last, can begin at. */
  function places(part: Part, length: number): number {
    const count = read(part).ids.length - length;
    if (count < 1) {
      throw new RangeError(
        `The ${part} text has ${read(part).ids.length} tokens: too few for windows of ${length}.`,
      );
    }
    return count;
  }

  return {
    tokenizer,
    vocabulary: tokenizer.vocabulary.length,
    ids: (part) => read(part).ids,
    characters: (part) => read(part).characters,

    training(seed, index, rows, length) {
      const random = batchStream('training', seed, index);
      const count = places('training', length);
      return windows(
        'training',
        Array.from({ length: rows }, () => random.integer(count)),
        length,
      );
    },

    // Spread evenly over the validation text.
    heldOut(count, rows, length) {
      const last = places('validation', length) - 1;
      const step = last / Math.max(1, count * rows - 1);
      return Array.from({ length: count }, (_, batch) =>
        windows(
          'validation',
          Array.from({ length: rows }, (_row, row) => Math.floor((batch * rows + row) * step)),
          length,
        ),
      );
    },

    cover(part, { rows, length, overlap = Math.floor(length / 2) }) {
      if (overlap < 0 || overlap >= length)
        throw new RangeError('Windows overlap by less than their length.');
      const last = places(part, length) - 1;
      const starts: number[] = [0];
      while ((starts.at(-1) ?? 0) < last)
        starts.push(Math.min(last, (starts.at(-1) ?? 0) + length - overlap));
      const batches: Batch[] = [];
      for (let from = 0; from < starts.length; from += rows) {
        // All batches have one shape: the last is filled up with windows that nothing is asked of.
        const mine = Array.from({ length: rows }, (_, row) => starts[from + row] ?? last);
        const batch = windows(part, mine, length);
        mine.forEach((start, row) => {
          const before = starts[from + row - 1];
          // Targets that the window before asked for: its last one was at before + length.
          const asked =
            from + row >= starts.length ? length : before === undefined ? 0 : before + length - start;
          batch.weights.fill(0, row * length, row * length + asked);
        });
        batches.push(batch);
      }
      return batches;
    },
  };
}

/** From the mean loss over `asked` tokens, in nats, to bits for each of the `characters` that they stand for. */
export const bitsPerCharacter = (nats: number, asked: number, characters: number): number =>
  (nats * asked) / (characters * Math.LN2);

export interface OwnTextOptions {
  /** Of so many stretches one is held out for validation and one for a test. */
  readonly stretches?: number;
}

/** A single text in parts: cut into equal stretches at spaces, some of which are held out. */
export function splitText(text: string, { stretches = 20 }: OwnTextOptions = {}): Parts<string> {
  const cuts = Array.from({ length: stretches + 1 }, (_, index) => {
    if (index === 0) return 0;
    const space = text.slice(Math.floor((index * text.length) / stretches)).search(/\s/);
    return index === stretches || space < 0
      ? text.length
      : Math.floor((index * text.length) / stretches) + space;
  });
  const pieces = cuts.slice(1).map((cut, index) => text.slice(cuts[index], cut));
  return splitDocuments(pieces, { validation: stretches, test: stretches });
}
