/** What a model reads of a reader's words, whatever its kind, and at which place its answer stands. */
import type { ModelConfig } from '../../models/config.ts';
import type { Text } from '../../runtime/client.ts';
import type { FigureModel } from './figure-model.ts';
import { type EncoderId, encoderIds, frameWords, hideWords, textOf, wordsOf } from './masked-text.ts';
import type { ShippedModel } from './models.ts';
import { frameOwn, ownTwoStacks, plainWords } from './own-text.ts';
import { sourceOf, type TwoStackModel, twoStackModels } from './two-stacks.ts';

export interface OperatedText {
  readonly text: Text;
  /** Row of the logits: the last word, the hidden word, or the first word of what is written. */
  readonly asked: number;
}

/** A longer text makes maps that nobody can follow. */
const longest = 128;

/** A shipped model is known by its name, one of the reader's own by its config. */
type Operated = ShippedModel & Partial<Pick<FigureModel, 'config'>>;

const pairs: Readonly<Record<string, TwoStackModel>> = twoStackModels;
const isEncoder = (id: string): id is EncoderId => encoderIds.some((own) => own === id);

/** Whether it says words, and this file knows how it is asked for one: not those that only tell classes of texts. */
export const saysWords = ({ id, stack }: ShippedModel): boolean =>
  stack === 'decoder' || isEncoder(id) || pairs[id] !== undefined;

/** Every expert takes all that come: a full one would hide what a closed one does. */
export const roomForAll = ({ experts }: ShippedModel) =>
  experts > 0 ? { choices: { capacityFactor: null } } : {};

/** Tokens that are put around the words: the pair of texts of an encoder has three marks. */
const marksAround = { decoder: 0, encoder: 3, 'encoder-decoder': 2 } as const satisfies Readonly<
  Record<ModelConfig['stack'], number>
>;

/** How many of a reader's tokens are read. */
export const operatedLength = ({ id, context, config }: Operated): number =>
  Math.min(
    longest,
    config
      ? Math.min(context, config.encoder?.context ?? context) - marksAround[config.stack]
      : (pairs[id]?.context ?? context) - (isEncoder(id) ? 3 : pairs[id] ? 2 : 0),
  );

const ofDecoder = (ids: readonly number[]): OperatedText => ({
  text: { tokens: ids },
  asked: ids.length - 1,
});

function ofPair(pair: TwoStackModel, vocabulary: readonly string[], ids: readonly number[]): OperatedText {
  const text = { tokens: [vocabulary.indexOf(pair.start)], source: sourceOf(pair, vocabulary, ids) };
  return { text, asked: 0 };
}

type Ask = (
  config: ModelConfig,
  vocabulary: readonly string[],
  ids: readonly number[],
) => OperatedText | null;

const own: Readonly<Record<ModelConfig['stack'], Ask>> = {
  decoder: (_, __, ids) => ofDecoder(ids),
  encoder(config, vocabulary, ids) {
    const framed = frameOwn(config, vocabulary, ids);
    const asked = framed?.places.at(-1);
    if (!framed || asked === undefined) return null;
    const tokens = framed.tokens.map((token, at) => (at === asked ? framed.mask : token));
    return { text: textOf({ ...framed, tokens }), asked };
  },
  'encoder-decoder'(config, vocabulary, ids) {
    const pair = ownTwoStacks('', config, vocabulary);
    return pair && ofPair(pair, vocabulary, plainWords(vocabulary, ids));
  },
};

/** Of any model; null: it is the reader's own, and has not the marks that are needed. */
export const putTo = (model: Operated, vocabulary: readonly string[], ids: readonly number[]) =>
  model.config
    ? own[model.config.stack](model.config, vocabulary, ids)
    : operatedText(model, vocabulary, ids);

/** Words of a decoder as they are; an encoder's in its marks, the last one hidden; of two stacks the source. */
export function operatedText(
  { id }: ShippedModel,
  vocabulary: readonly string[],
  ids: readonly number[],
): OperatedText {
  const pair = pairs[id];
  if (pair) return ofPair(pair, vocabulary, ids);
  if (isEncoder(id)) {
    const framed = frameWords(id, wordsOf(ids));
    const last = framed.places.length - 1;
    return { text: textOf(hideWords(framed, [last])), asked: framed.places[last] ?? 0 };
  }
  return ofDecoder(ids);
}
