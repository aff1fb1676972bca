/** A mixture of experts with each expert on its own tokens against every expert on every token, forward and backward. */
import { architectures } from '../../src/models/architectures.ts';
import type { MixtureConfig } from '../../src/models/config.ts';
import { flatten, mapParams, type ParamTree } from '../../src/models/params.ts';
import { initMixture, type MixtureParams, mixture } from '../../src/models/parts/moe.ts';
import { intervene, noProbe, type Probe } from '../../src/models/probe.ts';
import { square, sum, type Tensor, type Tensor3D, tensor, tidy, valueAndGrads } from '../../src/models/tf.ts';
import { randomStream } from '../../src/random.ts';
import { cpuMilliseconds } from '../../src/training/measures/processor-time.ts';
import { median } from './clock.ts';

const rounds = 5;
const [texts, length, width] = [8, 128, 128];
const sizes = { vocabulary: 8, context: length, width, layers: 2, heads: 4, experts: 8, sparseStep: 1 };

/** Somebody who looks at what only the form with every expert on every token can show. */
const looking = intervene(
  (name) => name === 'dropped',
  (_, dropped) => dropped,
);

function milliseconds(x: Tensor3D, params: MixtureParams, config: MixtureConfig, probe: Probe): number {
  const tree = params as unknown as ParamTree;
  const flat = flatten(tree);
  const begun = cpuMilliseconds();
  tidy(() => {
    valueAndGrads((input: Tensor, ...weights: Tensor[]) => {
      const named = new Map([...flat.keys()].map((name, index) => [name, weights[index]]));
      const own = mapParams(tree, (given, name) => named.get(name) ?? given) as unknown as MixtureParams;
      return sum(square(mixture(input as Tensor3D, own, config, probe).y));
    })([x, ...flat.values()]);
  });
  return cpuMilliseconds() - begun;
}

export function printExperts(): void {
  console.log(
    `\nexperts on ${texts} x ${length} tokens of width ${width}, forward and backward: ms on their own tokens, ms on all, ratio, experts over chosen`,
  );
  const random = randomStream(1);
  const numbers = Float32Array.from({ length: texts * length * width }, () => random.normal());
  const x = tensor(numbers, [texts, length, width]) as Tensor3D; // [batch, seq, width]
  for (const id of ['mixtral', 'switch-decoder'] as const) {
    const config = architectures[id].config(sizes).layers[0]?.channelMixer;
    if (config?.kind !== 'mixture-of-experts') throw new Error(`${id} has no experts.`);
    const params = initMixture(config, width, 0.05, 0.05, random);
    for (const probe of [noProbe, looking]) milliseconds(x, params, config, probe);
    const times = Array.from({ length: rounds }, () => [
      milliseconds(x, params, config, noProbe),
      milliseconds(x, params, config, looking),
    ]) as [own: number, all: number][];
    const [own, all] = [median(times.map(([one]) => one)), median(times.map(([, one]) => one))];
    const share = config.experts / config.chosen;
    console.log(
      `  ${own.toFixed(0)}  ${all.toFixed(0)}  ${(all / own).toFixed(2)}  ${share.toFixed(0)}  ${id}`,
    );
  }
}
