/** A model as beam search reads it: one row a beam, with a state whose rows can change places. */
import {
  type BeamOptions,
  type BeamReader,
  type BeamStep,
  beamSteps,
  type Hypothesis,
  runOut,
} from './beam-search.ts';
import type { ModelConfig } from './config.ts';
import {
  disposeState,
  emptyState,
  forward,
  type ModelInputs,
  type ModelState,
  type Params,
  stateTensors,
} from './model.ts';
import { mapParams, type ParamTree } from './params.ts';
import { withoutDrops } from './parts/moe.ts';
import { noProbe, type Probe } from './probe.ts';
import {
  gather,
  keep,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
} from './tf.ts';

interface ReaderOptions {
  /** What an encoder-decoder reads; the prompt is then how its answer begins. */
  readonly source?: readonly number[];
  readonly probe?: Probe;
}

export function modelReader(
  params: Params,
  given: ModelConfig,
  prompt: readonly number[],
  { source, probe = noProbe }: ReaderOptions = {},
): BeamReader<ModelState> {
  const config = withoutDrops(given);
  const read = async (inputs: ModelInputs, before: ModelState) => {
    let state: ModelState = before;
    const last = tidy(() => {
      const output = forward(params, config, inputs, { state: before, probe });
      if (!output.state) throw new Error('The model read with a state but answered without one.');
      state = output.state;
      for (const own of stateTensors(state)) keep(own);
      return lastRows(output.logits); // [beams, vocabulary]
    });
    const [rows, vocabulary] = last.shape;
    const values = (await last.data()) as Float32Array;
    last.dispose();
    const logits = Array.from({ length: rows }, (_, row) =>
      values.slice(row * vocabulary, (row + 1) * vocabulary),
    );
    return { logits, state };
  };
  return {
    async begin() {
      if (prompt.length === 0) throw new RangeError('There is no text to go on from.');
      const empty = emptyState(config, 1);
      const tokens = tensor([...prompt], [1, prompt.length], 'int32') as Tensor2D; // [1, seq]
      const sourceTokens = source ? (tensor([...source], [1, source.length], 'int32') as Tensor2D) : null; // [1, source]
      try {
        const { logits, state } = await read(
          sourceTokens ? { tokens, source: sourceTokens } : { tokens },
          empty,
        );
        return { logits: logits[0] ?? [], state };
      } finally {
        disposeState(empty);
        tokens.dispose();
        sourceTokens?.dispose();
      }
    },
    async step(state, written) {
      const tokens = tensor([...written], [written.length, 1], 'int32') as Tensor2D; // [beams, 1]
      try {
        return await read({ tokens }, state);
      } finally {
        tokens.dispose();
      }
    },
    reorder: reorderState,
    dispose: disposeState,
  };
}

/** [beams, seq, vocabulary] -> [beams, vocabulary], of the last position */
function lastRows(logits: Tensor3D): Tensor2D {
  const [rows, length, vocabulary] = logits.shape;
  return slice(logits, [0, length - 1, 0], [rows, 1, vocabulary]).reshape([rows, vocabulary]) as Tensor2D;
}

/** The state whose text i is text `parents[i]` of `state`; every tensor of a state has a row a text. */
export function reorderState(state: ModelState, parents: readonly number[]): ModelState {
  const indices = tensor([...parents], [parents.length], 'int32') as Tensor1D; // [beams]
  const moved = <Tree>(tree: Tree): Tree =>
    mapParams(tree as unknown as ParamTree, (own: Tensor) => gather(own, indices)) as unknown as Tree;
  const layers = state.layers.map((layer) => (layer === null ? null : moved(layer)));
  const { source } = state;
  const ofSource = source && {
    source: {
      layers: source.layers.map((layer) => (layer === null ? null : moved(layer))),
      ...(source.padding ? { padding: gather(source.padding, indices) } : {}),
    },
  };
  indices.dispose();
  return { ...state, layers, ...ofSource };
}

type WriteOptions = BeamOptions & ReaderOptions;

/** The likeliest continuations of a text, best first. With `maximum` the whole must fit the model's context. */
export function writeWithBeams(
  params: Params,
  config: ModelConfig,
  prompt: readonly number[],
  options: WriteOptions,
  onStep?: (step: BeamStep) => void,
): Promise<Hypothesis[]> {
  return runOut(stepsWithBeams(params, config, prompt, options), onStep);
}

/** The same step by step. */
export function stepsWithBeams(
  params: Params,
  config: ModelConfig,
  prompt: readonly number[],
  options: WriteOptions,
): AsyncGenerator<BeamStep, Hypothesis[]> {
  const maximum = Math.min(options.maximum, config.context - prompt.length + 1);
  return beamSteps(modelReader(params, config, prompt, options), { ...options, maximum });
}
