/** The config of a shipped model in GPT-2's style, from what the table of shipped models says: for counting what it costs. */
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { ShippedModel } from './models.ts';

export const gpt2Config = ({
  vocabulary,
  context,
  width,
  layers,
  heads,
  hidden,
}: ShippedModel): ModelConfig =>
  architectures.gpt2.config({ vocabulary, context, width, layers, heads, hidden });
