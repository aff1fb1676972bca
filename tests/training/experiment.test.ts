import { beforeAll, describe, expect, it, vi } from 'vitest';
import { siteCorpusFile } from '../../src/data/corpora/site-files.ts';
import { datasets } from '../../src/data/datasets.ts';
import { readCorporaBy } from '../../src/data/site-corpora.ts';
import { type ArchitectureId, architectures } from '../../src/models/architectures.ts';
import { memory, startBackend } from '../../src/models/tf.ts';
import { openExperiment } from '../../src/training/experiment.ts';
import type { Experiment } from '../../src/training/experiment-schema.ts';
import { TrainingSession } from '../../src/training/session.ts';

// No claim about time: a machine that runs much else needs longer than the default.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

beforeAll(async () => {
  await startBackend('wasm');
  readCorporaBy(async (id) => siteCorpusFile(id));
});

const base: Experiment = {
  data: { id: 'induction', options: { vocabulary: 16, longest: 6 } },
  architecture: 'gpt2',
  sizes: { width: 16, layers: 1, heads: 2 },
  rows: 4,
  length: 24,
  steps: 5,
  seed: 1,
  schedule: { peak: 0.01, warmUp: 1, finalShare: 0.1 },
  weightDecay: 0.01,
  clip: 1,
  beta2: 0.95,
};

const dataFor: Readonly<Record<string, Partial<Experiment>>> = {
  decoder: {},
  encoder: { data: { id: 'toytown-masked' }, length: 104 },
  'encoder-decoder': { data: { id: 'toytown-damaged' }, length: 104 },
};
const text = 'the quick brown fox jumps over the lazy dog, and the dog sleeps on. '.repeat(40);

async function losses(experiment: Experiment, steps: number): Promise<number[]> {
  const { recipe } = await openExperiment(experiment);
  const session = new TrainingSession(recipe, experiment.seed);
  const found: number[] = [];
  for (let step = 0; step < steps; step++) found.push((await session.advance()).loss);
  session.dispose();
  return found;
}

it.each(Object.keys(architectures) as ArchitectureId[])(
  '%s trains from its row and a fitting data set',
  async (id) => {
    const stack = architectures[id].config({
      vocabulary: 8,
      context: 8,
      width: 8,
      layers: 1,
      heads: 2,
    }).stack;
    // BERT alone learns what follows on what.
    const single = id === 'roberta' ? { data: { id: 'toytown-masked', options: { pairs: false } } } : {};
    const experiment = { ...base, ...dataFor[stack], ...single, architecture: id, rows: 2 };
    const before = memory().numTensors;
    const found = await losses(experiment, 1);
    expect(found.every(Number.isFinite)).toBe(true);
    expect(memory().numTensors).toBe(before);
  },
);

describe('an experiment', () => {
  it('gives the same losses from the same data, and others from another seed', async () => {
    const copy = JSON.parse(JSON.stringify(base)) as Experiment;
    const [first, again, other] = [
      await losses(base, 3),
      await losses(copy, 3),
      await losses({ ...base, seed: 2 }, 3),
    ];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('takes choices of the config that its row does not make', async () => {
    const choices = {
      model: {
        position: { kind: 'rotary', base: 10000 },
        norm: { kind: 'rms', place: 'pre', epsilon: 1e-6 },
      },
      mixer: { window: 4 },
      channelMixer: { activation: 'relu' },
    };
    const { recipe } = await openExperiment({ ...base, choices });
    expect(recipe.config).toMatchObject({
      position: { kind: 'rotary' },
      norm: { kind: 'rms' },
      layers: [{ mixer: { window: 4 }, channelMixer: { activation: 'relu' } }],
    });
  });

  it('learns from the reader’s own text, with a tokenizer made of it', async () => {
    for (const options of [{ text }, { text, tokenizer: 'byte-pair', pieces: 280 }]) {
      const own = { ...base, data: { id: 'own-text', options } };
      const { tokenizer } = await openExperiment(own);
      expect(
        tokenizer.decode(tokenizer.encode('the dog').flatMap(({ id }) => (id === null ? [] : [id]))),
      ).toBe('the dog');
      const found = await losses({ ...own, steps: 30 }, 30);
      expect(found.at(-1)).toBeLessThan((found[0] ?? 0) - 0.5);
    }
  });

  it('drops at the share that is asked for, the same again from the same seed, and not where it is adjusted to none', async () => {
    const [plain, dropped, again] = [
      await losses(base, 3),
      await losses({ ...base, dropout: 0.4 }, 3),
      await losses({ ...base, dropout: 0.4 }, 3),
    ];
    expect(again).toEqual(dropped);
    expect(dropped[0]).not.toBe(plain[0]);
    const { recipe } = await openExperiment({ ...base, dropout: 0.4 });
    const session = new TrainingSession(recipe, base.seed);
    session.adjust({ dropout: 0 });
    expect((await session.advance()).loss).toBe(plain[0]);
    session.dispose();
  });

  it.each([
    [{ architecture: 'gpt9' }, /architecture: /],
    [{ steps: 0 }, /steps: /],
    [{ more: 1 }, /more/],
    [{ data: { id: 'nothing' } }, /no data called "nothing", only toytown/],
    [{ data: { id: 'induction', options: { vocabulary: 1 } } }, /option vocabulary/],
    [{ data: { id: 'own-text', options: { text: 'short' } } }, /at least 200 characters/],
    [{ architecture: 'bert' }, /BERT.* "encoder".* "decoder"/],
    [{ sizes: { width: 16, layers: 1, heads: 3 } }, /This model cannot be built: .*headSize/],
    [{ sizes: { width: 4096, layers: 48, heads: 2 } }, /too large to train in a tab/],
    [{ sizes: { width: 16, layers: 1, heads: 2, context: 8 } }, /longer than the model's context/],
    [{ objectives: ['classes'] }, /no head for classes/],
    [
      { architecture: 'roberta', data: { id: 'toytown-masked' }, length: 104, objectives: ['tokens'] },
      /data of single texts/,
    ],
    [{ choices: { model: { position: { kind: 'spiral' } } } }, /This model cannot be built: .*position/],
    [{ length: 4 }, /No block of/],
  ])('is refused in a sentence: %j', async (change, message) => {
    const opened = openExperiment({ ...base, ...change });
    await expect(opened).rejects.toMatchObject({ name: 'ExperimentError', message });
  });
});

it('every data set opens with its defaults, and its first batch fits its length', async () => {
  expect(datasets.size).toBeGreaterThan(4);
  for (const [id, row] of datasets) {
    const { dataset, tokenizer, length } = await row.open(id === 'own-text' ? { text } : {});
    const batch = dataset.training(1, 0, 2, length);
    expect([id, batch.length <= length, dataset.vocabulary]).toEqual([id, true, tokenizer.vocabulary.length]);
  }
});
