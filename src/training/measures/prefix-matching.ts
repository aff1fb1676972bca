/**
 * The prefix-matching score of a head: In-context Learning and Induction Heads, Olsson et al. 2022, appendix "Head
 * activation evaluators", https://arxiv.org/abs/2209.11895: how much of its attention goes, at a token that has stood
 * before, to what followed it there. The mean over all such places; 1 is a perfect induction head.
 *
 * Deviation: the paper repeats 25 tokens four times; here a block stands twice among other tokens, see
 * `data/tasks/induction.ts`, so that no fixed distance helps.
 */
import { drawInduction, type InductionOptions } from '../../data/tasks/induction.ts';
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import { forward, type Params } from '../../models/model.ts';
import { capture } from '../../models/probe.ts';
import { dispose, type Tensor2D, tensor, tidy } from '../../models/tf.ts';
import { randomStream } from '../../random.ts';

export interface PrefixTest extends InductionOptions {
  /** Tokens a row. */
  readonly length: number;
  readonly rows: number;
  readonly seed: number;
}

export interface HeadScore {
  readonly layer: number;
  readonly head: number;
  readonly score: number;
}

/** Every head's score, best first. */
export async function prefixMatching(
  params: Params,
  config: ModelConfig,
  test: PrefixTest,
): Promise<HeadScore[]> {
  const random = randomStream(test.seed);
  const texts = Array.from({ length: test.rows }, () => drawInduction(random, test.length, test));
  const seen = capture((name) => /^blocks\.\d+\.attn\.pattern$/.test(name));
  tidy(() => {
    const ids = texts.flatMap(({ tokens }) => [...tokens]);
    const tokens = tensor(ids, [test.rows, test.length], 'int32') as Tensor2D; // [rows, length]
    forward(params, config, { tokens }, { probe: seen.probe });
  });
  const scores: HeadScore[] = [];
  for (const [name, pattern] of seen.tensors) {
    const heads = pattern.shape[1] ?? 0;
    const values = await pattern.data(); // [rows, heads, query, key]
    for (let head = 0; head < heads; head++) {
      let [sum, count] = [0, 0];
      texts.forEach(({ first, second, length }, row) => {
        // The last token of the block was followed by something that it does not repeat.
        for (let place = 0; place < length - 1; place++) {
          const query = ((row * heads + head) * test.length + second + place) * test.length;
          sum += values[query + first + place + 1] ?? 0;
          count += 1;
        }
      });
      scores.push({ layer: Number(name.split('.')[1]), head, score: sum / count });
    }
  }
  dispose([...seen.tensors.values()]);
  return scores.sort((a, b) => b.score - a.score);
}

/** The best head's score. */
export async function prefixMatchingBar(
  params: Params,
  config: ModelConfig,
  test: PrefixTest,
  limits: Pick<Bar, 'atLeast' | 'atMost'>,
): Promise<Bar> {
  const [best] = await prefixMatching(params, config, test);
  const what = `prefix-matching score of the best head, blocks of ${test.shortest} to ${test.longest} tokens`;
  return { what, unit: '', ...limits, measured: best?.score ?? 0 };
}
