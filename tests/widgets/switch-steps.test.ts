import { describe, expect, test } from 'vitest';
import { countParameters } from '../../src/models/count.ts';
import { differences } from '../../src/models/walk.ts';
import { recipes } from '../../src/training/recipes/index.ts';
import { attentionIn, cacheConfigs, cacheCost, withCache } from '../../src/widgets/kit/cache-data.ts';
import { shippedModels } from '../../src/widgets/kit/models.ts';
import { switchSteps, toytownConfigs } from '../../src/widgets/kit/switch-steps.ts';
import { architectureSwitchesMessages as words } from '../../src/widgets/messages/architecture-switches.ts';

describe('the way from GPT-2 to Mamba', () => {
  test('each step differs from the one before, and each has its words', () => {
    switchSteps.forEach((step, index) => {
      const before = switchSteps[index - 1];
      if (before) {
        expect(differences(before.config, step.config).length).toBeGreaterThan(0);
        expect(words.changeOf(step.towards, step.choice), `${step.towards} ${step.choice}`).not.toBeNull();
      }
      expect(step.parameters).toBe(countParameters(step.config).total);
    });
  });

  test('it arrives at each architecture, as its row makes it', () => {
    const arrived = switchSteps.flatMap((step) =>
      step.arrived ? [{ stop: step.arrived, config: step.config }] : [],
    );
    expect(arrived.map(({ stop }) => stop)).toEqual(['gpt2', 'llama', 'mistral', 'mixtral', 'mamba']);
    for (const { stop, config } of arrived) expect(config).toEqual(toytownConfigs[stop]);
  });

  test('the shipped Mamba has two blocks for each of its layers', () => {
    const shipped = recipes.get('mamba-toytown')?.config;
    const { layers, ...others } = toytownConfigs.mamba;
    expect(shipped).toEqual({ ...others, layers: layers.flatMap((layer) => [layer, layer]) });
  });

  test.each(['gpt2', 'llama', 'mistral'] as const)('%s is the config of the shipped model', (stop) => {
    const recipe = recipes.get(`${stop}-toytown`);
    expect(toytownConfigs[stop]).toEqual(recipe?.config);
  });
});

describe('the cache', () => {
  test('of the tiny model is that of its own config', () => {
    const { layers, heads, headSize } = shippedModels['gpt2-toytown'];
    expect(cacheCost(cacheConfigs['gpt2-toytown'], 1, 4).token).toBe(2 * layers * heads * headSize * 4);
  });

  test('of LLaMA-2-70B and Mistral 7B a token is what their papers make it', () => {
    expect(cacheCost(cacheConfigs['llama2-70b'], 1, 2).token).toBe(2 * 80 * 8 * 128 * 2);
    expect(cacheCost(cacheConfigs['mistral-7b'], 1, 2).token).toBe(2 * 32 * 8 * 128 * 2);
    expect(attentionIn(cacheConfigs['mistral-7b']).window).toBe(4096);
  });

  test('stops growing at the window', () => {
    const windowed = withCache(cacheConfigs['llama2-70b'], { window: 64 });
    expect(cacheCost(windowed, 1000, 2).total).toBe(cacheCost(windowed, 64, 2).total);
  });
});
