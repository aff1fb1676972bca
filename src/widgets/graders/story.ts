/** The story that the exercises of the first two chapters are about, and what the live model makes of it. */
import { type Intervention, type RunResult, runtime } from '../../runtime/client.ts';
import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';

const model = shippedModels['gpt2-toytown'];

export const wantStory = 'mia has a red ball . tom wants the';
export const giveStory =
  'leo has a red train . rosa has a pink boat . leo wants the pink boat . rosa gives it to';

export interface StoryRun {
  readonly text: string;
  readonly capture?: readonly string[];
  readonly interventions?: readonly Intervention[];
  readonly loss?: boolean;
}

export async function runStory({
  text,
  capture = [],
  interventions = [],
  loss = false,
}: StoryRun): Promise<RunResult> {
  const tokenizer = await loadTokenizer(model.id);
  const { tokens } = readText(tokenizer, text, model.context);
  return runtime().run({ model: model.id, tokens, capture, interventions, loss });
}

/** Nats a token over the whole story. */
export function meanLoss({ losses }: RunResult): number {
  if (!losses || losses.length === 0) throw new Error('The model answered without a loss.');
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
