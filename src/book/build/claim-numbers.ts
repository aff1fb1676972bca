import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Root } from 'mdast';
import type { MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { type ClaimRecord, parseClaimRecord } from '../../models/checkpoints/claim-record.ts';
import { attribute } from './attribute.ts';

/**
 * A number that an experiment of `npm run claims` measured is written
 * `<ClaimNumber claim="C7" of="prefix-matching score of the best head, two layers"/>`: the build puts in what the record
 * says, with two decimals or as many as `digits` asks for. `show="steps"`, `"seed"`, `"date"` and `"command"` tell of the run.
 */

const told: Readonly<Record<string, (record: ClaimRecord) => string>> = {
  steps: ({ steps }) => steps.toLocaleString('en-US'),
  seed: ({ seed }) => String(seed),
  date: ({ date }) => date,
  command: ({ command }) => command,
};

export function remarkClaimNumbers({ claims }: { readonly claims: string }) {
  return (tree: Root, file: VFile): void => {
    visit(tree, 'mdxJsxTextElement', (element: MdxJsxTextElement, index, parent) => {
      if (element.name !== 'ClaimNumber' || parent === undefined || index === undefined) return;
      const id = attribute(element, 'claim');
      const path = join(claims, `${id}.json`);
      const value = existsSync(path) ? shown(parseClaimRecord(readFileSync(path), path), element) : null;
      if (value === null)
        file.fail(`ClaimNumber: there is no such number, or no record of "${id}".`, element);
      else parent.children[index] = { type: 'text', value };
      return SKIP;
    });
  };
}

function shown(record: ClaimRecord, element: MdxJsxTextElement): string | null {
  const show = attribute(element, 'show');
  if (show !== '') return told[show]?.(record) ?? null;
  const of = attribute(element, 'of');
  const measured = record.bars.find(({ what }) => what === of)?.measured;
  // A minus as the formulas print it.
  return measured?.toFixed(Number(attribute(element, 'digits') || '2')).replace('-', '−') ?? null;
}
