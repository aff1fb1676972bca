/** What a model of two stacks writes of a source, the likeliest word each time: without the marks at both ends. */
import { type NamedTensors, runtime } from '../../runtime/client.ts';
import type { TwoStackModel } from '../kit/two-stacks.ts';

export interface WrittenAnswer {
  readonly ids: readonly number[];
  /** Of the whole answer in one pass: row i is where word i was chosen. */
  readonly tensors: NamedTensors;
}

export async function writeAnswer(
  { id: model, context, start, end }: TwoStackModel,
  vocabulary: readonly string[],
  source: readonly number[],
  capture: readonly string[] = [],
): Promise<WrittenAnswer> {
  const last = vocabulary.indexOf(end);
  const { tokens } = await runtime().generate({
    model,
    tokens: [vocabulary.indexOf(start)],
    source,
    sampling: { temperature: 0, topK: null, topP: null, seed: 1 },
    maximum: context - 1,
    stop: [last],
    cache: true,
  });
  const answer = tokens.at(-1) === last ? tokens.slice(0, -1) : tokens;
  const { tensors } =
    capture.length === 0 ? { tensors: {} } : await runtime().run({ model, tokens: answer, source, capture });
  return { ids: answer.slice(1), tensors };
}
