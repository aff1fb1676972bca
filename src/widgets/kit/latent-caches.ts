/**
 * Numbers that each way of attention keeps of a token in one layer. The shapes: DeepSeek-V2, section 3.1.2 of DeepSeek-AI 2024,
 * https://arxiv.org/abs/2405.04434; LLaMA-2-70B, Touvron et al. 2023, https://arxiv.org/abs/2307.09288.
 */
import { mixerCost } from '../../models/count/mixers.ts';
import type { LatentModel } from '../messages/latent-kv.ts';

export interface LatentShape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly headSize: number;
}

export const latentShapes: Readonly<Record<LatentModel, LatentShape>> = {
  'deepseek-v2': { layers: 60, width: 5_120, heads: 128, headSize: 128 },
  'llama2-70b': { layers: 80, width: 8_192, heads: 64, headSize: 128 },
};

export function latentCaches({ width, heads, headSize }: LatentShape, latent: number) {
  const kept = (keyValueHeads: number) =>
    mixerCost(
      {
        kind: 'attention',
        heads,
        keyValueHeads,
        headSize,
        window: null,
        causal: true,
        scaled: true,
        bias: false,
        outputBias: false,
      },
      width,
    ).state(1);
  const own = mixerCost({ kind: 'latent-attention', heads, headSize, latent, bias: false }, width).state(1);
  return [
    { kind: 'multiHead', numbers: kept(heads) },
    { kind: 'grouped', numbers: kept(8) },
    { kind: 'multiQuery', numbers: kept(1) },
    { kind: 'latent', numbers: own },
  ] as const;
}
