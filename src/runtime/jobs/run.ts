/** One forward pass: what was asked for of its intermediate tensors, and the loss of each token. */
import type { ModelConfig } from '../../models/config.ts';
import { tokenLosses } from '../../models/kernels/index.ts';
import { forward } from '../../models/model.ts';
import { capture, chain } from '../../models/probe.ts';
import { cast, dispose, keep, mul, slice, type Tensor, type Tensor3D, tidy } from '../../models/tf.ts';
import type { OpenModel } from '../model-store.ts';
import { RuntimeError } from '../problem.ts';
import type { RunRequest, RunResult, Text } from '../protocol.ts';
import type { Job } from '../scheduler.ts';
import { changed, probeOf } from './changes.ts';
import { checkFinite } from './check.ts';
import type { JobContext } from './context.ts';
import { checkReading, inputsOf, longest, type Reading, rowsOf } from './inputs.ts';
import { matcher, read, readAll } from './tensors.ts';

export async function* runJob(id: number, request: RunRequest, context: JobContext): Job {
  const { backends, store, now } = context;
  const model = yield* store.open(request.model, request.step ?? null, id);
  const config = changed(model.config, request);
  const reading = readingOf(request);
  checkReading(reading, config);
  checkLoss(request, config);
  const before = now();
  const { captured, losses } = forwardOnce(model, config, reading, request);
  try {
    const lossData = losses === null ? null : await read(losses);
    const tensors = await readAll(captured);
    backends.checkContext();
    if (lossData !== null) checkFinite('loss', lossData);
    const result: RunResult = {
      model: model.model,
      step: model.step,
      tokens: request.tokens,
      ...(request.others ? { others: request.others } : {}),
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

export function readingOf(request: Omit<RunRequest, 'kind' | 'capture' | 'loss'>): Reading {
  const { tokens, source, segments, padding, targets, others = [], start = 0, mask, sourceMask } = request;
  const first: Text = {
    tokens,
    ...(source ? { source } : {}),
    ...(segments ? { segments } : {}),
    ...(padding ? { padding } : {}),
    ...(targets ? { targets } : {}),
  };
  return {
    texts: [first, ...others],
    start,
    ...(mask ? { mask } : {}),
    ...(sourceMask ? { sourceMask } : {}),
  };
}

export function checkLoss(
  { loss, targets }: Pick<RunRequest, 'loss' | 'targets'>,
  config: ModelConfig,
): void {
  if (loss && targets === undefined && config.stack === 'encoder') {
    const sentence = 'This model sees the whole text: say which words it should tell from the others.';
    throw RuntimeError.of('bad-request', sentence);
  }
}

interface Passed {
  readonly captured: Map<string, Tensor>;
  /** [rows, longest - 1], or with targets [rows, longest] */
  readonly losses: Tensor | null;
}

function forwardOnce(
  { params }: OpenModel,
  config: ModelConfig,
  reading: Reading,
  request: RunRequest,
): Passed {
  const changes = probeOf({ params }, config, request);
  const wanted = capture(matcher(request.capture));
  // A capture sees what the interventions before it made of the tensor.
  const probe = chain(changes.probe, wanted.probe);
  try {
    let losses: Tensor | null = null;
    tidy(() => {
      const { logits } = forward(params, config, inputsOf(reading), { probe }); // [rows, seq, vocabulary]
      const made = request.loss ? lossesOf(logits, reading.texts) : null;
      losses = made && keep(made);
    });
    return { captured: wanted.tensors, losses };
  } catch (error) {
    dispose([...wanted.tensors.values()]);
    throw error;
  } finally {
    changes.dispose();
  }
}

/**
 * In a tidy: the loss of what each position should predict, 0 where nothing is asked. [rows, seq, vocabulary] ->
 * [rows, seq - 1] for the next tokens, [rows, seq] for targets; null where a single token has none to follow.
 */
export function lossesOf(logits: Tensor3D, texts: readonly Text[]): Tensor | null {
  const aimed = texts.some(({ targets }) => targets !== undefined);
  const rows = texts.map(({ tokens, targets }) => (aimed ? (targets ?? []) : tokens.slice(1)));
  const length = aimed ? logits.shape[1] : longest(rows);
  if (length === 0) return null;
  const given = slice(logits, [0, 0, 0], [texts.length, length, logits.shape[2]]); // [rows, length, vocabulary]
  const losses = tokenLosses(
    given,
    rowsOf(
      rows.map((row) => row.map((one) => Math.max(one, 0))),
      length,
    ),
  ); // [rows, length]
  const asked = rowsOf(
    rows.map((row) => row.map((one) => (one < 0 ? 0 : 1))),
    length,
  ); // [rows, length], 0 beyond the end of a row
  return mul(losses, cast(asked, 'float32')); // [rows, length]
}
