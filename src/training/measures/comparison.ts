/** Held-out loss, over its floor and beside that of another model. */
import type { Batch } from '../../data/batch.ts';
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Params } from '../../models/model.ts';
import { disposeParams } from '../../models/params.ts';
import { evaluate } from '../evaluate.ts';
import type { OpenModel } from '../recipe.ts';

export async function lossOverFloor(
  params: Params,
  config: ModelConfig,
  batches: readonly Batch[],
  limits: Pick<Bar, 'atMost' | 'atLeast'>,
): Promise<Bar> {
  const { loss, floor } = await evaluate(params, config, batches);
  if (floor === null) throw new Error('The floor of these batches is not known.');
  return {
    what: 'loss over the entropy floor on held-out texts',
    unit: 'nats a token',
    ...limits,
    measured: loss - floor,
  };
}

/** Its loss must be under that of a model that ships, measured now on the same texts. */
export async function lossUnder(
  rival: string,
  open: OpenModel,
  [params, config]: readonly [Params, ModelConfig],
  batches: readonly Batch[],
): Promise<Bar> {
  const { loss } = await evaluate(params, config, batches);
  const other = await open(rival);
  try {
    const { loss: limit } = await evaluate(other.params, other.config, batches);
    const what = `loss on held-out texts, under that of ${rival}`;
    return { what, unit: 'nats a token', atMost: limit, atLeast: null, measured: loss };
  } finally {
    disposeParams(other.params);
  }
}
