/** Shipped state space models, the tasks that they were trained on, and what each should say where. */
import { copyingDataset, question, silence } from '../../data/tasks/copying.ts';
import type { TaskDataset } from '../../data/tasks/task-dataset.ts';
import { trigger, triggerDataset } from '../../data/tasks/trigger.ts';
import type { ModelChoice, RunResult } from '../../runtime/client.ts';
import type { FigureModel } from './figure-model.ts';
import { type ShippedModel, type ShippedModelId, shippedModels } from './models.ts';

export interface Asked {
  readonly position: number;
  /** What should be said there. */
  readonly token: number;
}

export type TokenKind = 'letter' | 'silence' | 'question' | 'mark' | 'token';

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
  kind(token: number): TokenKind;
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

/** What the figure of the scan looks at. */
export interface Scanned {
  readonly id: string;
  readonly choice: ModelChoice;
  /** What it was trained on; null: a model of the reader's own, of which that is not known here. */
  readonly task: ScanModel | null;
  /** All of them, and those with such a state, counted from 1. */
  readonly depth: number;
  readonly layers: readonly number[];
  /** Of each such layer. */
  readonly channels: number;
  readonly longest: number;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

/** A longer text makes a map that nobody can follow. */
export const longestScan = 72;

export function shippedScan(id: string): Scanned {
  const { shipped, ...task } = scanModel(id);
  return {
    id: task.id,
    choice: task.id as ShippedModelId,
    task,
    depth: shipped.layers,
    layers: upTo(shipped.layers),
    channels: 2 * shipped.width,
    longest: longestScan,
  };
}

/** A model of the reader's own; null: it ships, or no layer of it chooses by the token what it keeps. */
export function ownScan({ id, choice, config, context }: FigureModel): Scanned | null {
  const found =
    config?.layers.flatMap(({ mixer }, layer) =>
      mixer.kind === 'mamba' && mixer.selective ? [{ channels: mixer.inner, layer: layer + 1 }] : [],
    ) ?? [];
  const [first] = found;
  if (first === undefined || config === undefined) return null;
  return {
    id,
    choice,
    task: null,
    depth: config.layers.length,
    layers: found.map(({ layer }) => layer),
    channels: first.channels,
    longest: Math.min(longestScan, context),
  };
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
