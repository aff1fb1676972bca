import { describe, expect, test, vi } from 'vitest';
import { datasetRow, datasets } from '../../../src/data/datasets.ts';
import { type ArchitectureId, architectures } from '../../../src/models/architectures.ts';
import { decodeState, defaultsOf, encodeState } from '../../../src/widgets/kit/url-state.ts';
import { choicesOf, relevantChoices } from '../../../src/widgets/lab/choices.ts';
import { optionFields, optionsOf, readOptions, writeOptions } from '../../../src/widgets/lab/data-options.ts';
import { differingNames } from '../../../src/widgets/lab/difference-table.tsx';
import { duelIds, setUpsOf } from '../../../src/widgets/lab/duels.ts';
import { matched } from '../../../src/widgets/lab/match.ts';
import type { RunRecord } from '../../../src/widgets/lab/run-record.ts';
import {
  experimentOf,
  fields,
  fittingData,
  relevantSizes,
  rowOf,
  type SetUp,
} from '../../../src/widgets/lab/set-up.ts';
import { planOf } from '../../../src/widgets/lab/use-plan.ts';

// No claim about time: a busy machine is slow to import.
vi.setConfig({ testTimeout: 60_000 });

const defaults = defaultsOf(fields);

async function planned(setUp: SetUp) {
  const { data, options, text } = setUp;
  return planOf(setUp, await datasetRow(data).sketch(optionsOf(data, options, text)));
}

describe('a set-up', () => {
  test('stands in a link as what differs from the defaults, and comes back', () => {
    const setUp: SetUp = { ...defaults, architecture: 'mamba', layers: 3, rate: -30, options: 'letters:5' };
    const { payload } = encodeState(fields, setUp);
    expect(payload).toBe('1~options:letters:5~architecture:mamba~layers:3~rate:-30');
    expect(decodeState(fields, payload).state).toEqual(setUp);
  });

  test.each(Object.keys(architectures) as ArchitectureId[])(
    '%s can be trained from the defaults',
    async (id) => {
      const setUp = { ...defaults, architecture: id, ...fittingData(id, defaults) };
      const { plan, problem } = await planned(setUp);
      expect(problem).toBe('');
      expect(plan?.parameters).toBeGreaterThan(1000);
      expect(plan?.stepFlops).toBeGreaterThan(plan?.parameters ?? 0);
    },
  );

  test('takes data that the next model can learn from too, or makes them so', async () => {
    let chosen = { data: 'toytown-masked', options: '' };
    expect(fittingData('bert', chosen)).toBeNull();
    chosen = fittingData('roberta', chosen) ?? chosen;
    expect(chosen).toEqual({ data: 'toytown-masked', options: 'pairs:0' });
    expect(fittingData('roberta', chosen)).toBeNull();
    expect(fittingData('t5', { data: 'moby-dick', options: 'tokenizer:word' })).toEqual({
      data: 'moby-dick',
      options: 'tokenizer:word,objective:span-corruption',
    });
    expect(fittingData('bert', { data: 'copying', options: '' })).toEqual({
      data: 'toytown-masked',
      options: '',
    });
  });

  test('shows the sizes and choices that its row has, and no others', () => {
    expect(relevantSizes(defaults)).toEqual(['keyValueHeads', 'headSize', 'hidden']);
    expect(relevantSizes({ ...defaults, architecture: 'mamba' })).toEqual(['inner', 'states', 'deltaRank']);
    expect(relevantChoices(rowOf({ ...defaults, architecture: 'mamba' }))).toContain('selective');
    expect(relevantChoices(rowOf(defaults))).not.toContain('selective');
    expect(relevantChoices(rowOf({ ...defaults, architecture: 'mixtral' }))).toContain('chosen');
  });

  test('makes its choices in the model', async () => {
    const setUp = { ...defaults, position: 'learned', norm: 'rms', normPlace: 'post', activation: 'relu' };
    const { plan } = await planned(setUp);
    expect(plan?.config).toMatchObject({
      position: { kind: 'learned', maximum: 40 },
      norm: { kind: 'rms', place: 'post' },
      layers: [{ channelMixer: { activation: 'relu' } }, {}],
    });
    expect(choicesOf(rowOf(defaults), defaults)).toEqual({});
  });

  test.each([
    [{ heads: 3 }, /cannot be built/],
    [{ keyValueHeads: 3 }, /shared out evenly/],
    [
      { architecture: 't5', data: 'toytown-damaged', buckets: 4, maximumDistance: 1 },
      /has to be beyond them/,
    ],
    [{ architecture: 'mixtral', experts: 1, chosen: '2' }, /more experts than there are/],
  ] as const)('that makes no model is refused in a sentence: %j', async (change, sentence) => {
    const { plan, problem } = await planned({ ...defaults, ...change });
    expect(plan).toBeNull();
    expect(problem).toMatch(sentence);
  });

  test('a learning rate is what its power of ten says', () => {
    expect(experimentOf({ ...defaults, rate: -30 }, { vocabulary: 10, length: 8 }).schedule.peak).toBe(0.001);
  });
});

test('a set-up is made as large or as long as a run', async () => {
  const { plan: run } = await planned({ ...defaults, width: 96, steps: 300 });
  const setUp: SetUp = { ...defaults, architecture: 'mamba', width: 32, rows: 8 };
  const { plan } = await planned(setUp);
  if (run === null || plan === null) throw new Error('no plan');
  const record = { ...run, experiment: run.experiment } as unknown as RunRecord;
  const total = async (by: 'parameters' | 'tokens' | 'flops') => {
    const made = { ...setUp, ...matched(setUp, plan, record, by) };
    const { plan: next } = await planned(made);
    if (next === null) throw new Error('no plan');
    const { parameters, stepTokens, stepFlops } = next;
    return { parameters, tokens: made.steps * stepTokens, flops: made.steps * stepFlops }[by];
  };
  const near = (found: number, wanted: number) => expect(Math.abs(found / wanted - 1)).toBeLessThan(0.15);
  near(await total('parameters'), run.parameters);
  near(await total('tokens'), 300 * run.stepTokens);
  near(await total('flops'), 300 * run.stepFlops);
});

describe('options of the data', () => {
  test('every option of every data set but the text is a control with the bounds of its schema', () => {
    for (const [id, { options }] of datasets)
      expect([id, ...Object.keys(optionFields(id))]).toEqual([
        id,
        ...Object.keys(options.entries).filter((name) => name !== 'text'),
      ]);
    expect(optionFields('copying').letters).toMatchObject({
      kind: 'number',
      default: 8,
      minimum: 2,
      maximum: 26,
    });
  });

  test('are written short, read back, and left out where they do not fit', () => {
    const written = writeOptions('copying', { letters: 5, kept: 6, selective: false });
    expect(written).toBe('letters:5,selective:0');
    expect(readOptions('copying', written)).toEqual({ letters: 5, selective: false });
    expect(readOptions('copying', 'letters:99,kept:x,__proto__:1,selective:2')).toEqual({});
  });
});

describe('duels', () => {
  test.each(duelIds)('%s: every model of it can be trained, on the same data and steps', async (id) => {
    const plans = await Promise.all(setUpsOf(id, 3).map(planned));
    expect(plans.map(({ problem }) => problem)).toEqual(plans.map(() => ''));
    const experiments = plans.map(({ plan }) => plan?.experiment);
    expect(new Set(experiments.map((one) => JSON.stringify([one?.data, one?.steps, one?.seed]))).size).toBe(
      1,
    );
    expect(differingNames(experiments).length).toBeGreaterThan(0);
  });
});
