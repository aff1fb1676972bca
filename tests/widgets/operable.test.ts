import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tokenizerFromJSON } from '../../src/data/tokenizers/index.ts';
import type { NamedTensors } from '../../src/runtime/client.ts';
import { matcher } from '../../src/runtime/jobs/tensors.ts';
import { describeTensor } from '../../src/widgets/kit/changes.ts';
import { readText } from '../../src/widgets/kit/model-text.ts';
import { shippedModels } from '../../src/widgets/kit/models.ts';
import {
  changeOf,
  fits,
  operableNames,
  operableProbes,
  type Scope,
  unitMap,
} from '../../src/widgets/kit/operable.ts';
import { operatedLength, operatedText, saysWords } from '../../src/widgets/kit/operated-text.ts';
import { interventionsMessages } from '../../src/widgets/messages/interventions.ts';
import { rowIds } from '../models/small-rows.ts';

/** What a run of the row would tell, by the committed list of its probes. */
function tensorsOf(row: string): NamedTensors {
  const wanted = matcher(operableProbes);
  const lines = readFileSync(join(import.meta.dirname, `../models/probe-names/${row}.txt`), 'utf8');
  return Object.fromEntries(
    lines.split('\n').flatMap((line) => {
      const [, name, sizes = ''] = /^(\S+) \[(.*)\]$/.exec(line) ?? [];
      if (!name || !wanted(name)) return [];
      const shape = sizes.split(', ').map(Number);
      const data = Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, (_, at) => at);
      return [[name, { shape, data }]];
    }),
  );
}

/** What each kind of part must offer. */
const parts = [
  ['attn.pattern', /attn\.z$/],
  ['mlp.pre', /mlp\.post$/],
  ['moe.router_logits', /moe\.router_probs$/],
  ['moe.experts.0.pre', /moe\.experts\.0\.post$/],
  ['ssm.state', /ssm\.state$/],
  ['gru.state', /gru\.state$/],
  ['hyena.v', /hyena\.y$/],
  ['ln1.normalized', /ln1\.normalized$/],
  ['resid_pre', /_out$/],
  ['resid_pre', /resid_post$/],
] as const;

describe.each(rowIds)('%s', (row) => {
  const tensors = tensorsOf(row);
  const names = operableNames(tensors);
  const list = readFileSync(join(import.meta.dirname, `../models/probe-names/${row}.txt`), 'utf8');

  test('its heads, neurons, experts, states, norms and writes can be changed', () => {
    for (const [has, offered] of parts)
      if (list.includes(`.${has} `)) expect(names.filter((name) => offered.test(name))).not.toEqual([]);
    expect(names.length).toBeGreaterThan(6);
    // Each has words of its own.
    expect(new Set(names.map((name) => describeTensor(name))).size).toBe(names.length);
    for (const name of names) expect(describeTensor(name)).not.toContain('.');
  });

  test.each(names)('%s is a map of words and units, and a choice in it is a change that fits', (name) => {
    const tensor = tensors[name];
    if (!tensor) throw new Error(`no ${name}`);
    const map = unitMap(name, tensor);
    if (!map) throw new Error(`${name} is no map`);
    expect(map.rows * map.columns).toBe(map.values.length);
    const corner = { name, row: map.rows - 1, column: map.columns - 1, value: 2 };
    for (const how of ['ablate', 'scale', 'fill', 'borrow'] as const) {
      const places = (scope: Scope) => {
        const change = changeOf({ ...corner, how, scope }, tensor.shape.length);
        expect(fits(change, tensors)).toBe(true);
        return change.places.length;
      };
      expect([places('all'), places('unit'), places('word'), places('place')]).toEqual([0, 1, 1, 2]);
    }
    const beyond = changeOf(
      { ...corner, column: map.columns, how: 'ablate', scope: 'unit' },
      tensor.shape.length,
    );
    expect(fits(beyond, tensors)).toBe(false);
  });
});

test('a unit of several numbers shows the length of its vector', () => {
  const shape = [1, 2, 2, 2]; // [text, head, position, dimension]
  const map = unitMap('blocks.0.attn.z', { shape, data: Float32Array.of(3, 4, 0, 1, 6, 8, 2, 0) });
  expect(map).toMatchObject({ rows: 2, columns: 2, unit: 'head', single: false });
  expect([...(map?.values ?? [])]).toEqual([5, 10, 1, 2]);
});

test.each(Object.values(shippedModels).filter(saysWords))(
  '$id: knows every word of the texts that it is opened with',
  (model) => {
    const file = join(import.meta.dirname, `../../public/checkpoints/${model.id}/tokenizer.json`);
    const tokenizer = tokenizerFromJSON(JSON.parse(readFileSync(file, 'utf8')));
    for (const text of interventionsMessages.textsOf(model.id)) {
      const read = readText(tokenizer, text, operatedLength(model));
      expect(read.unknown).toEqual([]);
      expect(read.seen.filter(({ use }) => use !== 'used')).toEqual([]);
      const { text: given, asked } = operatedText(model, tokenizer.vocabulary, read.tokens);
      expect(given.tokens.every((id) => id >= 0 && id < model.vocabulary)).toBe(true);
      expect(asked).toBeLessThan(given.tokens.length);
    }
  },
);
