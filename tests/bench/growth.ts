/**
 * How the cost of a token mixer grows with the text: the slope of its logarithm over the logarithm of the length, counted by
 * `count.ts` and measured, on the last two octaves. 1: twice the text, twice the cost; 2: four times the cost.
 */
import { architectures } from '../../src/models/architectures.ts';
import type { ModelConfig, TokenMixerConfig } from '../../src/models/config.ts';
import { mixerCost } from '../../src/models/count/mixers.ts';
import { disposeParams, type ParamTree } from '../../src/models/params.ts';
import { tokenMixer } from '../../src/models/parts/mixers.ts';
import { noProbe } from '../../src/models/probe.ts';
import { type Tensor3D, tensor, tidy } from '../../src/models/tf.ts';
import { randomStream } from '../../src/random.ts';
import { cpuMilliseconds } from './clock.ts';

const lengths = [1024, 2048, 4096];
const rounds = 8;
const bar = 0.25;
const sizes = { vocabulary: 8, context: 4096, width: 64, layers: 1, heads: 4, window: 64, attentionEvery: 2 };

const rows: Readonly<Record<string, ModelConfig>> = {
  attention: architectures.llama.config(sizes),
  'window attention': architectures.mistral.config(sizes),
  'linear attention': architectures['linear-attention'].config(sizes),
  mamba: architectures.mamba.config(sizes),
  hyena: architectures.hyena.config(sizes),
};

/** By least squares. */
function slope(costs: readonly number[]): number {
  const x = lengths.map((length) => Math.log2(length));
  const y = costs.map((cost) => Math.log2(cost));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const over = x.reduce((sum, own, index) => sum + (own - meanX) * ((y[index] ?? 0) - meanY), 0);
  return over / x.reduce((sum, own) => sum + (own - meanX) ** 2, 0);
}

/** Operations of a text of this length: maps and what lies between positions. */
function counted(config: TokenMixerConfig, width: number, length: number): number {
  const { maps, mixing } = mixerCost(config, width);
  return length * maps + mixing({ start: 0, tokens: length });
}

/** Milliseconds for each length, the least of several rounds: what others do to the caches only adds. */
function measured(config: TokenMixerConfig, model: ModelConfig): number[] {
  const mixer = tokenMixer(config);
  if (mixer === null) throw new Error('The row has no token mixer.');
  const random = randomStream(1);
  const params: ParamTree = mixer.init(
    config,
    model.width,
    { input: 0.1, output: 0.1, outputScale: 1 },
    random,
  );
  const texts = lengths.map((length) => {
    const numbers = Float32Array.from({ length: length * model.width }, () => random.normal());
    return tensor(numbers, [1, length, model.width]) as Tensor3D; // [1, seq, width]
  });
  const time = (x: Tensor3D): number => {
    const begun = cpuMilliseconds();
    const input = { x, start: 0, position: model.position, bias: () => null, mask: {}, probe: noProbe };
    tidy(() => void mixer.forward(params, config, input));
    return cpuMilliseconds() - begun;
  };
  for (const x of texts) time(x);
  const times = Array.from({ length: rounds }, () => texts.map(time));
  disposeParams(params);
  for (const x of texts) x.dispose();
  return lengths.map((_, index) => Math.min(...times.map((round) => round[index] ?? Number.NaN)));
}

export function printGrowth(): void {
  console.log(
    `\ngrowth of a token mixer from ${lengths[0]} to ${lengths.at(-1)} tokens: slope counted, measured, within ${bar}, ms at each length`,
  );
  for (const [name, model] of Object.entries(rows)) {
    const config = model.layers[0]?.mixer;
    if (config === undefined) throw new Error(`${name} has no layer.`);
    const operations = slope(lengths.map((length) => counted(config, model.width, length)));
    const times = measured(config, model);
    const found = slope(times);
    console.log(
      `  ${operations.toFixed(2)}  ${found.toFixed(2)}  ${Math.abs(found - operations) <= bar ? 'holds' : 'OVER '}  ${name.padEnd(16)}  ${times.map((ms) => ms.toFixed(1)).join(', ')}`,
    );
  }
}
