/** What attention, Mamba and Hyena cost over the length of a text: counted, and timed on this machine. */
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import { decodeFlops, prefillFlops, stateBytes } from '../../models/count.ts';
import { randomStream } from '../../random.ts';
import { type Options, runtime } from '../../runtime/client.ts';

export const costKinds = ['attention', 'mamba', 'hyena'] as const;
export type CostKind = (typeof costKinds)[number];
export const costLengths = [64, 128, 256, 512, 1024, 2048] as const;

const sizes = { vocabulary: 64, context: 2048, width: 64, layers: 2, heads: 4 };
const tries = 3;

/** Attention with rotary positions, so that no table ends. */
export const costConfigs: Readonly<Record<CostKind, ModelConfig>> = {
  attention: { ...architectures.gpt2.config(sizes), position: { kind: 'rotary', base: 10_000 } },
  mamba: architectures.mamba.config(sizes),
  hyena: architectures.hyena.config(sizes),
};

export const costQuantities = ['time', 'mixing', 'decode', 'memory'] as const;
export type CostQuantity = (typeof costQuantities)[number];

/** [length] */
export type Costs = Readonly<Record<CostKind, Readonly<Record<CostQuantity, readonly number[]>>>>;

export const countedCosts = (kind: CostKind): Readonly<Record<Exclude<CostQuantity, 'time'>, number[]>> => {
  const config = costConfigs[kind];
  return {
    mixing: costLengths.map((length) => prefillFlops(config, length).mixing),
    decode: costLengths.map((length) => decodeFlops(config, length).mixing),
    memory: costLengths.map((length) => stateBytes(config, length)),
  };
};

/** The best of a few readings of each length; the first warms up and is not counted. */
export async function measureCosts(options: Options): Promise<Costs> {
  const random = randomStream(1);
  const timeOf = async (kind: CostKind, length: number) => {
    const tokens = Array.from({ length }, () => random.integer(sizes.vocabulary));
    const request = {
      model: { fresh: costConfigs[kind], seed: 1 },
      tokens,
      capture: ['ln_final.normalized'],
    };
    let best = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn <= tries; turn++) {
      const { milliseconds } = await runtime().run(request, options);
      if (turn > 0) best = Math.min(best, milliseconds);
    }
    return best;
  };
  const timesOf = async (kind: CostKind) => {
    const times: number[] = [];
    for (const length of costLengths) times.push(await timeOf(kind, length));
    return times;
  };
  return {
    attention: { ...countedCosts('attention'), time: await timesOf('attention') },
    mamba: { ...countedCosts('mamba'), time: await timesOf('mamba') },
    hyena: { ...countedCosts('hyena'), time: await timesOf('hyena') },
  };
}

/** The slope on log-log axes over the last two doublings. */
export function lastSlope(values: readonly number[]): number {
  const [first = 1, last = 1] = [values.at(-3), values.at(-1)];
  return Math.log2(last / first) / 2;
}
