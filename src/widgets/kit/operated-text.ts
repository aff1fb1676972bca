/** What a shipped model reads of a reader's words, whatever its kind, and at which place its answer stands. */
import type { Text } from '../../runtime/client.ts';
import { type EncoderId, encoderIds, frameWords, hideWords, textOf, wordsOf } from './masked-text.ts';
import type { ShippedModel } from './models.ts';
import { sourceOf, type TwoStackModel, twoStackModels } from './two-stacks.ts';

export interface OperatedText {
  readonly text: Text;
  /** Row of the logits: the last word, the hidden word, or the first word of what is written. */
  readonly asked: number;
}

/** A longer text makes maps that nobody can follow. */
const longest = 128;

const pairs: Readonly<Record<string, TwoStackModel>> = twoStackModels;
const isEncoder = (id: string): id is EncoderId => encoderIds.some((own) => own === id);

/** Whether it says words, and this file knows how it is asked for one: not those that only tell classes of texts. */
export const saysWords = ({ id, stack }: ShippedModel): boolean =>
  stack === 'decoder' || isEncoder(id) || pairs[id] !== undefined;

/** Every expert takes all that come: a full one would hide what a closed one does. */
export const roomForAll = ({ experts }: ShippedModel) =>
  experts > 0 ? { choices: { capacityFactor: null } } : {};

/** How many of a reader's tokens are read. */
export const operatedLength = ({ id, context }: ShippedModel): number =>
  Math.min(longest, (pairs[id]?.context ?? context) - (isEncoder(id) ? 3 : pairs[id] ? 2 : 0));

/** Words of a decoder as they are; an encoder's in its marks, the last one hidden; of two stacks the source. */
export function operatedText(
  { id }: ShippedModel,
  vocabulary: readonly string[],
  ids: readonly number[],
): OperatedText {
  const pair = pairs[id];
  if (pair) {
    const text = { tokens: [vocabulary.indexOf(pair.start)], source: sourceOf(pair, vocabulary, ids) };
    return { text, asked: 0 };
  }
  if (isEncoder(id)) {
    const framed = frameWords(id, wordsOf(ids));
    const last = framed.places.length - 1;
    return { text: textOf(hideWords(framed, [last])), asked: framed.places[last] ?? 0 };
  }
  return { text: { tokens: ids }, asked: ids.length - 1 };
}
