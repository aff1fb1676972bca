import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import { countedMixer, growthSlope, timedMixer } from '../measures/growth.ts';
import { cpuMilliseconds } from '../measures/processor-time.ts';
import { bar, type Claim } from './claim.ts';

const lengths = [256, 512, 1_024, 2_048, 4_096];
const sizes = { vocabulary: 8, context: 4_096, width: 64, layers: 1, heads: 4 };

interface Kind {
  readonly name: string;
  readonly model: ModelConfig;
  readonly law: string;
  /** How far the counts are from the law, as a share: 0 where they follow it exactly. */
  readonly off: (counts: readonly number[]) => number;
}

/** By how much the greatest of what should be one number exceeds the least. */
const spread = (values: readonly number[]): number => Math.max(...values) / Math.min(...values) - 1;
const perToken = (counts: readonly number[]): number[] =>
  counts.map((count, at) => count / (lengths[at] ?? Number.NaN));

const kinds: readonly Kind[] = [
  {
    name: 'attention',
    model: architectures.llama.config(sizes),
    law: 'n (n + 1) / 2',
    off: (counts) => spread(perToken(counts).map((own, at) => own / ((lengths[at] ?? Number.NaN) + 1))),
  },
  {
    name: 'Mamba',
    model: architectures.mamba.config(sizes),
    law: 'n',
    off: (counts) => spread(perToken(counts)),
  },
  {
    name: 'Hyena',
    model: architectures.hyena.config(sizes),
    law: 'n (a log n + b)',
    // Each doubling adds the same to the work for one token.
    off: (counts) => {
      const own = perToken(counts);
      return spread(own.slice(1).map((value, at) => value - (own[at] ?? Number.NaN)));
    },
  },
];

export const c16: Claim = {
  id: 'C16',
  claim: 'Cost: attention grows with n², Mamba with n, Hyena with n log n',
  source: 'Vaswani et al. 2017; Gu and Dao 2023; Poli et al. 2023',
  setting:
    'One untrained layer of width 64 of each. Operations between positions as the calculator counts them, against the law of each; and the processor’s time of one pass through the whole mixer, its maps included, from 1,024 to 4,096 tokens, the least of eight rounds, against the growth of all that is counted.',
  async run({ seed, short, tell }) {
    const measured = short ? lengths.slice(0, 3) : lengths;
    const found = kinds.map(({ name, model, law, off }) => {
      const counts = lengths.map((length) => countedMixer(model, length));
      const mixing = counts.map((count) => count.mixing);
      const times = timedMixer(model, measured, { rounds: short ? 1 : 8, seed, clock: cpuMilliseconds });
      const all = counts.slice(0, measured.length).map((count) => count.all);
      const slopes = { counted: growthSlope(measured, all), timed: growthSlope(measured, times) };
      tell(`${name}: ${slopes.counted.toFixed(2)} counted, ${slopes.timed.toFixed(2)} measured`);
      return { name, law, mixing, times, off: off(mixing), slope: growthSlope(lengths, mixing), ...slopes };
    });
    return {
      bars: [
        ...found.map(({ name, law, off }) =>
          bar(`operations between positions, ${name}: off ${law}`, off, { unit: 'share', atMost: 1e-9 }),
        ),
        ...found.map(({ name, counted, timed }) =>
          bar(`measured slope less the counted, ${name}`, Math.abs(timed - counted), { atMost: 0.25 }),
        ),
        ...found.map(({ name, slope }) => bar(`counted slope between positions, ${name}`, slope)),
        ...found.map(({ name, timed }) => bar(`measured slope, ${name}`, timed)),
      ],
      series: [
        ...found.map(({ name, times }) => ({
          name,
          xLabel: 'tokens',
          yLabel: 'measured, ms',
          x: [...measured],
          y: times,
        })),
        ...found.map(({ name, mixing }) => ({
          name,
          xLabel: 'tokens',
          yLabel: 'operations between positions',
          x: [...lengths],
          y: mixing,
        })),
      ],
      steps: 0,
    };
  },
};
