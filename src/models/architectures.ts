/**
 * Every architecture is a row of choices. A row takes the sizes and answers with the full config; what is not a size
 * is what the architecture is. The rows themselves are in `rows/`; how one becomes another is in `walk.ts`.
 */
import { gpt2, llama, mistral, palm } from './rows/decoders.ts';
import { bert, roberta } from './rows/encoders.ts';
import { mixtral, switchDecoder, switchTransformer } from './rows/experts.ts';
import { gru, hybrid, hyena, latentAttention, linearAttention, mamba, mambaLti } from './rows/sequence.ts';
import type { Architecture } from './rows/sizes.ts';
import { bart, t5, t5v1_1 } from './rows/two-stacks.ts';

export type { Architecture, Sizes } from './rows/sizes.ts';

export const architectures = {
  gpt2,
  llama,
  mistral,
  palm,
  bert,
  roberta,
  t5,
  't5-v1.1': t5v1_1,
  bart,
  mixtral,
  switch: switchTransformer,
  'switch-decoder': switchDecoder,
  mamba,
  'mamba-lti': mambaLti,
  hybrid,
  hyena,
  'linear-attention': linearAttention,
  'latent-attention': latentAttention,
  gru,
} as const satisfies Record<string, Architecture>;

export type ArchitectureId = keyof typeof architectures;
