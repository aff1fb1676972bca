/** Bits for each character of held-out text. */
import { bitsPerCharacter, type TextDataset } from '../../data/text-dataset.ts';
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Params } from '../../models/model.ts';
import { evaluate } from '../evaluate.ts';

const rows = 16;

/** Every token of the test text is asked for once; each but the first few sees half a context at least. */
export async function bitsBar(
  params: Params,
  config: ModelConfig,
  dataset: TextDataset,
  { atMost }: Pick<Bar, 'atMost'>,
): Promise<Bar> {
  const batches = dataset.cover('test', { rows, length: config.context });
  const { loss } = await evaluate(params, config, batches);
  const asked = batches.reduce((sum, { weights }) => sum + weights.reduce((all, one) => all + one, 0), 0);
  const measured = bitsPerCharacter(loss, asked, dataset.characters('test'));
  return {
    what: 'the held-out tenth of the text',
    unit: 'bits a character',
    atMost,
    atLeast: null,
    measured,
  };
}
