import type { Checkpoint } from '../../src/models/checkpoints/load.ts';
import { generate } from '../../src/models/generate.ts';
import { plainSampling } from '../../src/models/sampling.ts';

const rounds = 7;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Seconds to write `maximum` tokens after one. */
async function write({ params, config }: Checkpoint, maximum: number, cache: boolean): Promise<number> {
  const begun = performance.now();
  let written = 0;
  for await (const _ of generate(params, config, [0], { sampling: plainSampling, seed: 1, maximum, cache }))
    written++;
  if (written !== maximum) throw new Error(`Wrote ${written} tokens, not ${maximum}.`);
  return (performance.now() - begun) / 1000;
}

/** Tokens a second, and the ratio of the two, each round by itself. */
export async function cachedAgainstFull(
  model: Checkpoint,
  tokens: number,
): Promise<{ cached: number; full: number; ratio: number }> {
  await write(model, tokens, true);
  await write(model, tokens, false);
  const seconds: [cached: number, full: number][] = [];
  for (let round = 0; round < rounds; round++) {
    seconds.push([await write(model, tokens, true), await write(model, tokens, false)]);
  }
  return {
    cached: tokens / median(seconds.map(([cached]) => cached)),
    full: tokens / median(seconds.map(([, full]) => full)),
    ratio: median(seconds.map(([cached, full]) => full / cached)),
  };
}
