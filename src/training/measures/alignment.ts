/** Where an encoder-decoder looks while it writes each French word, against the words that it stands for. */
import { padRows } from '../../data/objectives/pad-rows.ts';
import { idsOf, textToTextMarks } from '../../data/text-to-text/dataset.ts';
import { alignmentOf, drawPassage, english, french, type Passage } from '../../data/text-to-text/passages.ts';
import { anyExtent } from '../../data/text-to-text/tasks.ts';
import {
  frenchAdjectives,
  frenchFeelings,
  frenchNouns,
  frenchVerbs,
} from '../../data/toytown/french/lexicon.ts';
import { type Split, stories } from '../../data/toytown/index.ts';
import { names } from '../../data/toytown/lexicon.ts';
import type { ModelConfig } from '../../models/config.ts';
import { forward, type Params } from '../../models/model.ts';
import { capture } from '../../models/probe.ts';
import { dispose, type Tensor2D, tensor, tidy } from '../../models/tf.ts';
import { randomStream } from '../../random.ts';

const kinds = {
  nouns: new Set([...frenchNouns.values()].flatMap(({ singular, plural }) => [singular, plural])),
  adjectives: new Set([...frenchAdjectives.values(), ...frenchFeelings.values()].flat()),
  verbs: new Set(frenchVerbs.values()),
  names: new Set(names.map(({ word }) => word)),
} as const;

type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds) as Kind[];

export interface AlignmentShares extends Record<Kind, number> {
  readonly all: number;
  /** How many content words were looked at. */
  readonly words: number;
}

const rows = 20;

/**
 * Passages of stories of one part, the true French read by the decoder: for each head of the last layer the share of
 * content words at which its largest weight is on an English word that the French one stands for.
 */
export async function alignmentShares(
  params: Params,
  config: ModelConfig,
  passages: number,
  part: Split,
): Promise<AlignmentShares[]> {
  const random = randomStream(3);
  const drawn = stories(part, passages).map((story) => drawPassage(random, story, anyExtent));
  const none = () => ({ nouns: 0, adjectives: 0, verbs: 0, names: 0 });
  const right: Record<Kind, number>[] = [];
  const seen: Record<Kind, number> = none();
  for (let from = 0; from < drawn.length; from += rows) {
    const own = drawn.slice(from, from + rows);
    const looked = await furthestLooked(params, config, own);
    own.forEach((passage, row) => {
      const alignment = alignmentOf(passage);
      french(passage).forEach((word, at) => {
        const kind = kindNames.find((name) => kinds[name].has(word));
        if (kind === undefined) return;
        seen[kind] += 1;
        looked.forEach((places, head) => {
          right[head] ??= none();
          if (alignment[at]?.includes(places[row]?.[at] ?? -1)) right[head][kind] += 1;
        });
      });
    });
  }
  const total = (of: Record<Kind, number>) => kindNames.reduce((sum, kind) => sum + of[kind], 0);
  return right.map((own) => {
    const shares = Object.fromEntries(
      kindNames.map((kind) => [kind, own[kind] / Math.max(1, seen[kind])]),
    ) as Record<Kind, number>;
    return { ...shares, all: total(own) / Math.max(1, total(seen)), words: total(seen) };
  });
}

/** For every head, passage and French word the place of the English word with the largest weight. */
async function furthestLooked(
  params: Params,
  config: ModelConfig,
  passages: readonly Passage[],
): Promise<number[][][]> {
  const { start, end } = textToTextMarks;
  const sources = passages.map((passage) => [...idsOf(['translate:', ...english(passage)]), end]);
  const read = passages.map((passage) => [start, ...idsOf(french(passage))]);
  const sourceLength = Math.max(...sources.map((source) => source.length));
  const length = Math.max(...read.map((text) => text.length));
  const source = padRows(sources, sourceLength, start);
  const target = padRows(read, length, start);
  const name = `decoder.${config.layers.length - 1}.cross_attn.pattern`;
  const found = capture((one) => one === name);
  tidy(() => {
    const shape: [number, number] = [passages.length, sourceLength];
    const inputs = {
      tokens: tensor(target.tokens, [passages.length, length], 'int32') as Tensor2D, // [rows, length]
      source: tensor(source.tokens, shape, 'int32') as Tensor2D, // [rows, source]
      paddingMask: tensor(source.padding, shape) as Tensor2D, // [rows, source]
    };
    forward(params, config, inputs, { probe: found.probe });
  });
  const pattern = found.tensors.get(name);
  if (pattern === undefined) throw new Error(`The model has no ${name}.`);
  const heads = pattern.shape[1] ?? 1;
  const weights = await pattern.data(); // [rows, heads, query, key]
  dispose([pattern]);
  return Array.from({ length: heads }, (_, head) =>
    passages.map((passage, row) =>
      french(passage).map((_word, query) => {
        const from = ((row * heads + head) * length + query) * sourceLength;
        const own = weights.subarray(from, from + sourceLength);
        // The prefix is no word of the passage.
        return own.indexOf(Math.max(...own)) - 1;
      }),
    ),
  );
}
