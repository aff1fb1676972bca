import { expect, test, vi } from 'vitest';

interface Asked {
  readonly choices?: { readonly tile?: number; readonly window?: number };
  readonly interventions?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly share: number;
  }[];
}
/** What is asked for tells which loss comes back. */
const lossOf = ({ choices, interventions }: Asked): number =>
  choices?.tile ? 10 + choices.tile : choices?.window ? 100 + choices.window : interventions ? 1000 : 1;
const runs: Asked[] = [];
const run = vi.fn(async (request: Asked) => {
  runs.push(request);
  return { losses: Float32Array.of(lossOf(request), lossOf(request)) };
});
const round = vi.fn(async ({ bits }: { readonly bits: readonly number[] }) => ({
  rows: bits.map((each) => ({ loss: 50 + each })),
}));
vi.mock('../../src/runtime/client.ts', () => ({ runtime: () => ({ run, round }) }));
const { amounts, readSavings, savings, savingsModel, strengths } = await import(
  '../../src/widgets/kit/savings-data.ts'
);

test('a strong saving keeps less than a mild one, of everything', () => {
  for (const saving of savings) expect(amounts[saving].strong).toBeLessThan(amounts[saving].mild);
});

test.each(strengths)(
  'each of the four is carried out alone, %s, and told under its own name',
  async (strength) => {
    runs.length = 0;
    const { plain, saved } = await readSavings([1, 2, 3], strength, {});
    const { tiles, window, bits, neurons } = amounts;
    expect(plain).toBe(1);
    expect(saved).toEqual({
      tiles: 10 + tiles[strength],
      window: 100 + window[strength],
      neurons: 1000,
      bits: 50 + bits[strength],
    });
    const changed = runs.flatMap(({ interventions = [] }) => interventions);
    expect(changed.map(({ name }) => name)).toEqual(
      Array.from({ length: savingsModel.layers }, (_, layer) => `blocks.${layer}.mlp.post`),
    );
    for (const { kind, share } of changed) expect([kind, share]).toEqual(['strongest', neurons[strength]]);
  },
);
