import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { tokenizerFromJSON } from '../../src/data/tokenizers/index.ts';
import type { RunResult } from '../../src/runtime/client.ts';
import { lastLogits } from '../../src/widgets/kit/last-logits.ts';
import { readText } from '../../src/widgets/kit/model-text.ts';
import { shippedModels } from '../../src/widgets/kit/models.ts';
import { changeOf, operableNames, operableProbes } from '../../src/widgets/kit/operable.ts';
import { operatedLength, operatedText, roomForAll, saysWords } from '../../src/widgets/kit/operated-text.ts';
import { interventionsMessages } from '../../src/widgets/messages/interventions.ts';
import { inProcess } from './support/in-process.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Whatever can be laid hands on, in every shipped model that says words: switched off, it changes what is said. */
it.each(Object.values(shippedModels).filter(saysWords))('$id', async (model) => {
  const folder = join(import.meta.dirname, '../../public/checkpoints', model.id);
  const files = new Map(
    ['config.json', 'tokenizer.json', 'model.safetensors'].map(
      (name) => [name, new Uint8Array(readFileSync(join(folder, name)))] as const,
    ),
  );
  const { runtime } = inProcess({ models: new Map([[model.id, files]]), forced: 'wasm' });
  const tokenizer = tokenizerFromJSON(JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')));
  const [own, other] = interventionsMessages.textsOf(model.id).map((text) => {
    const { tokens } = readText(tokenizer, text, operatedLength(model));
    return operatedText(model, tokenizer.vocabulary, tokens);
  });
  if (!own || !other) throw new Error('there are two texts');
  const request = { model: model.id, ...own.text, ...roomForAll(model) };
  const said = (result: RunResult) => Array.from(lastLogits(result, own.asked) ?? []);
  const apart = (some: readonly number[], others: readonly number[]) =>
    some.reduce((most, value, at) => Math.max(most, Math.abs(value - (others[at] ?? Number.NaN))), 0);
  const plain = await runtime.run({ ...request, capture: ['logits', ...operableProbes] });
  const names = operableNames(plain.tensors);
  expect(names.length).toBeGreaterThan(4);

  const untouched: string[] = [];
  for (const name of names) {
    const rank = plain.tensors[name]?.shape.length ?? 3;
    const choice = { name, scope: 'all', row: 0, column: 0, how: 'ablate', value: 1 } as const;
    const interventions = [changeOf(choice, rank)];
    const changed = await runtime.run({ ...request, capture: ['logits'], interventions });
    if (!(apart(said(plain), said(changed)) > 1e-4)) untouched.push(name);
  }
  // An expert that no word of this text meets makes no difference.
  expect(untouched.filter((name) => !name.includes('.experts.'))).toEqual([]);

  // The last tensor before the unembedding, taken from the other text, is the other text's answer.
  const last = names.at(-1) ?? '';
  const choice = { name: last, scope: 'all', row: 0, column: 0, how: 'borrow', value: 1 } as const;
  if (own.text.tokens.length !== other.text.tokens.length) return;
  const interventions = [changeOf(choice, 3)];
  const borrowed = await runtime.run({ ...request, capture: ['logits'], interventions, lender: other.text });
  const itself = await runtime.run({ ...request, ...other.text, capture: ['logits'] });
  expect(other.asked).toBe(own.asked);
  expect(apart(said(borrowed), said(itself))).toBeLessThan(1e-3);
});
