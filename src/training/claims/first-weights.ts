/** The first weights of a session, changed: what claims on initialization begin from. */
import type { FloatTensor } from '../../models/checkpoints/int8.ts';
import { readParams } from '../../models/checkpoints/save.ts';
import type { ModelConfig } from '../../models/config.ts';
import { init } from '../../models/model.ts';
import { disposeParams } from '../../models/params.ts';
import type { TrainingState } from '../session.ts';

/** Of the matrices that write to the stream: our first weights are divided by the root of the number of writes. */
const writes = /\.(attn\.output|mlp\.out)\.weight$/;

/**
 * As `init`, but what writes to the stream begins as large as every other matrix: GPT-2 divides it by the root of the
 * number of writes, the Transformer of 2017 and the papers on its depth do not.
 */
export async function evenFirstWeights(config: ModelConfig, seed: number): Promise<TrainingState> {
  const params = init(config, seed);
  const floats = await readParams(params);
  disposeParams(params);
  const factor = Math.sqrt(2 * config.layers.length);
  const changed = new Map<string, FloatTensor>(
    Array.from(floats, ([name, { shape, data }]) => [
      name,
      { shape, data: writes.test(name) ? data.map((value) => value * factor) : data },
    ]),
  );
  const zeros = () =>
    new Map(
      Array.from(changed, ([name, { shape, data }]) => [
        name,
        { shape, data: new Float32Array(data.length) },
      ]),
    );
  return { step: 0, params: changed, optimizer: { steps: 0, means: zeros(), squares: zeros() } };
}
