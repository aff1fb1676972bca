/** What the heads of an attention-only model do on tokens that mean nothing and repeat. */
import { drawInduction } from '../../data/tasks/induction.ts';
import { randomStream } from '../../random.ts';
import { type Intervention, type Options, runtime, type TensorData } from '../../runtime/client.ts';

export const inductionModel = {
  id: 'induction-2l',
  layers: 2,
  heads: 4,
  vocabulary: 64,
  context: 64,
} as const;

/** As in the paper: of the weight of a repeated token, how much falls on the place after its first occurrence. */
const texts = 8;
const length = 48;
const blocks = { vocabulary: inductionModel.vocabulary, shortest: 8, longest: 16 };

export interface InductionReading {
  readonly step: number | null;
  readonly tokens: readonly number[];
  /** Where the block begins, where it begins again, and how long it is. */
  readonly first: number;
  readonly second: number;
  readonly block: number;
  /** Of the first text. // [layer][head] -> [query, key] */
  readonly patterns: readonly (readonly Float32Array[])[];
  /** Means over the texts. // [layer][head] */
  readonly scores: readonly (readonly number[])[];
  /** Of the weight of every token: on the one before. // [layer][head] */
  readonly previous: readonly (readonly number[])[];
  /** Of the tokens that could be known: how many the model puts first. */
  readonly right: number;
  readonly milliseconds: number;
}

/** Head `head` of one text. // [1, heads, query, key] -> [query, key] */
const headOf = ({ data }: TensorData, head: number): Float32Array =>
  data.slice(head * length * length, (head + 1) * length * length);

export async function readInduction(
  step: number | null,
  seed: number,
  /** Heads that are off, numbered through. */
  off: readonly number[],
  options: Options,
): Promise<InductionReading> {
  const { id, layers, heads, vocabulary } = inductionModel;
  const names = Array.from({ length: layers }, (_, layer) => `blocks.${layer}.attn.pattern`);
  const interventions: Intervention[] = off.map((index) => ({
    kind: 'ablate',
    name: `blocks.${Math.floor(index / heads)}.attn.z`,
    places: [{ axis: 1, index: index % heads }],
  }));
  const random = randomStream(seed);
  const zeros = () => names.map(() => Array.from({ length: heads }, () => 0));
  const [scores, previous] = [zeros(), zeros()];
  let shown: InductionReading | null = null;
  let [right, asked, milliseconds] = [0, 0, 0];
  for (let text = 0; text < texts; text++) {
    const drawn = drawInduction(random, length, blocks);
    const tokens = Array.from(drawn.tokens);
    const request = { model: id, tokens, capture: [...names, 'logits'], interventions };
    const result = await runtime().run(step === null ? request : { ...request, step }, options);
    milliseconds += result.milliseconds;
    const patterns = names.map((name) => {
      const tensor = result.tensors[name];
      if (!tensor) throw new Error(`The model answered without ${name}.`);
      return Array.from({ length: heads }, (_, head) => headOf(tensor, head));
    });
    patterns.forEach((row, layer) => {
      row.forEach((pattern, head) => {
        add(scores, layer, head, matching(pattern, drawn) / texts);
        add(previous, layer, head, before(pattern) / texts);
      });
    });
    const logits = result.tensors.logits?.data ?? new Float32Array();
    for (let at = drawn.second; at < drawn.second + drawn.length - 1; at++) {
      const row = logits.subarray(at * vocabulary, (at + 1) * vocabulary);
      if (row.indexOf(Math.max(...row)) === tokens[at + 1]) right += 1;
      asked += 1;
    }
    const { first, second, length: block } = drawn;
    shown ??= { step, tokens, first, second, block, patterns, scores, previous, right: 0, milliseconds: 0 };
  }
  if (!shown) throw new Error('No text was read.');
  return { ...shown, right: right / Math.max(1, asked), milliseconds };
}

function add(sums: number[][], layer: number, head: number, value: number): void {
  const row = sums[layer];
  if (row) row[head] = (row[head] ?? 0) + value;
}

function matching(pattern: Float32Array, drawn: { first: number; second: number; length: number }): number {
  let sum = 0;
  for (let at = 0; at < drawn.length - 1; at++)
    sum += pattern[(drawn.second + at) * length + drawn.first + at + 1] ?? 0;
  return sum / (drawn.length - 1);
}

function before(pattern: Float32Array): number {
  let sum = 0;
  for (let query = 1; query < length; query++) sum += pattern[query * length + query - 1] ?? 0;
  return sum / (length - 1);
}
