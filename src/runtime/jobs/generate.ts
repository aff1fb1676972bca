/** A text written token by token, or by beam search; between two steps others run. */
import { stepsWithBeams } from '../../models/beam-reader.ts';
import type { ModelConfig } from '../../models/config.ts';
import { type GeneratedToken, generate } from '../../models/generate.ts';
import { needsWholeText } from '../../models/interventions.ts';
import { capture, chain } from '../../models/probe.ts';
import { dispose } from '../../models/tf.ts';
import type { OpenModel } from '../model-store.ts';
import { RuntimeError } from '../problem.ts';
import type { FromWorker, GenerateRequest, GenerateResult, NamedTensors } from '../protocol.ts';
import type { Job } from '../scheduler.ts';
import { changed, probeOf } from './changes.ts';
import { checkFinite } from './check.ts';
import type { JobContext } from './context.ts';
import { checkReading } from './inputs.ts';
import { matcher, readAll } from './tensors.ts';

export async function* generateJob(id: number, request: GenerateRequest, context: JobContext): Job {
  const { backends, store, now } = context;
  // A run that is on its way learns on meanwhile: the text is written by what it is now.
  const held = yield* store.hold(request.model, request.step ?? null);
  const open = () => store.open(held.choice, held.step, id);
  let milliseconds = 0;
  let told = 0;
  try {
    let model = yield* open();
    const config = changed(model.config, request);
    check(request, config);
    let writer = write(model, config, request, id);
    try {
      for (;;) {
        const before = now();
        const { value, done } = await writer.next();
        milliseconds += now() - before;
        backends.checkContext();
        if (done) {
          const { backend } = model.candidate;
          const result = { model: model.model, ...value, milliseconds, backend };
          return { kind: 'generated', id, result };
        }
        told += 1;
        yield value;
        // Others have run: the model may have been moved to another backend, or dropped to make room.
        const again = yield* open();
        if (again.params === model.params) continue;
        await writer.return(undefined as never);
        model = again;
        writer = write(model, config, request, id);
        // The same seed writes the same text: what was told already is written once more, in silence.
        for (let step = 0; step < told; step++) await writer.next();
      }
    } finally {
      await writer.return(undefined as never);
    }
  } finally {
    held.release();
  }
}

function check({ tokens, source, beams, interventions = [] }: GenerateRequest, config: ModelConfig): void {
  if (config.stack === 'encoder') {
    throw RuntimeError.of('bad-request', 'This model reads a whole text at once: it cannot write one.');
  }
  checkReading({ texts: [{ tokens, ...(source ? { source } : {}) }], start: 0 }, config);
  if (beams && !(Number.isInteger(beams.width) && beams.width >= 1 && beams.width <= 64)) {
    throw RuntimeError.of('bad-request', 'A beam search has from 1 to 64 beams.');
  }
  if (beams && interventions.some(needsWholeText)) {
    const sentence =
      'A beam search reads token by token: what is changed at single positions has no place in it.';
    throw RuntimeError.of('bad-request', sentence);
  }
}

type Written = Pick<GenerateResult, 'tokens' | 'written' | 'ended' | 'hypotheses'>;
type Writer = AsyncGenerator<FromWorker, Written>;

function write(model: OpenModel, config: ModelConfig, request: GenerateRequest, id: number): Writer {
  return request.beams ? search(model, config, request, id) : draw(model, config, request, id);
}

async function* draw(model: OpenModel, config: ModelConfig, request: GenerateRequest, id: number): Writer {
  const { sampling, maximum, source, tokens, stop = [], interventions = [] } = request;
  const wants = matcher(request.capture ?? []);
  const changes = probeOf(model, config, request);
  const text = [...tokens];
  const captured = capture(wants);
  const releaseCaptured = () => dispose([...captured.tensors.values()]);
  try {
    const writer = generate(model.params, config, tokens, {
      sampling,
      seed: sampling.seed,
      maximum,
      cache: request.cache && !interventions.some(needsWholeText),
      stop,
      ...(source ? { source } : {}),
      // A step's own capture, behind what the interventions made.
      probe: chain(changes.probe, captured.probe),
    });
    for await (const token of writer) {
      const tensors = await readAll(captured.tensors);
      releaseCaptured();
      captured.tensors.clear();
      text.push(token.id);
      yield tell(id, text.length - tokens.length - 1, token, tensors);
    }
  } finally {
    releaseCaptured();
    changes.dispose();
  }
  const written = text.length - tokens.length;
  return { tokens: text, written, ended: endOf(text, written, stop, maximum) };
}

function tell(
  id: number,
  index: number,
  { id: token, logits, candidates }: GeneratedToken,
  tensors: NamedTensors,
): FromWorker {
  checkFinite('logits', { shape: [logits.length], data: logits });
  const probabilities = new Float32Array(logits.length);
  for (const candidate of candidates) probabilities[candidate.id] = candidate.sampled;
  const probability = probabilities[token] ?? 0;
  const told = { index, token, probability, probabilities, logits: logits.slice() };
  const captured = Object.keys(tensors).length > 0 ? { tensors } : {};
  return { kind: 'token', id, token: { ...told, ...captured } };
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

async function* search(model: OpenModel, config: ModelConfig, request: GenerateRequest, id: number): Writer {
  const { tokens, source, maximum, beams, stop = [] } = request;
  if (beams === undefined || maximum < 1) {
    return { tokens, written: 0, ended: 'maximum', hypotheses: [] };
  }
  const changes = probeOf(model, config, request);
  try {
    const steps = stepsWithBeams(model.params, config, tokens, {
      ...beams,
      maximum,
      stop,
      probe: changes.probe,
      ...(source ? { source } : {}),
    });
    for (;;) {
      const { value, done } = await steps.next();
      if (!done) {
        yield { kind: 'beam', id, step: value };
        continue;
      }
      const written = value[0]?.tokens ?? [];
      const ended = endOf(written, written.length, stop, maximum);
      return { tokens: [...tokens, ...written], written: written.length, ended, hypotheses: value };
    }
  } finally {
    changes.dispose();
  }
}
