/** A text written token by token; between two tokens others run. */
import { type GeneratedToken, generate } from '../../models/generate.ts';
import { interventionProbe } from '../../models/interventions.ts';
import type { OpenModel } from '../model-store.ts';
import type { FromWorker, GenerateRequest, GenerateResult } from '../protocol.ts';
import type { Job, Wait } from '../scheduler.ts';
import { checkFinite, checkTokens } from './check.ts';
import type { JobContext } from './context.ts';

export async function* generateJob(id: number, request: GenerateRequest, context: JobContext): Job {
  const { backends, store, now } = context;
  const { stop = [] } = request;
  const text = [...request.tokens];
  let milliseconds = 0;
  let model = yield* store.open(request.model, request.step ?? null, id);
  checkTokens(text, model.config);
  let writer = write(model, request);
  try {
    for (;;) {
      const before = now();
      const { value, done } = await writer.next();
      milliseconds += now() - before;
      backends.checkContext();
      if (done) break;
      const index = text.length - request.tokens.length;
      text.push(value.id);
      yield tell(id, index, value);
      // Others have run: the model may have been moved to another backend, or dropped to make room.
      const again: OpenModel = yield* reopened(request, id, context);
      if (again.params === model.params) continue;
      await writer.return(undefined);
      model = again;
      writer = await caughtUp(model, request, text.length - request.tokens.length);
    }
  } finally {
    await writer.return(undefined);
  }
  const written = text.length - request.tokens.length;
  const result: GenerateResult = {
    model: model.model,
    tokens: text,
    written,
    ended: endOf(text, written, stop, request.maximum),
    milliseconds,
    backend: model.candidate.backend,
  };
  return { kind: 'generated', id, result };
}

async function* reopened(
  request: GenerateRequest,
  id: number,
  { store }: JobContext,
): AsyncGenerator<Wait, OpenModel, void> {
  return yield* store.open(request.model, request.step ?? null, id);
}

function write({ params, config }: OpenModel, request: GenerateRequest): AsyncGenerator<GeneratedToken> {
  const { sampling, maximum, cache, stop = [], interventions = [] } = request;
  const probe = interventionProbe(interventions);
  return generate(params, config, request.tokens, {
    sampling,
    seed: sampling.seed,
    maximum,
    cache,
    stop,
    probe,
  });
}

/** The same seed writes the same text: what was told already is written once more, in silence. */
async function caughtUp(model: OpenModel, request: GenerateRequest, written: number) {
  const writer = write(model, request);
  for (let index = 0; index < written; index++) await writer.next();
  return writer;
}

function tell(id: number, index: number, { id: token, logits, candidates }: GeneratedToken): FromWorker {
  checkFinite('logits', { shape: [logits.length], data: logits });
  const probabilities = new Float32Array(logits.length);
  for (const candidate of candidates) probabilities[candidate.id] = candidate.sampled;
  const probability = probabilities[token] ?? 0;
  return { kind: 'token', id, token: { index, token, probability, probabilities, logits: logits.slice() } };
}

function endOf(
  text: readonly number[],
  written: number,
  stop: readonly number[],
  maximum: number,
): GenerateResult['ended'] {
  const last = text.at(-1);
  if (written > 0 && last !== undefined && stop.includes(last)) return 'stop';
  return written >= maximum ? 'maximum' : 'context';
}
