/** A text written word by word: how likely each was, and what writing it costs with the cache of keys and values and without. */
import type { ModelConfig } from '../../models/config.ts';
import { decodeFlops, prefillFlops, stateBytes } from '../../models/count.ts';
import { softmax } from '../../models/sampling.ts';
import type { GeneratedToken, GenerateResult } from '../../runtime/client.ts';
import type { BarTableData } from '../../viz/bar-table.ts';
import { formatBytes, formatWeight } from '../../viz/numbers.ts';
import { generateMessages as words } from '../messages/generate.ts';
import type { TableData } from './export.ts';

interface Ranked {
  readonly id: number;
  readonly probability: number;
}

/** The model's own distribution, before a temperature: what was chosen and what was not. */
export function rankedOf({ logits }: GeneratedToken): Ranked[] {
  return Array.from(softmax(logits), (probability, id) => ({ id, probability })).sort(
    (a, b) => b.probability - a.probability,
  );
}

export const ownProbability = ({ logits, token }: GeneratedToken): number => softmax(logits)[token] ?? 0;

export interface Operations {
  readonly cached: number;
  readonly full: number;
}

/** Operations of writing `count` words after `given`, with the cache and without. */
export function operations(config: ModelConfig, given: number, count: number): Operations {
  let cached = prefillFlops(config, given).total;
  let full = cached;
  for (let written = 1; written < count; written++) {
    cached += decodeFlops(config, given + written - 1).total;
    full += prefillFlops(config, given + written).total;
  }
  return { cached, full };
}

/** `again`: the same without the cache; `warm`: the same once more, since the first text waits for the engine. */
export function costRows(
  config: ModelConfig,
  result: GenerateResult,
  counted: Operations,
  again: GenerateResult | null,
  warm: GenerateResult | null,
): BarTableData {
  const row = (label: string, milliseconds: number, flops: number, bytes: number) => ({
    label,
    amounts: [
      { value: milliseconds, text: words.milliseconds(milliseconds) },
      { value: flops, text: words.operations(flops) },
      { value: bytes, text: formatBytes(bytes) },
    ],
  });
  const cached = warm ? Math.min(result.milliseconds, warm.milliseconds) : Number.NaN;
  return {
    columns: words.costColumns,
    rows: [
      row(words.withCache, cached, counted.cached, stateBytes(config, result.tokens.length - 1)),
      row(words.without, again?.milliseconds ?? Number.NaN, counted.full, 0),
    ],
  };
}

/** A row a written word, with what was likeliest instead. */
export const writtenTable = (
  tokens: readonly GeneratedToken[],
  wordOf: (id: number) => string,
): TableData => ({
  caption: words.tableCaption,
  columns: words.tableColumns,
  rows: tokens.map((each, index) => {
    const other = rankedOf(each).find(({ id }) => id !== each.token);
    return [
      index + 1,
      wordOf(each.token),
      formatWeight(ownProbability(each)),
      other ? wordOf(other.id) : '',
      other ? formatWeight(other.probability) : '',
    ];
  }),
});
