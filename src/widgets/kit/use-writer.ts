/** A model of two stacks that answers a source: what it has written so far, and where it looked for each word of it. */
import { useMemo } from 'react';
import {
  type GeneratedToken,
  type NamedTensors,
  type Options,
  type RuntimeProblem,
  runtime,
} from '../../runtime/client.ts';
import type { TwoStackModel } from './two-stacks.ts';
import { useGeneration } from './use-generation.ts';
import { useWork } from './use-work.ts';

export interface Writing {
  readonly source: readonly number[];
  /** Without the marks at both ends. */
  readonly written: readonly number[];
  readonly done: boolean;
  /** ln p of the whole answer, its end included; null while it is written. */
  readonly logProbability: number | null;
  /** Of a beam search, best first. */
  readonly others: readonly { readonly tokens: readonly number[]; readonly logProbability: number }[];
  readonly milliseconds: number | null;
  readonly problem: RuntimeProblem | null;
  readonly progress: ReturnType<typeof useGeneration>['progress'];
  /** Cross-attention, one row a written word. A layer or head of null: the mean. // [written, source] */
  weights(layer: number | null, head: number | null): Float32Array | null;
  retry(): void;
}

export interface WriterQuestion {
  readonly model: TwoStackModel;
  readonly vocabulary: readonly string[] | null;
  /** With its marks; null: nothing is asked. */
  readonly source: readonly number[] | null;
  readonly beams: number;
}

const none: readonly GeneratedToken[] = [];
const crossName = (layer: number) => `decoder.${layer}.cross_attn.pattern`;
const capture = ['decoder.*.cross_attn.pattern'];

/** Row `query` of the pattern of some layers and heads, their mean. // [source] */
function meanRow(
  tensors: NamedTensors,
  { layers, heads }: TwoStackModel,
  layer: number | null,
  head: number | null,
  query: number,
  keys: number,
): Float32Array | null {
  const sum = new Float32Array(keys);
  let count = 0;
  for (let at = 0; at < layers; at++) {
    if (layer !== null && layer !== at) continue;
    const pattern = tensors[crossName(at)]; // [1, heads, query, source]
    if (!pattern) return null;
    const queries = pattern.shape[2] ?? 0;
    const row = Math.min(query, queries - 1);
    for (let own = 0; own < heads; own++) {
      if (head !== null && head !== own) continue;
      count += 1;
      for (let key = 0; key < keys; key++)
        sum[key] = (sum[key] ?? 0) + (pattern.data[(own * queries + row) * keys + key] ?? 0);
    }
  }
  return count === 0 ? null : sum.map((value) => value / count);
}

export function useWriter(channel: string, { model, vocabulary, source, beams }: WriterQuestion): Writing {
  const start = vocabulary?.indexOf(model.start) ?? 0;
  const end = vocabulary?.indexOf(model.end) ?? 0;
  const request = useMemo(() => {
    if (!source || source.length < 2) return null;
    return {
      model: model.choice ?? model.id,
      tokens: [start],
      source,
      sampling: { temperature: 0, topK: null, topP: null, seed: 1 },
      maximum: model.context - 1,
      stop: [end],
      cache: true,
      ...(beams > 1 ? { beams: { width: beams, lengthPenalty: 0.6 } } : { capture }),
    };
  }, [model, start, end, source, beams]);
  const generation = useGeneration(channel, request);
  // What another model wrote are words of another vocabulary.
  const own = generation.asked?.model === (model.choice ?? model.id);
  const tokens = own ? generation.tokens : none;
  const result = own ? generation.result : null;

  // The finished answer is read once more as a whole: a beam search tells no tensors, and all rows come from one pass.
  const answer = useMemo(() => {
    if (!result) return null;
    return result.tokens.at(-1) === end ? result.tokens.slice(0, -1) : result.tokens;
  }, [result, end]);
  const ask = useMemo(() => {
    if (!answer || !source) return null;
    const targets = [...answer.slice(1), end];
    const run = { model: model.choice ?? model.id, tokens: answer, source, targets, capture, loss: true };
    return (options: Options) => runtime().run(run, options);
  }, [answer, source, model, end]);
  const whole = useWork(`${channel}/whole`, ask);
  const read = whole.result && answer && whole.result.tokens.join() === answer.join() ? whole.result : null;

  const written = useMemo(
    () => answer?.slice(1) ?? tokens.map(({ token }) => token).filter((token) => token !== end),
    [answer, tokens, end],
  );
  const logProbability = useMemo(
    () => (read?.losses ? -read.losses.reduce((sum, loss) => sum + loss, 0) : null),
    [read],
  );
  const others = useMemo(() => result?.hypotheses ?? [], [result]);
  const keys = source?.length ?? 0;
  const weights = (layer: number | null, head: number | null): Float32Array | null => {
    const rows = written.map((_, index) => {
      const tensors = read?.tensors ?? tokens[index]?.tensors;
      return tensors ? meanRow(tensors, model, layer, head, index, keys) : null;
    });
    if (rows.length === 0 || rows.some((row) => row === null)) return null;
    const all = new Float32Array(rows.length * keys);
    rows.forEach((row, index) => {
      all.set(row ?? [], index * keys);
    });
    return all;
  };
  return {
    source: source ?? [],
    written,
    done: read !== null,
    logProbability,
    others,
    milliseconds: result?.milliseconds ?? null,
    problem: generation.problem ?? whole.problem,
    progress: generation.progress,
    weights,
    retry() {
      generation.retry();
      whole.retry();
    },
  };
}
