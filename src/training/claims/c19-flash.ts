import { toytownDataset } from '../../data/toytown/dataset.ts';
import { largestTile, naiveBytes, tiledBytes } from '../../models/attention-traffic.ts';
import { loadCheckpoint } from '../../models/checkpoints/load.ts';
import { withChoices } from '../../models/choices.ts';
import type { ModelConfig } from '../../models/config.ts';
import { forward, type Params } from '../../models/model.ts';
import { disposeParams } from '../../models/params.ts';
import { capture } from '../../models/probe.ts';
import { dispose, type Tensor2D, tensor, tidy } from '../../models/tf.ts';
import { nodeFolder } from '../node-files.ts';
import { bar, type Claim } from './claim.ts';

const rows = 4;
const length = 128;
const tiles = [1, 8, 16, 48];
/** GPT-2 medium as in the paper's figure 2, numbers of 16 bits, and the fast memory of one unit of an A100: 192 kB. */
const published = { length: 1_024, headSize: 64, bytesPerNumber: 2 };
const fastMemory = 192 * 1_024;
const z = /^blocks\.\d+\.attn\.z$/;

export const c19: Claim = {
  id: 'C19',
  claim: 'FlashAttention is exact and moves fewer bytes',
  source: 'Dao et al. 2022',
  setting:
    'What the heads of every layer of gpt2-toytown answer on held-out stories of 128 words, by tiles of 1, 8, 16 and 48 keys and at once; the bytes of both algorithms, counted line by line for one head of GPT-2 medium.',
  async run({ short, tell }) {
    const { params, config } = await loadCheckpoint(nodeFolder('public/checkpoints/gpt2-toytown'));
    try {
      const [batch] = toytownDataset.heldOut(1, short ? 1 : rows, length);
      if (batch === undefined) throw new Error('There is no text to read.');
      const tokens = tensor(batch.tokens, [batch.rows, length], 'int32') as Tensor2D; // [rows, seq]
      const whole = await answersOf(params, config, tokens);
      const apart: number[] = [];
      for (const tile of short ? tiles.slice(1, 2) : tiles) {
        const own = await answersOf(params, withChoices(config, { tile }), tokens);
        let most = 0;
        for (let at = 0; at < whole.length; at++)
          most = Math.max(most, Math.abs((own[at] ?? Number.NaN) - (whole[at] ?? 0)));
        apart.push(own.length === whole.length ? most : Number.NaN);
        tell(`tiles of ${tile}: ${most.toExponential(1)} apart at most`);
      }
      tokens.dispose();
      const keys = largestTile(fastMemory / published.bytesPerNumber, published.headSize);
      const lengths = [256, 512, 1_024, 2_048, 4_096, 8_192];
      const bytes = (count: (length: number) => number) => ({ x: [...lengths], y: lengths.map(count) });
      const counted = { xLabel: 'tokens', yLabel: 'bytes moved, one head' };
      return {
        bars: [
          bar('largest difference of what the heads answer, over all tiles', Math.max(...apart), {
            atMost: 1e-5,
          }),
          bar(
            `bytes moved by tiles of ${keys} keys, as a share of those moved at once, 1,024 tokens`,
            tiledBytes(published, keys) / naiveBytes(published),
            { unit: 'share', atMost: 0.5 },
          ),
        ],
        series: [
          { name: 'at once', ...counted, ...bytes((own) => naiveBytes({ ...published, length: own })) },
          {
            name: 'by tiles',
            ...counted,
            ...bytes((own) => tiledBytes({ ...published, length: own }, keys)),
          },
        ],
        steps: 0,
      };
    } finally {
      disposeParams(params);
    }
  },
};

/** z of every layer, one after another. */
async function answersOf(params: Params, config: ModelConfig, tokens: Tensor2D): Promise<Float32Array> {
  const kept = capture((name) => z.test(name));
  tidy(() => {
    forward(params, config, { tokens }, { probe: kept.probe });
  });
  const parts: Float32Array[] = [];
  for (const own of kept.tensors.values()) parts.push(Float32Array.from(await own.data()));
  dispose([...kept.tensors.values()]);
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
