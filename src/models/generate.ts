/**
 * Writing: the model's distribution over the next token, one drawn from it, and again. With a state each step reads
 * one token; without, it reads the whole text anew, which gives the same logits. No expert turns a token away.
 */
import { randomStream } from '../random.ts';
import type { ModelConfig } from './config.ts';
import { giveUp } from './kernels/index.ts';
import {
  disposeState,
  emptyState,
  forward,
  type ModelInputs,
  type ModelState,
  type Params,
  stateTensors,
} from './model.ts';
import { withoutDrops } from './parts/moe.ts';
import { noProbe, type Probe } from './probe.ts';
import { type Candidate, candidates, pick, type SamplingOptions } from './sampling.ts';
import { keep, slice, type Tensor2D, type Tensor3D, tensor, tidy } from './tf.ts';

export interface GenerateOptions {
  readonly sampling: SamplingOptions;
  readonly seed: number;
  /** How many tokens are written at most. */
  readonly maximum: number;
  /** Keep keys and values of what was read. */
  readonly cache: boolean;
  /** Writing ends after one of these. */
  readonly stop?: readonly number[];
  /** What an encoder-decoder reads; the prompt is then how its answer begins. */
  readonly source?: readonly number[];
  readonly probe?: Probe;
}

export interface GeneratedToken {
  readonly id: number;
  /** The logits from which it was drawn: [vocabulary]. */
  readonly logits: Float32Array;
  readonly candidates: readonly Candidate[];
}

/** Yields each token as it is written. Ends at `maximum`, at a stop token, or where the context is full. */
export async function* generate(
  params: Params,
  config: ModelConfig,
  prompt: readonly number[],
  options: GenerateOptions,
): AsyncGenerator<GeneratedToken> {
  if (prompt.length === 0) throw new RangeError('There is no text to go on from.');
  const random = randomStream(options.seed);
  const text = [...prompt];
  const open = withoutDrops(config);
  const reader = options.cache ? cachedReader(params, open, options) : fullReader(params, open, options);
  try {
    for (let written = 0; written < options.maximum && text.length <= config.context; written++) {
      const logits = await reader.read(text);
      const ranked = candidates(logits, options.sampling);
      const id = pick(ranked, random.next());
      text.push(id);
      yield { id, logits, candidates: ranked };
      if (options.stop?.includes(id)) return;
    }
  } finally {
    reader.dispose();
  }
}

interface Reader {
  /** The logits after the last token of `text`: [vocabulary]. */
  read(text: readonly number[]): Promise<Float32Array>;
  dispose(): void;
}

type ReaderOptions = Pick<GenerateOptions, 'probe' | 'source'>;

const sourceOf = (source: readonly number[] | undefined): Partial<ModelInputs> =>
  source ? { source: oneText(source) } : {};

function fullReader(params: Params, config: ModelConfig, { probe = noProbe, source }: ReaderOptions): Reader {
  return {
    read: (text) =>
      lastLogits(
        tidy(() => {
          const inputs = { tokens: oneText(text), ...sourceOf(source) };
          return forward(params, config, inputs, { probe }).logits;
        }),
      ),
    dispose: () => {},
  };
}

/** Reads only what it has not yet read, and keeps the state. */
function cachedReader(
  params: Params,
  config: ModelConfig,
  { probe = noProbe, source }: ReaderOptions,
): Reader {
  let state: ModelState = emptyState(config, 1);
  return {
    async read(text) {
      const before = state;
      giveUp(stateTensors(before));
      const logits = tidy(() => {
        const inputs = { tokens: oneText(text.slice(before.position)), ...sourceOf(source) };
        const output = forward(params, config, inputs, { probe, state: before });
        if (!output.state) throw new Error('The model read with a state but answered without one.');
        state = output.state;
        for (const kept of stateTensors(state)) keep(kept);
        return output.logits;
      });
      disposeState(before);
      return lastLogits(logits);
    },
    dispose: () => disposeState(state),
  };
}

const oneText = (ids: readonly number[]): Tensor2D => tensor([...ids], [1, ids.length], 'int32') as Tensor2D; // [1, seq]

/** Takes and disposes [1, seq, vocabulary]; answers with the last row. */
async function lastLogits(logits: Tensor3D): Promise<Float32Array> {
  const [, length, vocabulary] = logits.shape;
  const row = tidy(() => slice(logits, [0, length - 1, 0], [1, 1, vocabulary])); // [1, 1, vocabulary]
  try {
    return (await row.data()) as Float32Array;
  } finally {
    logits.dispose();
    row.dispose();
  }
}
