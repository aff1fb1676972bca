/** Shipped state space models, the tasks that they were trained on, and what each should say where. */
import { copyingDataset, question, silence } from '../../data/tasks/copying.ts';
import type { TaskDataset } from '../../data/tasks/task-dataset.ts';
import { trigger, triggerDataset } from '../../data/tasks/trigger.ts';
import type { RunResult } from '../../runtime/client.ts';
import { type ShippedModel, shippedModels } from './models.ts';

export interface Asked {
  readonly position: number;
  /** What should be said there. */
  readonly token: number;
}

export interface ScanModel {
  readonly id: string;
  readonly dataset: TaskDataset;
  /** Tokens of a text. */
  readonly length: number;
  /** Held-out texts on which it is measured, in one pass. */
  readonly texts: number;
  /** What a text asks for, whoever wrote it. */
  asked(tokens: readonly number[]): readonly Asked[];
  /** The kind of a token: where a step is long, and where short. */
  kind(token: number): 'letter' | 'silence' | 'question' | 'mark';
}

const copying: ScanModel = {
  id: 'mamba-copying',
  dataset: copyingDataset({ letters: 16, kept: 8, selective: true }),
  length: 72,
  texts: 12,
  asked(tokens) {
    const letters = tokens.filter((token) => token !== silence && token !== question);
    const places = tokens.flatMap((token, position) => (token === question ? [position] : []));
    return places.flatMap((position, index) => {
      const token = letters[index];
      return token === undefined ? [] : [{ position, token }];
    });
  },
  kind: (token) => (token === silence ? 'silence' : token === question ? 'question' : 'letter'),
};

const induction: ScanModel = {
  id: 'mamba-induction',
  dataset: triggerDataset(15),
  length: 64,
  texts: 12,
  asked(tokens) {
    const last = tokens.length - 1;
    const first = tokens.indexOf(trigger);
    const token = tokens[first + 1];
    return first >= 0 && first < last - 1 && tokens[last] === trigger && token !== undefined
      ? [{ position: last, token }]
      : [];
  },
  kind: (token) => (token === trigger ? 'mark' : 'letter'),
};

const ships: Readonly<Record<string, ShippedModel>> = shippedModels;

/** A model that does not ship is not offered. */
export const scanModels: readonly ScanModel[] = [copying, induction].filter(
  ({ id }) => ships[id] !== undefined,
);
export const scanModelIds: readonly string[] = scanModels.map(({ id }) => id);

export function scanModel(id: string): ScanModel & { readonly shipped: ShippedModel } {
  const found = scanModels.find((model) => model.id === id) ?? scanModels[0];
  const shipped = found && ships[found.id];
  if (!found || !shipped) throw new Error('No state space model ships.');
  return { ...found, shipped };
}

/** Texts of the test part: the same for the same seed. // [row][position] */
export function drawTexts(
  { dataset }: Pick<ScanModel, 'dataset'>,
  seed: number,
  rows: number,
  length: number,
) {
  const { tokens } = dataset.draw('test', seed, 0, rows, length);
  return Array.from({ length: rows }, (_, row) =>
    Array.from(tokens.subarray(row * length, (row + 1) * length)),
  );
}

export interface Said extends Asked {
  readonly row: number;
  /** The token with the largest logit. */
  readonly said: number;
}

/** What a model says where it is asked, text by text. */
export function saidIn(
  { tensors, tokens, others = [] }: RunResult,
  { asked }: Pick<ScanModel, 'asked'>,
): readonly Said[] {
  const { logits } = tensors; // [rows, seq, vocabulary]
  if (!logits) return [];
  const [, length = 0, vocabulary = 0] = logits.shape;
  return [tokens, ...others.map((other) => other.tokens)].flatMap((text, row) =>
    asked(text).map((one) => {
      const from = (row * length + one.position) * vocabulary;
      const own = logits.data.subarray(from, from + vocabulary);
      return { ...one, row, said: own.indexOf(Math.max(...own)) };
    }),
  );
}

export const rightShare = (said: readonly Said[]): number =>
  said.filter((one) => one.said === one.token).length / Math.max(1, said.length);
