/** A small model drafts, a large one checks: the text, and what each pass of the large one brought. */
import type { ModelConfig } from '../../models/config.ts';
import { forward, type Params } from '../../models/model.ts';
import { softmax } from '../../models/sampling.ts';
import { type ReadDistributions, type Round, speculate } from '../../models/speculative.ts';
import { slice, type Tensor2D, type Tensor3D, tensor, tidy } from '../../models/tf.ts';
import { randomStream } from '../../random.ts';
import { RuntimeError } from '../problem.ts';
import type { SpeculateRequest, SpeculateResult } from '../protocol.ts';
import type { Job } from '../scheduler.ts';
import { checkTokens } from './check.ts';
import type { JobContext } from './context.ts';

export async function* speculateJob(id: number, request: SpeculateRequest, context: JobContext): Job {
  const { backends, store, now } = context;
  const { lookahead, maximum, temperature, seed } = request;
  const draft = yield* store.open(request.draft, null, id);
  const target = yield* store.open(request.target, null, id);
  checkTokens(request.tokens, target.config);
  if (draft.config.vocabulary !== target.config.vocabulary)
    throw RuntimeError.of('bad-request', 'Both models must know the same tokens.');
  const context_ = Math.min(draft.config.context, target.config.context);
  const random = randomStream(seed);
  const text = [...request.tokens];
  const end = text.length + maximum;
  const rounds: Round[] = [];
  const before = now();
  let draftPasses = 0;
  const readDraft = readerOf(draft.params as Params, draft.config, temperature);
  const readTarget = readerOf(target.params as Params, target.config, temperature);
  while (text.length < end && text.length + lookahead < context_) {
    const round = await speculate(text, lookahead, readDraft, readTarget, random);
    draftPasses += lookahead;
    rounds.push(round);
    text.push(...round.drafted.slice(0, round.accepted), round.written);
  }
  backends.checkContext();
  const result: SpeculateResult = {
    tokens: text,
    rounds,
    draftPasses,
    milliseconds: now() - before,
    backend: target.candidate.backend,
  };
  return { kind: 'speculated', id, result };
}

function readerOf(params: Params, config: ModelConfig, temperature: number): ReadDistributions {
  return async (text, from) => {
    const rows = text.length - from;
    const logits = tidy(() => {
      const inputs = { tokens: tensor([...text], [1, text.length], 'int32') as Tensor2D }; // [1, seq]
      const { logits: all } = forward(params, config, inputs); // [1, seq, vocabulary]
      return slice(all as Tensor3D, [0, from, 0], [1, rows, config.vocabulary]); // [1, rows, vocabulary]
    });
    const data = await logits.data();
    logits.dispose();
    return Array.from({ length: rows }, (_, row) =>
      softmax(data.slice(row * config.vocabulary, (row + 1) * config.vocabulary), temperature),
    );
  };
}
