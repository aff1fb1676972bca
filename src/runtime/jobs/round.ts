/** A model whose matrices are rounded to few bits, and what it loses by that. */
import type { ModelConfig } from '../../models/config.ts';
import { tokenLosses } from '../../models/kernels/index.ts';
import { forward, type Params } from '../../models/model.ts';
import { disposeParams, flatten, mapParams } from '../../models/params.ts';
import { rounded } from '../../models/rounding.ts';
import { slice, type Tensor2D, type Tensor3D, tensor, tidy } from '../../models/tf.ts';
import { RuntimeError } from '../problem.ts';
import type { RoundRequest, RoundResult } from '../protocol.ts';
import type { Job } from '../scheduler.ts';
import { checkFinite, checkTokens } from './check.ts';
import type { JobContext } from './context.ts';

export async function* roundJob(id: number, request: RoundRequest, { backends, store }: JobContext): Job {
  const model = yield* store.open(request.model, null, id);
  const { config } = model;
  const params = model.params as Params;
  if (config.stack !== 'decoder') throw RuntimeError.of('bad-request', 'Only decoders are rounded here.');
  for (const text of request.texts) checkTokens(text, config);
  const { group } = request;
  const weights = new Map<string, Float32Array>();
  for (const [name, one] of flatten(params)) weights.set(name, Float32Array.from(await one.data()));
  const rows: { bits: number; loss: number; error: number }[] = [];
  for (const bits of request.bits) {
    let moved = 0;
    let squares = 0;
    const changed = mapParams(params, (one, name) => {
      const before = weights.get(name) ?? new Float32Array();
      // Vectors (biases, norms) are few and stay as they are.
      const after = one.shape.length < 2 ? before : rounded(before, { bits, group });
      if (one.shape.length >= 2)
        before.forEach((value, index) => {
          moved += (value - (after[index] ?? 0)) ** 2;
          squares += value ** 2;
        });
      return tensor(after, [...one.shape]);
    }) as Params;
    try {
      rows.push({
        bits,
        loss: await lossOf(changed, config, request.texts),
        error: Math.sqrt(moved / squares),
      });
    } finally {
      disposeParams(changed);
    }
  }
  backends.checkContext();
  const result: RoundResult = { rows, backend: model.candidate.backend };
  return { kind: 'rounded', id, result };
}

/** Nats a token over all texts. */
async function lossOf(
  params: Params,
  config: ModelConfig,
  texts: readonly (readonly number[])[],
): Promise<number> {
  let sum = 0;
  let count = 0;
  for (const text of texts) {
    const length = text.length - 1;
    if (length < 1) continue;
    const losses = tidy(() => {
      const inputs = { tokens: tensor([...text], [1, text.length], 'int32') as Tensor2D }; // [1, seq]
      const { logits } = forward(params, config, inputs); // [1, seq, vocabulary]
      const given = slice(logits as Tensor3D, [0, 0, 0], [1, length, config.vocabulary]); // [1, seq - 1, vocabulary]
      return tokenLosses(given, tensor(text.slice(1), [1, length], 'int32')); // [1, seq - 1]
    });
    const data = Float32Array.from(await losses.data());
    losses.dispose();
    checkFinite('loss', { shape: [length], data });
    sum += data.reduce((all, loss) => all + loss, 0);
    count += length;
  }
  if (count === 0) throw RuntimeError.of('bad-request', 'There is no text whose loss could be measured.');
  return sum / count;
}
