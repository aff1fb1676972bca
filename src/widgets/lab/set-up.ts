/**
 * An experiment as the Lab sets it up: typed fields with bounds, which make the controls and stand in the link. 0 and `row` mean
 * what the architecture's own row does. What a link says is checked field by field; the whole is checked again where it is run.
 */
import { datasets, type Learned, learnedBy, learnedFrom } from '../../data/datasets.ts';
import { type ArchitectureId, architectures, type Sizes } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { DataShape } from '../../training/experiment-config.ts';
import type { Experiment } from '../../training/experiment-schema.ts';
import type { NumberState, StateOf } from '../kit/url-state.ts';
import { labMessages as words } from '../messages/lab.ts';
import { choiceFields, choicesOf } from './choices.ts';
import { optionsOf, readOptions, writeOptions } from './data-options.ts';

const number = (
  label: string,
  standard: number,
  minimum: number,
  maximum: number,
  step = 1,
): NumberState => ({ kind: 'number', label, default: standard, minimum, maximum, step });

const architectureIds = Object.keys(architectures) as ArchitectureId[];
const datasetIds = [...datasets.keys()];
const { sizes, training } = words;

/** Sizes that a row works out by itself where they are 0. */
export const sizeFields = {
  keyValueHeads: number(sizes.keyValueHeads, 0, 0, 16),
  headSize: number(sizes.headSize, 0, 0, 64, 4),
  hidden: number(sizes.hidden, 0, 0, 1024, 16),
  window: number(sizes.window, 0, 0, 256),
  encoderLayers: number(sizes.encoderLayers, 0, 0, 8),
  buckets: number(sizes.buckets, 0, 0, 64, 2),
  maximumDistance: number(sizes.maximumDistance, 0, 0, 256),
  experts: number(sizes.experts, 0, 0, 16),
  capacityFactor: number(sizes.capacityFactor, 0, 0, 8, 0.25),
  sparseStep: number(sizes.sparseStep, 0, 0, 8),
  inner: number(sizes.inner, 0, 0, 512, 8),
  states: number(sizes.states, 0, 0, 64),
  deltaRank: number(sizes.deltaRank, 0, 0, 64),
  attentionEvery: number(sizes.attentionEvery, 0, 0, 8),
  attentionFirst: number(sizes.attentionFirst, 0, 0, 8),
  order: number(sizes.order, 0, 0, 4),
  filterWidth: number(sizes.filterWidth, 0, 0, 128, 8),
} as const;
export type SizeName = keyof typeof sizeFields;

export const fields = {
  data: { kind: 'choice', label: words.data, default: 'copying', choices: datasetIds },
  options: { kind: 'text', label: words.options, default: '', maximum: 300 },
  text: { kind: 'text', label: words.text, default: '', maximum: 1500 },
  architecture: { kind: 'choice', label: words.architecture, default: 'gpt2', choices: architectureIds },
  layers: number(sizes.layers, 2, 1, 12),
  width: number(sizes.width, 64, 8, 256, 8),
  heads: number(sizes.heads, 4, 1, 16),
  ...sizeFields,
  ...choiceFields,
  /** The largest learning rate, in tenths of a power of ten: a slider of rates has to be one of ratios. */
  rate: number(training.rate, -25, -50, 0),
  warmUp: number(training.warmUp, 30, 0, 1000, 10),
  finalShare: number(training.finalShare, 0.1, 0, 1, 0.05),
  decay: number(training.decay, 0.01, 0, 0.5, 0.01),
  clip: number(training.clip, 1, 0.1, 10, 0.1),
  beta2: number(training.beta2, 0.95, 0.9, 0.999, 0.001),
  smoothing: number(training.smoothing, 0, 0, 0.5, 0.05),
  dropout: number(training.dropout, 0, 0, 0.5, 0.05),
  rows: number(training.rows, 16, 1, 64),
  length: number(training.length, 0, 0, 256),
  steps: number(training.steps, 400, 10, 10_000, 10),
  seed: number(training.seed, 7, 0, 4_294_967_295),
} as const;

export type SetUp = StateOf<typeof fields>;

export const rateOf = (tenths: number): number => Number((10 ** (tenths / 10)).toPrecision(2));

type Sized = Pick<SetUp, 'architecture' | 'layers' | 'width' | 'heads'>;

/** Of any data: what the row makes of the sizes, to see what it has. */
export const rowOf = ({ architecture, layers, width, heads }: Sized, context = 64): ModelConfig =>
  architectures[architecture].config(anySizes({ layers, width, heads, context }));

const anySizes = (own: Partial<Sizes>): Sizes => ({ vocabulary: 16, context: 64, ...own }) as Sizes;

/** The sizes that make a difference to this row: all others need no slider. */
export function relevantSizes(setUp: SetUp): SizeName[] {
  const { layers, width, heads, architecture } = setUp;
  const made = (more: Partial<Sizes>) =>
    JSON.stringify(architectures[architecture].config(anySizes({ layers, width, heads, ...more })));
  const plain = made({});
  // 3 and 5 are nobody's default together.
  return (Object.keys(sizeFields) as SizeName[]).filter(
    (name) => made({ [name]: 3 }) !== plain || made({ [name]: 5 }) !== plain,
  );
}

export function experimentOf(setUp: SetUp, shape: DataShape): Experiment {
  const { data, architecture, layers, width, heads, rows, steps, seed, length } = setUp;
  const own = relevantSizes(setUp).flatMap((name) => (setUp[name] > 0 ? [[name, setUp[name]]] : []));
  const row = rowOf(setUp, Math.max(length > 0 ? length : shape.length, shape.sourceLength ?? 0));
  const choices = choicesOf(row, setUp);
  const options = optionsOf(data, setUp.options, setUp.text);
  return {
    data: { id: data, ...(Object.keys(options).length > 0 ? { options } : {}) },
    architecture,
    sizes: { layers, width, heads, ...Object.fromEntries(own) },
    ...(Object.keys(choices).length > 0 ? { choices } : {}),
    ...(setUp.smoothing > 0 ? { labelSmoothing: setUp.smoothing } : {}),
    ...(setUp.dropout > 0 ? { dropout: setUp.dropout } : {}),
    rows,
    ...(length > 0 ? { length } : {}),
    steps,
    seed,
    schedule: { peak: rateOf(setUp.rate), warmUp: setUp.warmUp, finalShare: setUp.finalShare },
    weightDecay: setUp.decay,
    clip: setUp.clip,
    beta2: setUp.beta2,
  };
}

type Chosen = Pick<SetUp, 'data' | 'options'>;

/** Data that suit an architecture: those chosen, in another way where they can be learned from so, else the first that do. */
export function fittingData(architecture: ArchitectureId, { data, options }: Chosen): Chosen | null {
  const { stack, nextSentence } = architectures[architecture].config(
    anySizes({ layers: 2, width: 16, heads: 2 }),
  );
  const suits = (one: Learned) => learnedBy[one].stack === stack;
  const own = datasets.get(data);
  const values = readOptions(data, options);
  // Pairs of texts are for models that are asked whether one follows the other.
  if (own && suits(learnedFrom(own, values))) {
    const pairs = values.pairs ?? true;
    const one = 'pairs' in own.options.entries && pairs && nextSentence !== true;
    return one ? { data, options: writeOptions(data, { ...values, pairs: false }) } : null;
  }
  const otherwise = own?.learns.find(suits);
  if (otherwise !== undefined)
    return { data, options: writeOptions(data, { ...values, objective: otherwise }) };
  const fitting = [...datasets].filter(
    ([
      ,
      {
        learns: [first],
      },
    ]) => first !== undefined && suits(first),
  );
  // What is made here rather than what must be fetched.
  const [id = '', row] = fitting.find(([, { source }]) => source === undefined) ?? fitting[0] ?? [];
  const single = row !== undefined && 'pairs' in row.options.entries && nextSentence !== true;
  return { data: id, options: single ? 'pairs:0' : '' };
}
