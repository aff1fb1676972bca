import { toytownDataset } from '../../data/toytown/dataset.ts';
import { loadCheckpoint } from '../../models/checkpoints/load.ts';
import { withChoices } from '../../models/choices.ts';
import type { ModelConfig } from '../../models/config.ts';
import { forward, type Params } from '../../models/model.ts';
import { disposeParams } from '../../models/params.ts';
import { intervene } from '../../models/probe.ts';
import { add, engine, type Scalar, slice, type Tensor2D, tensor, tidy, zeros } from '../../models/tf.ts';
import { nodeFolder } from '../node-files.ts';
import { bar, type Claim } from './claim.ts';

const length = 64;
const windows = [2, 4, 8, 12];

export const c17: Claim = {
  id: 'C17',
  claim: 'a window of W sees about L x W tokens after L layers',
  source: 'Jiang et al. 2023',
  setting:
    'gpt2-toytown, which has 4 layers and learned without a window, with one of 2, 4, 8 and 12 words on held-out stories of 64 words: the derivative of the likeliest logit at the last position by each embedding, and its length.',
  async run({ short, tell }) {
    const { params, config } = await loadCheckpoint(nodeFolder('public/checkpoints/gpt2-toytown'));
    try {
      const [batch] = toytownDataset.heldOut(1, 1, length);
      if (batch === undefined) throw new Error('There is no text to read.');
      const layers = config.layers.length;
      let beyond = 0;
      let missed = 0;
      const series = [];
      for (const window of short ? windows.slice(0, 1) : windows) {
        const felt = await lengths(params, withChoices(config, { window }), batch.tokens.slice(0, length));
        const reach = layers * (window - 1);
        // [positions back]: 0 is the last word itself.
        felt.forEach((one, back) => {
          if (back > reach && one !== 0) beyond += 1;
          if (back <= reach && one === 0) missed += 1;
        });
        tell(
          `a window of ${window}: ${felt.filter((one) => one > 0).length - 1} positions back, by the formula ${reach}`,
        );
        series.push({
          name: `window of ${window}`,
          xLabel: 'positions back',
          yLabel: 'length of the derivative',
          x: felt.map((_, back) => back),
          y: felt,
        });
      }
      return {
        bars: [
          bar('positions beyond L (W - 1) that are felt', beyond, { atMost: 0 }),
          bar('positions within that are not felt', missed, { atMost: 0 }),
        ],
        series,
        steps: 0,
      };
    } finally {
      disposeParams(params);
    }
  },
};

/** By positions back from the last. */
async function lengths(params: Params, config: ModelConfig, text: Int32Array): Promise<number[]> {
  const gradient = tidy(() => {
    const tokens = tensor(text, [1, length], 'int32') as Tensor2D; // [1, seq]
    const nothing = zeros([1, length, config.width]); // [1, seq, width]
    const probe = intervene(
      (name) => name === 'embed',
      (_, embedded) => add(embedded, nothing),
    );
    const { grads } = engine().gradients(
      () => {
        const { logits } = forward(params, config, { tokens }, { probe }); // [1, seq, vocabulary]
        return slice(logits, [0, length - 1, 0], [1, 1, -1]).max() as Scalar;
      },
      [nothing],
      undefined,
      true,
    );
    const [found] = grads; // [1, seq, width]
    if (!found) throw new Error('The logit does not hang on the embeddings.');
    return found.square().sum(2).sqrt(); // [1, seq]
  });
  const values = await gradient.data();
  gradient.dispose();
  return Array.from(values).reverse();
}
