/** Which tokens decide a class: each is hidden in turn and the probability read again; beside it, what `<cls>` attends to. */
import { encodeForClass, encoderMarks } from '../../data/labelled-texts.ts';
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import { softmax } from '../../models/sampling.ts';
import type { RunResult } from '../../runtime/client.ts';

export const classifier = { id: 'bert-wordnet', context: 40, layers: 2 } as const;
const pattern = `blocks.${classifier.layers - 1}.attn.pattern`;

export interface ClassQuestion {
  readonly tokens: readonly number[];
  /** Row i + 1: token i + 1 hidden, between the marks at both ends. */
  readonly others: readonly { readonly tokens: readonly number[] }[];
}

export function classQuestion(tokenizer: Tokenizer, text: string): ClassQuestion {
  const tokens = encodeForClass(tokenizer, text, classifier.context);
  const blank = tokenizer.vocabulary.indexOf(encoderMarks.blank);
  const inner = tokens.slice(1, -1);
  return { tokens, others: inner.map((_, index) => ({ tokens: tokens.with(index + 1, blank) })) };
}

export const classRequest = ({ tokens, others }: ClassQuestion) => ({
  model: classifier.id,
  tokens,
  others,
  capture: ['classification', pattern],
});

export interface Evidence {
  readonly probabilities: Float64Array; // [class]
  readonly best: number;
  /** How much the probability of the best class falls when token i is hidden. // [inner token] */
  readonly falls: readonly number[];
  /** Of `<cls>` in the last layer, the mean of its heads. // [inner token] */
  readonly attention: readonly number[];
}

export function evidenceOf(result: RunResult): Evidence | null {
  const scores = result.tensors.classification; // [text, class]
  const weights = result.tensors[pattern]; // [text, head, query, key]
  if (!scores || !weights) return null;
  const [texts = 0, classes = 0] = scores.shape;
  const row = (text: number) => softmax(scores.data.subarray(text * classes, (text + 1) * classes));
  const probabilities = row(0);
  const best = probabilities.indexOf(Math.max(...probabilities));
  const falls = Array.from(
    { length: texts - 1 },
    (_, token) => (probabilities[best] ?? 0) - (row(token + 1)[best] ?? 0),
  );
  const [, heads = 1, queries = 0, keys = 0] = weights.shape;
  const attention = falls.map((_, token) => {
    let sum = 0;
    for (let head = 0; head < heads; head++) sum += weights.data[head * queries * keys + token + 1] ?? 0;
    return sum / heads;
  });
  return { probabilities, best, falls, attention };
}
