import { join } from 'node:path';
import { type Tokenizer, tokenizerFromJSON } from '../../src/data/tokenizers/index.ts';
import { type Checkpoint, loadCheckpoint } from '../../src/models/checkpoints/load.ts';
import { type Intervention, interventionProbe } from '../../src/models/interventions.ts';
import { forward } from '../../src/models/model.ts';
import { capture, chain } from '../../src/models/probe.ts';
import { softmax } from '../../src/models/sampling.ts';
import { type Tensor2D, type Tensor4D, tensor, tidy } from '../../src/models/tf.ts';
import { nodeFolder } from '../../src/training/node-files.ts';

/** The decoder that ships, read by itself: what the tests of prose ask it. */
export interface ShippedDecoder extends Checkpoint {
  readonly words: Tokenizer;
  /** The mark, then the words. */
  read(text: string, names: readonly string[], options?: ReadOptions): Promise<Reading>;
  /** How likely a word is after the text. */
  next(text: string, interventions?: readonly Intervention[]): Promise<(word: string) => number>;
  /** The likeliest word after each position. */
  guesses(text: string, options?: ReadOptions): Promise<readonly string[]>;
  /** Nats a word. */
  loss(text: string, interventions?: readonly Intervention[]): Promise<number>;
}

interface ReadOptions {
  readonly interventions?: readonly Intervention[];
  /** 1 where a query may look, in place of the causal mask. // [query][key] */
  readonly mask?: readonly (readonly number[])[];
}

interface Reading {
  readonly words: readonly string[];
  readonly ids: readonly number[];
  of(name: string): Float32Array;
}

export async function openDecoder(id: string): Promise<ShippedDecoder> {
  const model = await loadCheckpoint(nodeFolder(join(import.meta.dirname, '../../public/checkpoints', id)));
  const words = tokenizerFromJSON(model.tokenizer);
  const size = words.vocabulary.length;

  async function read(
    text: string,
    names: readonly string[],
    { interventions = [], mask }: ReadOptions = {},
  ): Promise<Reading> {
    const told = [words.begin ?? '', ...text.split(' ')];
    const ids = told.map((word) => words.vocabulary.indexOf(word));
    if (ids.includes(-1)) throw new Error(`The model does not know all of: ${text}`);
    const { probe, tensors } = capture((name) => names.includes(name));
    const instead = mask && (tensor(mask.flat(), [1, 1, ids.length, ids.length]) as Tensor4D);
    tidy(() => {
      forward(
        model.params,
        model.config,
        {
          tokens: tensor(ids, [1, ids.length], 'int32') as Tensor2D,
          ...(instead === undefined ? {} : { mask: { instead } }),
        },
        { probe: chain(interventionProbe(interventions), probe) },
      );
    });
    instead?.dispose();
    const data = new Map<string, Float32Array>();
    for (const [name, kept] of tensors) {
      data.set(name, Float32Array.from(await kept.data()));
      kept.dispose();
    }
    return {
      words: told,
      ids,
      of(name) {
        const found = data.get(name);
        if (!found) throw new Error(`There is no ${name}.`);
        return found;
      },
    };
  }

  async function rows(text: string, options: ReadOptions = {}) {
    const reading = await read(text, ['logits'], options);
    const logits = reading.of('logits'); // [1, seq, vocabulary]
    const each = reading.ids.map((_, at) => softmax(logits.subarray(at * size, (at + 1) * size)));
    return { ...reading, each };
  }

  return {
    ...model,
    words,
    read,
    async next(text, interventions = []) {
      const last = (await rows(text, { interventions })).each.at(-1);
      return (word) => last?.[words.vocabulary.indexOf(word)] ?? 0;
    },
    async guesses(text, options) {
      const { each } = await rows(text, options);
      return each.map((row) => words.vocabulary[row.indexOf(Math.max(...row))] ?? '');
    },
    async loss(text, interventions = []) {
      const { each, ids } = await rows(text, { interventions });
      const losses = ids.slice(1).map((id, at) => -Math.log(each[at]?.[id] ?? 0));
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    },
  };
}
