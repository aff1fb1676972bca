import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Paragraph, Root } from 'mdast';
import type { MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { VFile } from 'vfile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { remarkClaimNumbers } from '../../src/book/build/claim-numbers.ts';
import { claimRecordBytes } from '../../src/models/checkpoints/claim-record.ts';

let claims: string;
beforeAll(() => {
  claims = mkdtempSync(join(tmpdir(), 'claims-'));
  const record = {
    id: 'C1',
    claim: 'One is less than two',
    source: 'Nobody 2026',
    setting: 'Counted.',
    bars: [{ what: 'one', unit: '', atMost: 2, atLeast: null, measured: 1.2345 }],
    series: [],
    seed: 3,
    steps: 12_000,
    seconds: 1,
    machine: { processors: 2, model: '', backend: 'wasm' as const },
    command: 'npm run claims -- C1 --seed 3',
    date: '2026-01-31',
  };
  writeFileSync(join(claims, 'C1.json'), claimRecordBytes(record));
});
afterAll(() => rmSync(claims, { recursive: true }));

function written(attributes: Readonly<Record<string, string>>): unknown {
  const tag: MdxJsxTextElement = {
    type: 'mdxJsxTextElement',
    name: 'ClaimNumber',
    attributes: Object.entries(attributes).map(([name, value]) => ({ type: 'mdxJsxAttribute', name, value })),
    children: [],
  };
  const paragraph: Paragraph = { type: 'paragraph', children: [tag] };
  const tree: Root = { type: 'root', children: [paragraph] };
  remarkClaimNumbers({ claims })(tree, new VFile());
  return paragraph.children[0];
}

test.each([
  [{ claim: 'C1', of: 'one' }, '1.23'],
  [{ claim: 'C1', of: 'one', digits: '1' }, '1.2'],
  [{ claim: 'C1', show: 'steps' }, '12,000'],
  [{ claim: 'C1', show: 'date' }, '2026-01-31'],
])('%o is written as %s', (attributes, value) => {
  expect(written(attributes)).toEqual({ type: 'text', value });
});

test.each([[{ claim: 'C2', of: 'one' }], [{ claim: 'C1', of: 'two' }], [{ claim: 'C1', show: 'colour' }]])(
  '%o, which nobody measured, stops the build',
  (attributes) => {
    expect(() => written(attributes)).toThrow('ClaimNumber');
  },
);
