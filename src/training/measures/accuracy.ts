/** How often the model's first choice is right on held-out batches. */
import type { Batch } from '../../data/batch.ts';
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Params } from '../../models/model.ts';
import { evaluate } from '../evaluate.ts';
import type { ObjectiveName } from '../objectives.ts';

export interface AccuracyOptions extends Pick<Bar, 'atLeast'>, Partial<Pick<Bar, 'atMost'>> {
  readonly what: string;
  readonly batches: readonly Batch[];
  readonly objective?: ObjectiveName;
}

export async function accuracyBar(
  params: Params,
  config: ModelConfig,
  { what, batches, atLeast, atMost = null, objective = 'tokens' }: AccuracyOptions,
): Promise<Bar> {
  const { accuracy } = await evaluate(params, config, batches, { objectives: [objective] });
  return { what, unit: 'share', atMost, atLeast, measured: accuracy[objective] ?? 0 };
}
