/** A layer fed with one vector changed, or with all of them in another order: what its two parts make of that. */
import { randomStream } from '../../random.ts';
import {
  type Intervention,
  type Options,
  type RunResult,
  runtime,
  type TensorData,
} from '../../runtime/client.ts';
import type { ShippedModel } from './models.ts';

export interface Rows {
  readonly tokens: readonly number[];
  /** Where the words of the columns come from; the identity unless they were shuffled. */
  readonly order: readonly number[];
  /** [row][position]: length of the difference over the length of what it is compared with. */
  readonly values: readonly (readonly number[])[];
  readonly milliseconds: number;
}

const inputOf = { mixer: 'ln1.normalized', channels: 'ln2.normalized' } as const;
const outputOf = { mixer: 'attn_out', channels: 'mlp_out' } as const;
export type Part = keyof typeof inputOf;

const tensorOf = (result: RunResult, name: string): TensorData => {
  const tensor = result.tensors[name];
  if (!tensor) throw new Error(`The model answered without ${name}.`);
  return tensor;
};

/** By position: |a - b| / |b|. // [.., position, width] each */
function apart(a: TensorData, b: TensorData): number[] {
  const width = b.shape.at(-1) ?? 1;
  const count = b.data.length / width;
  return Array.from({ length: count }, (_, position) => {
    let [difference, size] = [0, 0];
    for (let at = position * width; at < (position + 1) * width; at++) {
      difference += ((a.data[at] ?? 0) - (b.data[at] ?? 0)) ** 2;
      size += (b.data[at] ?? 0) ** 2;
    }
    return Math.sqrt(difference / Math.max(size, 1e-12));
  });
}

/** The rows of a tensor in another order. // [1, position, width] */
function reordered({ shape, data }: TensorData, order: readonly number[]): TensorData {
  const width = shape.at(-1) ?? 1;
  const moved = new Float32Array(data.length);
  order.forEach((from, to) => {
    moved.set(data.subarray(from * width, (from + 1) * width), to * width);
  });
  return { shape, data: moved };
}

const patch = (
  name: string,
  { shape, data }: TensorData,
  places: Intervention['places'] = [],
): Intervention => ({
  kind: 'patch',
  name,
  places,
  values: data,
  shape,
});

interface Question {
  readonly model: ShippedModel;
  readonly tokens: readonly number[];
  /** Counted from 0. */
  readonly layer: number;
}

async function partRun(
  { model, tokens, layer }: Question,
  part: Part,
  input: Intervention | null,
  options: Options,
): Promise<{ input: TensorData; output: TensorData; milliseconds: number }> {
  const names = [`blocks.${layer}.${inputOf[part]}`, `blocks.${layer}.${outputOf[part]}`] as const;
  const interventions = input ? [input] : [];
  const result = await runtime().run({ model: model.id, tokens, capture: names, interventions }, options);
  return {
    input: tensorOf(result, names[0]),
    output: tensorOf(result, names[1]),
    milliseconds: result.milliseconds,
  };
}

/** One word replaced, for the layer alone: what it reads at that position is what it would read in the other text. */
export async function changeOne(
  question: Question,
  position: number,
  by: number,
  options: Options,
): Promise<Rows> {
  const { tokens, layer } = question;
  const other = { ...question, tokens: tokens.map((token, at) => (at === position ? by : token)) };
  const places = [{ axis: 1, index: position }];
  const values: number[][] = [];
  let milliseconds = 0;
  for (const part of ['channels', 'mixer'] as const) {
    const before = await partRun(question, part, null, options);
    const lent = await partRun(other, part, null, options);
    const name = `blocks.${layer}.${inputOf[part]}`;
    const after = await partRun(question, part, patch(name, lent.input, places), options);
    if (values.length === 0) values.push(apart(after.input, before.input));
    values.push(apart(after.output, before.output));
    milliseconds += before.milliseconds + lent.milliseconds + after.milliseconds;
  }
  return { tokens, order: tokens.map((_, at) => at), values, milliseconds };
}

export function orderOf(count: number, seed: number): number[] {
  const random = randomStream(seed);
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/** Every head's softmax(q k / sqrt(d)) v without a mask. // [1, heads, position, size] -> [position, heads x size] */
async function openAttention(
  q: TensorData,
  k: TensorData,
  v: TensorData,
  options: Options,
): Promise<TensorData> {
  const [, heads = 1, count = 0, size = 1] = q.shape;
  const rowsOf = ({ data }: TensorData, head: number) =>
    Array.from({ length: count }, (_, at) =>
      Array.from(data.subarray((head * count + at) * size, (head * count + at + 1) * size)),
    );
  const joined = new Float32Array(count * heads * size);
  for (let head = 0; head < heads; head++) {
    const asked = { query: rowsOf(q, head), key: rowsOf(k, head), value: rowsOf(v, head) };
    const { output } = await runtime().attend({ ...asked, scaled: true, causal: false }, options);
    for (let at = 0; at < count; at++)
      joined.set(output.data.subarray(at * size, (at + 1) * size), (at * heads + head) * size);
  }
  return { shape: [count, heads * size], data: joined };
}

/** Each head's rows in another order. // [1, heads, position, size] */
function reorderedHeads({ shape, data }: TensorData, order: readonly number[]): TensorData {
  const [, heads = 1, count = 0, size = 1] = shape;
  const moved = new Float32Array(data.length);
  for (let head = 0; head < heads; head++)
    order.forEach((from, to) => {
      const start = (head * count + from) * size;
      moved.set(data.subarray(start, start + size), (head * count + to) * size);
    });
  return { shape, data: moved };
}

/** All positions in another order: does the output come in that order too? Rows: feed-forward, attention unmasked, attention. */
export async function permuteAll(question: Question, seed: number, options: Options): Promise<Rows> {
  const { model, tokens, layer } = question;
  const order = orderOf(tokens.length, seed);
  const values: Record<Part, number[]> = { mixer: [], channels: [] };
  let milliseconds = 0;
  for (const part of ['channels', 'mixer'] as const) {
    const before = await partRun(question, part, null, options);
    const moved = patch(`blocks.${layer}.${inputOf[part]}`, reordered(before.input, order));
    const after = await partRun(question, part, moved, options);
    values[part] = apart(after.output, reordered(before.output, order));
    milliseconds += before.milliseconds + after.milliseconds;
  }
  const names = ['q', 'k', 'v'].map((letter) => `blocks.${layer}.attn.${letter}`);
  const heads = await runtime().run({ model: model.id, tokens, capture: names }, options);
  const [q, k, v] = names.map((name) => tensorOf(heads, name));
  if (!q || !k || !v) throw new Error('The model answered without its heads.');
  const open = await openAttention(q, k, v, options);
  const openMoved = await openAttention(
    reorderedHeads(q, order),
    reorderedHeads(k, order),
    reorderedHeads(v, order),
    options,
  );
  return {
    tokens,
    order,
    values: [values.channels, apart(openMoved, reordered(open, order)), values.mixer],
    milliseconds,
  };
}
