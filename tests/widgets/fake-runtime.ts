/** A runtime without a worker: answers with numbers that a test can foresee, and remembers what it was asked. */
import { vi } from 'vitest';
import type {
  Intervention,
  RunResult,
  Runtime,
  RuntimeStatus,
  TensorData,
} from '../../src/runtime/client.ts';

export const vocabulary = ['<story>', '.', 'mia', 'tom', 'has', 'wants', 'a', 'the', 'red', 'ball'];

interface RunAsked {
  readonly tokens: readonly number[];
  readonly capture: readonly string[];
  readonly interventions?: readonly Intervention[];
  readonly loss?: boolean;
}

export const asked: RunAsked[] = [];
export const failure: { next: Error | null } = { next: null };

const [heads, headSize] = [4, 16];

function tensor(shape: readonly number[], value: (index: number) => number): TensorData {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, index) => value(index)) };
}

/** Each row looks evenly at all that was written. // [batch, heads, query, key] */
function evenPattern(length: number): TensorData {
  return tensor([1, heads, length, length], (index) => {
    const query = Math.floor(index / length) % length;
    return index % length <= query ? 1 / (query + 1) : 0;
  });
}

function runOnce({ tokens, capture, interventions, loss }: RunAsked): RunResult {
  const { length } = tokens;
  const tensors: Record<string, TensorData> = {};
  for (const name of capture) {
    if (name === 'logits')
      // The word after the last one is the next in the vocabulary, twice as likely as the rest together.
      tensors[name] = tensor([1, length, vocabulary.length], (index) =>
        index % vocabulary.length === ((tokens.at(-1) ?? 0) + 1) % vocabulary.length
          ? Math.log(2 * (vocabulary.length - 1))
          : 0,
      );
    else if (/\.(q|k|v|z)$/.test(name))
      tensors[name] = tensor([1, heads, length, headSize], (index) => (index % 7) - 3);
    else if (name.endsWith('.attn_scores')) tensors[name] = tensor([1, heads, length, length], () => 1);
    else if (name.endsWith('.pattern')) tensors[name] = evenPattern(length);
  }
  const changed = (interventions?.length ?? 0) > 0;
  const losses = loss ? new Float32Array(length - 1).fill(changed ? 2 : 1) : null;
  return { model: 'gpt2-toytown', step: null, tokens, tensors, losses, milliseconds: 2.1, backend: 'cpu' };
}

const status: RuntimeStatus = {
  state: 'ready',
  backend: 'cpu',
  reason: 'A test has no graphics card.',
  threads: 1,
  choice: 'auto',
  problem: null,
  restarts: 0,
};

export const fakeRuntime = {
  status: () => status,
  subscribe: () => () => {},
  show: () => {},
  run: vi.fn(async (request: RunAsked) => {
    asked.push(request);
    const { next } = failure;
    failure.next = null;
    if (next) throw next;
    return runOnce(request);
  }),
  attend: vi.fn(async ({ query }: { query: readonly (readonly number[])[] }) => {
    const { length } = query;
    const { data } = evenPattern(length);
    return {
      scores: tensor([length, length], () => 1),
      pattern: { shape: [length, length], data: data.slice(0, length * length) },
      output: tensor([length, 2], () => 0.5),
      milliseconds: 0.4,
      backend: 'cpu' as const,
    };
  }),
} satisfies Partial<Runtime>;

export function serveTokenizer(): void {
  vi.stubGlobal('fetch', async (address: string) =>
    String(address).endsWith('tokenizer.json')
      ? new Response(JSON.stringify({ kind: 'word', vocabulary, begin: '<story>' }))
      : new Response('', { status: 404 }),
  );
}
