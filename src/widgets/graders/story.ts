/** The stories that the exercises of the first two chapters are about, and what the live model makes of it. */
import { softmax } from '../../models/sampling.ts';
import { type Intervention, type RunResult, runtime } from '../../runtime/client.ts';
import { lastLogits } from '../kit/last-logits.ts';
import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';

const model = shippedModels['gpt2-toytown'];

export const wantStory = 'mia has a red ball . tom wants the';
/** What the figures on one head, and the lens, do not open with: their exercises need a new look. */
export const kiteStory = 'clara has a green kite . finn has nothing . clara gives the green kite to';
export const sadStory =
  'noah has a pink carrot . zoe wants the pink carrot . but noah keeps it . zoe is sad because she has';

/** Only Rosa can be meant. */
export const trainStory = 'leo has a red train . rosa has nothing . leo gives the red train to';
export const trainReceiver = 'rosa';
/** What the figures on heads open with. */
export const wholeTrainStory =
  'leo has a red train . rosa has nothing . leo gives the red train to rosa . now rosa has the red train and leo has nothing .';

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

/** How likely `word` is after the story. */
export async function probabilityAfter(run: StoryRun, word: string): Promise<number> {
  const tokenizer = await loadTokenizer(model.id);
  const logits = lastLogits(await runStory({ ...run, capture: ['logits'] }));
  if (!logits) throw new Error('The model answered without logits.');
  return softmax(logits)[tokenizer.vocabulary.indexOf(word)] ?? 0;
}

/** What a story costs when these parts of each layer in turn write nothing: nats a word, one number a layer. */
export async function dearestLayer(text: string, parts: readonly string[]): Promise<readonly number[]> {
  const losses: number[] = [];
  for (let layer = 0; layer < model.layers; layer++) {
    const interventions = parts.map(
      (part) => ({ kind: 'ablate', name: `blocks.${layer}.${part}`, places: [] }) as const,
    );
    losses.push(meanLoss(await runStory({ text, interventions, loss: true })));
  }
  return losses;
}

/** `2.3`: head 3 of layer 2, as an index over all heads; null: there is no such head. */
export function headNumbered(answer: number): number | null {
  const layer = Math.floor(answer + 1e-9);
  const head = Math.round((answer - layer) * 10);
  const there = layer >= 1 && layer <= model.layers && head >= 1 && head <= model.heads;
  return there && Math.abs(answer - layer - head / 10) < 1e-6 ? (layer - 1) * model.heads + head - 1 : null;
}

export const headField = `The field takes layer and head with a point between them, such as 2.3; there are ${model.layers} layers of ${model.heads} heads.`;
