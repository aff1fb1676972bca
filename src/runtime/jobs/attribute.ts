/**
 * What a number of the output hangs on: its gradient in the tensors that the model made on the way. To each of them a zero is
 * added, and the gradient is taken in that zero.
 */
import type { ModelConfig } from '../../models/config.ts';
import { forward, type ModelOutput } from '../../models/model.ts';
import { capture, chain, intervene } from '../../models/probe.ts';
import {
  add,
  clone,
  dispose,
  engine,
  keep,
  logSoftmax,
  mul,
  neg,
  type Scalar,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
  zeros,
} from '../../models/tf.ts';
import type { OpenModel } from '../model-store.ts';
import { RuntimeError } from '../problem.ts';
import type { AttributeRequest, AttributeResult, AttributionTarget, Text } from '../protocol.ts';
import type { Job } from '../scheduler.ts';
import { changed, probeOf } from './changes.ts';
import type { JobContext } from './context.ts';
import { checkReading, inputsOf, type Reading } from './inputs.ts';
import { readingOf } from './run.ts';
import { matcher, read, readAll } from './tensors.ts';

export async function* attributeJob(id: number, request: AttributeRequest, context: JobContext): Job {
  const { backends, store, now } = context;
  const model = yield* store.open(request.model, request.step ?? null, id);
  const config = changed(model.config, request);
  const reading = readingOf(request);
  checkReading(reading, config);
  checkTarget(request.of, request, config);
  const before = now();
  const made = differentiate(model, config, reading, request);
  try {
    const [value = Number.NaN] = (await read(made.value)).data;
    const tensors = await readAll(made.tensors);
    const gradients = await readAll(made.gradients);
    backends.checkContext();
    const { tokens } = request;
    const milliseconds = now() - before;
    const named = { model: model.model, step: model.step, tokens, value, tensors, gradients };
    const result: AttributeResult = { ...named, milliseconds, backend: model.candidate.backend };
    return { kind: 'attributed', id, result };
  } finally {
    dispose([made.value, ...made.tensors.values(), ...made.gradients.values()]);
  }
}

const bad = (message: string): RuntimeError => RuntimeError.of('bad-request', message);

function checkTarget(target: AttributionTarget, { tokens }: Text, { vocabulary, stack }: ModelConfig): void {
  if (target.kind === 'loss') {
    if (stack === 'encoder') throw bad('This model sees the whole text: ask for a single prediction.');
    if (tokens.length < 2) throw bad('A text of one token has no loss.');
    return;
  }
  const { position, token, against } = target;
  const isToken = (id: number) => Number.isInteger(id) && id >= 0 && id < vocabulary;
  if (!Number.isInteger(position) || position < 0 || position >= tokens.length) {
    throw bad(`The text has positions 0 to ${tokens.length - 1}, and no position ${position}.`);
  }
  if (!isToken(token) || (against !== undefined && !isToken(against))) {
    throw bad(`This model has only tokens 0 to ${vocabulary - 1}.`);
  }
}

interface Differentiated {
  readonly value: Tensor;
  readonly tensors: Map<string, Tensor>;
  readonly gradients: Map<string, Tensor>;
}

function differentiate(
  { params }: OpenModel,
  config: ModelConfig,
  reading: Reading,
  request: AttributeRequest,
): Differentiated {
  const changes = probeOf({ params }, config, request);
  const wanted = capture(matcher(request.by));
  const gradients = new Map<string, Tensor>();
  const names = (): string[] => [...wanted.tensors.keys()];
  try {
    // Once to see what there is, and of which shape.
    tidy(() => {
      forward(params, config, inputsOf(reading), { probe: chain(changes.probe, wanted.probe) });
    });
    if (names().length === 0) throw bad('No tensor of this model has such a name.');
    let value: Tensor | null = null;
    tidy(() => {
      const nothing = new Map(names().map((name) => [name, zeros(wanted.tensors.get(name)?.shape ?? [])]));
      const added = intervene(
        (name) => nothing.has(name),
        (name, tensor) => add(tensor, nothing.get(name) ?? 0),
      );
      const probe = chain(changes.probe, added);
      const { grads } = engine().gradients(
        () => {
          const output = forward(params, config, inputsOf(reading), { probe });
          const target = targetOf(output, reading.texts[0] ?? request, request.of);
          value = keep(clone(target));
          return target;
        },
        [...nothing.values()],
        undefined,
        true,
      );
      const found: readonly (Tensor | null | undefined)[] = grads;
      for (const [index, [name, zero]] of [...nothing].entries()) {
        // What the target does not hang on has none: it is 0.
        gradients.set(name, keep(clone(found[index] ?? zero)));
      }
    });
    if (value === null) throw new Error('The target was never computed.');
    return { value, tensors: wanted.tensors, gradients };
  } catch (error) {
    dispose([...wanted.tensors.values(), ...gradients.values()]);
    throw error;
  } finally {
    changes.dispose();
  }
}

/** In a tidy, and with a gradient on every backend: the number that is asked about. */
function targetOf({ logits }: ModelOutput, { tokens }: Text, target: AttributionTarget): Scalar {
  const [, , vocabulary] = logits.shape;
  const row = (position: number) =>
    slice(logits, [0, position, 0], [1, 1, vocabulary]).reshape([vocabulary]) as Tensor1D; // [vocabulary]
  const at = (scores: Tensor1D, token: number) => sum(slice(scores, [token], [1])) as Scalar;
  if (target.kind === 'loss') {
    const told = tokens.slice(1).map((token, position) => at(logSoftmax(row(position)) as Tensor1D, token));
    const total = told.reduce((left, right) => add(left, right) as Scalar);
    return mul(neg(total), 1 / told.length) as Scalar;
  }
  const { position, token, against, kind } = target;
  const scores = kind === 'logit' ? row(position) : (logSoftmax(row(position)) as Tensor1D); // [vocabulary]
  return against === undefined ? at(scores, token) : (sub(at(scores, token), at(scores, against)) as Scalar);
}
