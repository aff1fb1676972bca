import { toytownDataset } from '../../data/toytown/dataset.ts';
import type { ModelConfig } from '../../models/config.ts';
import { interventionProbe } from '../../models/interventions.ts';
import { tokenLosses } from '../../models/kernels/index.ts';
import { forward, type Params } from '../../models/model.ts';
import { capture, type Probe } from '../../models/probe.ts';
import { meanOf } from '../../models/statistics.ts';
import { cast, dispose, equal, mean, type Tensor2D, tensor, tidy } from '../../models/tf.ts';
import { bar, type Claim } from './claim.ts';
import { smallModelConfigs } from './feed-forward-kinds.ts';
import { experiment } from './run.ts';
import { smallRecipe } from './small-toytown.ts';

const shares = [1, 0.5, 0.25, 0.15, 0.1, 0.05, 0.02];
/** What a twentieth, an eighth ... of the neurons must not cost more than: one part in a hundred. */
const bearable = 0.01;

export const c22: Claim = {
  id: 'C22',
  claim: 'Activations of trained ReLU layers are mostly zero, and few of the rest are needed',
  source: 'Li et al. 2022',
  setting:
    'The small decoder on Toytown with ReLU: the share of activations that are exactly 0 before and after training, and the loss of held-out stories when only the strongest of each layer and word are kept.',
  async run({ seed, short, tell }) {
    const config = smallModelConfigs.get('ReLU');
    if (config === undefined) throw new Error('There is no model with ReLU.');
    const zeros: number[] = [];
    const losses: number[] = [];
    const kept = short ? [1, 0.25] : shares;
    const recipe = smallRecipe(config, short ? 3 : 1_200);
    const look = async (step: number, params: Params) => {
      if (step === 0) zeros.push(await zeroShare(params, config));
    };
    const { losses: curve } = await experiment(recipe, { seed, look }, async (params) => {
      zeros.push(await zeroShare(params, config));
      for (const share of kept) {
        losses.push(await lossKeeping(params, config, share));
        tell(`${100 * share} % kept: ${losses.at(-1)?.toFixed(4)} nats a token`);
      }
    });
    const [full = Number.NaN] = losses;
    const fewest = Math.min(...kept.filter((_, at) => (losses[at] ?? Number.NaN) <= full * (1 + bearable)));
    const [before = Number.NaN, after = Number.NaN] = zeros;
    return {
      bars: [
        bar('activations that are exactly 0, trained', after, { unit: 'share', atLeast: 0.5 }),
        bar('activations that are exactly 0, first weights', before, { unit: 'share' }),
        bar('smallest share kept at which the loss is within 1 %', fewest, { unit: 'share', atMost: 0.5 }),
      ],
      series: [
        { name: 'ReLU', xLabel: 'share of neurons kept', yLabel: 'nats a token', x: [...kept], y: losses },
      ],
      steps: curve.length,
    };
  },
};

const batches = () => toytownDataset.heldOut(4, 16, 64);

function read(params: Params, config: ModelConfig, probe: Probe): number[] | Promise<number[]> {
  const means = batches().map(({ tokens, targets, rows, length }) =>
    tidy(() => {
      const inputs = { tokens: tensor(tokens, [rows, length], 'int32') as Tensor2D }; // [rows, seq]
      const { logits } = forward(params, config, inputs, { probe }); // [rows, seq, vocabulary]
      return mean(tokenLosses(logits, tensor(targets, [rows, length], 'int32') as Tensor2D));
    }),
  );
  return Promise.all(
    means.map(async (one) => {
      const [value = Number.NaN] = await one.data();
      one.dispose();
      return value;
    }),
  );
}

async function lossKeeping(params: Params, config: ModelConfig, share: number): Promise<number> {
  const probe = interventionProbe(
    config.layers.map((_, layer) => ({
      kind: 'strongest',
      name: `blocks.${layer}.mlp.post`,
      places: [],
      share,
    })),
  );
  return meanOf(await read(params, config, probe));
}

async function zeroShare(params: Params, config: ModelConfig): Promise<number> {
  const { probe, tensors } = capture((name) => name.endsWith('.mlp.post'));
  await read(params, config, probe);
  const shares = [...tensors.values()].map((own) => tidy(() => mean(cast(equal(own, 0), 'float32'))));
  const found: number[] = [];
  for (const share of shares) found.push((await share.data())[0] ?? Number.NaN);
  dispose([...shares, ...tensors.values()]);
  return meanOf(found);
}
