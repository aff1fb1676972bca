/** Writing with a key-value cache against reading the whole text anew for each token. */
import { architectures } from '../../src/models/architectures.ts';
import type { ModelConfig } from '../../src/models/config.ts';
import { generate } from '../../src/models/generate.ts';
import { init, type Params } from '../../src/models/model.ts';
import { disposeParams } from '../../src/models/params.ts';
import { plainSampling } from '../../src/models/sampling.ts';
import { cpuMilliseconds } from '../../src/training/measures/processor-time.ts';
import { median } from './clock.ts';

/** Tokens that each side writes before anything is measured, and while it is: engines compile what runs often. */
const warmUp = 600;
const measured = 700;

interface Model {
  readonly params: Params;
  readonly config: ModelConfig;
}

/** Seconds of the processor to write `maximum` tokens after one. */
async function write({ params, config }: Model, maximum: number, cache: boolean): Promise<number> {
  const begun = cpuMilliseconds();
  let written = 0;
  for await (const _ of generate(params, config, [0], { sampling: plainSampling, seed: 1, maximum, cache }))
    written++;
  if (written !== maximum) throw new Error(`Wrote ${written} tokens, not ${maximum}.`);
  return (cpuMilliseconds() - begun) / 1000;
}

interface Comparison {
  readonly cached: number;
  readonly full: number;
  readonly ratio: number;
}

/** Tokens a second, and the ratio of the two, each round by itself. */
async function cachedAgainstFull(model: Model, tokens: number): Promise<Comparison> {
  const seconds: [cached: number, full: number][] = [];
  for (let written = 0; written < measured; written += tokens) {
    seconds.push([await write(model, tokens, true), await write(model, tokens, false)]);
  }
  return {
    cached: tokens / median(seconds.map(([cached]) => cached)),
    full: tokens / median(seconds.map(([, full]) => full)),
    ratio: median(seconds.map(([cached, full]) => full / cached)),
  };
}

async function printModel(name: string, model: Model): Promise<void> {
  console.log(
    `\n${name} on wasm: tokens a second with the KV cache, by full recompute, ratio (median of rounds), at least 1 from 16 on`,
  );
  for (let written = 0; written < warmUp; written += 60) {
    await write(model, 60, true);
    await write(model, 60, false);
  }
  for (const tokens of [4, 16, 32, 64, 120]) {
    const { cached, full, ratio } = await cachedAgainstFull(model, tokens);
    const verdict = tokens < 16 ? '' : ratio > 1 ? '  holds' : '  UNDER';
    console.log(
      `${String(tokens).padStart(4)} tokens  ${cached.toFixed(0)}  ${full.toFixed(0)}  ${ratio.toFixed(2)}${verdict}`,
    );
  }
}

export async function printCachedDecoding(shipped: Model): Promise<void> {
  await printModel('gpt2-toytown', shipped);
  for (const width of [64, 128]) {
    const config = architectures.gpt2.config({ vocabulary: 190, context: 128, width, layers: 4, heads: 4 });
    const params = init(config, 1);
    await printModel(`gpt2 of 4 layers, width ${width}, first weights,`, { params, config });
    disposeParams(params);
  }
}
