/** A state space model on a text, as it was trained and with its selectivity frozen: what it keeps, and what it then says. */
import {
  type Intervention,
  type Options,
  type RunResult,
  runtime,
  type TensorData,
} from '../../runtime/client.ts';
import { drawTexts, rightShare, type ScanModel, type Scanned, saidIn } from './scan-models.ts';

/** What depends on the token: step size, what is written, what is read. */
export const selections = ['delta', 'B', 'C'] as const;
export type Selection = (typeof selections)[number];

/** Every position has the mean over all texts and positions. // [rows, seq, size] -> the same shape */
function frozenTensor({ shape, data }: TensorData): TensorData {
  const size = shape.at(-1) ?? 1;
  const sums = new Float64Array(size);
  data.forEach((value, at) => {
    sums[at % size] = (sums[at % size] ?? 0) + value;
  });
  const count = data.length / size;
  return { shape, data: Float32Array.from(data, (_, at) => (sums[at % size] ?? 0) / count) };
}

const namesOf = (layers: number, frozen: readonly Selection[]): string[] =>
  Array.from({ length: layers }, (_, layer) => frozen.map((name) => `blocks.${layer}.ssm.${name}`)).flat();

type Reading = Parameters<ReturnType<typeof runtime>['run']>[0];

/** Runs it, and where something is frozen runs it again with that replaced. */
async function runFrozen(
  request: Reading,
  layers: number,
  frozen: readonly Selection[],
  options: Options,
): Promise<RunResult> {
  const names = namesOf(layers, frozen);
  if (names.length === 0) return runtime().run(request, options);
  const { tensors } = await runtime().run({ ...request, capture: names }, options);
  const interventions = names.flatMap((name): Intervention[] => {
    const own = tensors[name];
    if (!own) return [];
    const { data, shape } = frozenTensor(own);
    return [{ kind: 'patch', name, places: [], values: data, shape }];
  });
  return runtime().run({ ...request, interventions }, options);
}

export interface ScanReading {
  readonly result: RunResult;
  /** Of what the held-out texts ask for, the share that is said; null: it is not known what they ask for. */
  readonly right: number | null;
}

const parts = ['x', 'delta', 'A', 'B', 'C', 'state'];

/** Layers count from 0. */
export async function readScan(
  { choice, task, depth }: Scanned,
  tokens: readonly number[],
  layer: number,
  frozen: readonly Selection[],
  options: Options,
): Promise<ScanReading> {
  const capture = [...parts.map((part) => `blocks.${layer}.ssm.${part}`), 'logits'];
  const result = await runFrozen({ model: choice, tokens, capture }, depth, frozen, options);
  const right = task === null ? null : await rightOn(task, depth, frozen, options);
  return { result, right };
}

/** The share of right answers on held-out texts. */
export async function rightOn(
  model: ScanModel,
  layers: number,
  frozen: readonly Selection[],
  options: Options = {},
): Promise<number> {
  const [first = [], ...others] = drawTexts(model, 0, model.texts, model.length);
  const request = {
    model: model.id,
    tokens: first,
    others: others.map((text) => ({ tokens: text })),
    capture: ['logits'],
  };
  return rightShare(saidIn(await runFrozen(request, layers, frozen, options), model));
}

/** One channel of one layer of the first text, as plain numbers. */
export interface ChannelReading {
  /** [time] */
  readonly x: Float32Array;
  readonly delta: Float32Array;
  /** [state] */
  readonly A: Float32Array;
  /** [time, state] */
  readonly B: Float32Array;
  readonly C: Float32Array;
  readonly state: Float32Array;
  readonly channels: number;
  readonly states: number;
}

export function channelOf(result: RunResult, layer: number, channel: number): ChannelReading | null {
  const tensor = (name: string) => result.tensors[`blocks.${layer}.ssm.${name}`];
  const [x, delta, A, B, C, state] = parts.map(tensor);
  if (!x || !delta || !A || !B || !C) return null;
  const [, time = 0, channels = 1] = x.shape;
  const [, states = 1] = A.shape;
  const column = ({ data }: TensorData) =>
    Float32Array.from({ length: time }, (_, t) => data[t * channels + channel] ?? 0);
  return {
    x: column(x),
    delta: column(delta),
    A: A.data.slice(channel * states, (channel + 1) * states),
    B: B.data.slice(0, time * states),
    C: C.data.slice(0, time * states),
    state: Float32Array.from({ length: state ? time * states : 0 }, (_, at) => {
      const [t, n] = [Math.floor(at / states), at % states];
      return state?.data[(t * channels + channel) * states + n] ?? 0;
    }),
    channels,
    states,
  };
}
