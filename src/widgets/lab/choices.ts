/** Choices of a config that a reader may make otherwise than the architecture's row: as data, so that each is a control. */
import type { LayerConfig, ModelConfig, PositionConfig } from '../../models/config.ts';
import type { Experiment } from '../../training/experiment-schema.ts';
import type { ChoiceState } from '../kit/url-state.ts';
import { labMessages as words } from '../messages/lab.ts';

/** As the row does. */
export const asRow = 'row';

type Place = 'model' | 'mixer' | 'channelMixer';
type Made = Readonly<Record<string, unknown>>;

interface ChoiceRow {
  readonly place: Place;
  readonly values: readonly string[];
  /** Whether a row has this choice at all. */
  has(row: ModelConfig): boolean;
  /** The fields to set; `model` is the row with what was chosen before. */
  make(value: string, model: ModelConfig): Made;
}

const layersOf = (row: ModelConfig): readonly LayerConfig[] => [
  ...row.layers,
  ...(row.encoder?.layers ?? []),
];
const mixersHave = (place: 'mixer' | 'channelMixer', name: string) => (row: ModelConfig) =>
  layersOf(row).some((layer) => name in layer[place]);

const yesNo = ['yes', 'no'];

const inMixer = (
  place: 'mixer' | 'channelMixer',
  name: string,
  values: readonly string[] = yesNo,
): ChoiceRow => ({
  place,
  values,
  has: mixersHave(place, name),
  make: (value) => ({ [name]: values === yesNo ? value === 'yes' : value }),
});

const positions: Readonly<Record<string, (row: ModelConfig) => PositionConfig>> = {
  none: () => ({ kind: 'none' }),
  learned: ({ context }) => ({ kind: 'learned', maximum: context, offset: 0 }),
  sinusoidal: () => ({ kind: 'sinusoidal' }),
  rotary: () => ({ kind: 'rotary', base: 10_000 }),
  alibi: () => ({ kind: 'alibi' }),
  buckets: () => ({ kind: 'buckets', buckets: 32, maximumDistance: 128 }),
};

const rows = {
  position: {
    place: 'model',
    values: Object.keys(positions),
    has: () => true,
    make: (value, model) => ({ position: positions[value]?.(model) }),
  },
  norm: {
    place: 'model',
    values: ['layer', 'rms'],
    has: () => true,
    make: (kind, { norm }) => ({ norm: { ...norm, kind } }),
  },
  normPlace: {
    place: 'model',
    values: ['pre', 'post', 'parallel', 'none'],
    has: () => true,
    make: (place, { norm }) => ({ norm: { ...norm, place } }),
  },
  residual: {
    place: 'model',
    values: yesNo,
    has: () => true,
    make: (value) => ({ residual: value === 'yes' }),
  },
  finalNorm: {
    place: 'model',
    values: yesNo,
    has: () => true,
    make: (value) => ({ finalNorm: value === 'yes' }),
  },
  tiedHead: {
    place: 'model',
    values: yesNo,
    has: () => true,
    make: (value) => ({ tiedHead: value === 'yes' }),
  },
  scaled: inMixer('mixer', 'scaled'),
  causal: inMixer('mixer', 'causal'),
  selective: inMixer('mixer', 'selective'),
  activation: inMixer('channelMixer', 'activation', ['relu', 'gelu', 'gelu-tanh', 'silu', 'identity']),
  gated: inMixer('channelMixer', 'gated'),
  chosen: {
    place: 'channelMixer',
    values: ['1', '2', '3', '4'],
    has: mixersHave('channelMixer', 'chosen'),
    make: (value) => ({ chosen: Number(value) }),
  },
  renormalized: inMixer('channelMixer', 'renormalized'),
} as const satisfies Readonly<Record<string, ChoiceRow>>;

export type ChoiceName = keyof typeof rows;
export const choiceNames = Object.keys(rows) as readonly ChoiceName[];

export const choiceFields = Object.fromEntries(
  choiceNames.map((name) => [
    name,
    { kind: 'choice', label: words.choices[name], default: asRow, choices: [asRow, ...rows[name].values] },
  ]),
) as unknown as Readonly<Record<ChoiceName, ChoiceState>>;

export const relevantChoices = (row: ModelConfig): readonly ChoiceName[] =>
  choiceNames.filter((name) => rows[name].has(row));

/** What the reader chose, as an experiment has it. */
export function choicesOf(
  row: ModelConfig,
  chosen: Readonly<Record<ChoiceName, string>>,
): NonNullable<Experiment['choices']> {
  const made: Partial<Record<Place, Made>> = {};
  for (const name of relevantChoices(row)) {
    if (chosen[name] === asRow) continue;
    const { place, make } = rows[name];
    const before = made[place] ?? {};
    made[place] = { ...before, ...make(chosen[name], { ...row, ...made.model } as ModelConfig) };
  }
  return made;
}
