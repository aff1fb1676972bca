/** One forward pass: what was asked for of its intermediate tensors, and the loss of each token. */
import { interventionProbe } from '../../models/interventions.ts';
import { tokenLosses } from '../../models/kernels/index.ts';
import { forward } from '../../models/model.ts';
import { capture, chain } from '../../models/probe.ts';
import {
  dispose,
  keep,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
} from '../../models/tf.ts';
import type { OpenModel } from '../model-store.ts';
import type { RunRequest, TensorData } from '../protocol.ts';
import type { Job } from '../scheduler.ts';
import { checkFinite, checkTokens } from './check.ts';
import type { JobContext } from './context.ts';

export async function* runJob(id: number, request: RunRequest, context: JobContext): Job {
  const { backends, store, now } = context;
  const model = yield* store.open(request.model, request.step ?? null, id);
  const { tokens } = request;
  checkTokens(tokens, model.config);
  const before = now();
  const { captured, losses } = forwardOnce(model, request);
  try {
    const tensors: { [name: string]: TensorData } = {};
    for (const [name, one] of captured) tensors[name] = await read(one);
    const lossData = losses === null ? null : await read(losses);
    backends.checkContext();
    for (const [name, data] of Object.entries(tensors)) checkFinite(name, data);
    if (lossData !== null) checkFinite('loss', lossData);
    const result = {
      model: model.model,
      step: model.step,
      tokens,
      tensors,
      losses: lossData?.data ?? null,
      milliseconds: now() - before,
      backend: model.candidate.backend,
    };
    return { kind: 'ran', id, result };
  } finally {
    dispose([...captured.values()]);
    losses?.dispose();
  }
}

interface Passed {
  readonly captured: Map<string, Tensor>;
  /** [1, seq - 1] */
  readonly losses: Tensor | null;
}

function forwardOnce({ params, config }: OpenModel, request: RunRequest): Passed {
  const { tokens, loss = false, interventions = [] } = request;
  const wanted = capture(matcher(request.capture));
  // A capture sees what the interventions before it made of the tensor.
  const probe = chain(interventionProbe(interventions), wanted.probe);
  try {
    let losses: Tensor | null = null;
    tidy(() => {
      const inputs = { tokens: tensor([...tokens], [1, tokens.length], 'int32') as Tensor2D }; // [1, seq]
      const { logits } = forward(params, config, inputs, { probe }); // [1, seq, vocabulary]
      if (loss && tokens.length > 1) losses = keep(nextTokenLosses(logits, tokens));
    });
    return { captured: wanted.tensors, losses };
  } catch (error) {
    dispose([...wanted.tensors.values()]);
    throw error;
  }
}

/** [1, seq, vocabulary] -> [1, seq - 1]: the loss of each token but the first. */
function nextTokenLosses(logits: Tensor3D, tokens: readonly number[]): Tensor {
  const length = tokens.length - 1;
  const given = slice(logits, [0, 0, 0], [1, length, logits.shape[2]]); // [1, seq - 1, vocabulary]
  return tokenLosses(given, tensor(tokens.slice(1), [1, length], 'int32')); // [1, seq - 1]
}

/** `*` stands for one part of a name. */
export function matcher(names: readonly string[]): (name: string) => boolean {
  const exact = new Set(names.filter((name) => !name.includes('*')));
  const patterns = names
    .filter((name) => name.includes('*'))
    .map((name) => name.split('.'))
    .map((parts) => (given: readonly string[]) => {
      return given.length === parts.length && parts.every((part, at) => part === '*' || part === given[at]);
    });
  return (name) => exact.has(name) || patterns.some((fits) => fits(name.split('.')));
}

export async function read(one: Tensor): Promise<TensorData> {
  // A copy of exactly this tensor: some backends answer with a view of what they go on using.
  return { shape: [...one.shape], data: Float32Array.from(await one.data()) };
}
