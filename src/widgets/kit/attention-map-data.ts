/** What the attention map asks of the model, and how it hands its numbers on. */
import type { RunResult } from '../../runtime/client.ts';
import { formatWeight } from '../../viz/numbers.ts';
import { attentionMapMessages as words } from '../messages/attention-map.ts';
import type { Change } from './changes.ts';
import type { NamedTensor, TableData } from './export.ts';
import { type HeadView, heaviest } from './head-view.ts';

export function interventionsOf(layer: number, head: number, scale: number, off: boolean): Change[] {
  const name = `blocks.${layer}.attn`;
  const places = [{ axis: 1, index: head }];
  const interventions: Change[] = [];
  if (scale !== 1) interventions.push({ kind: 'scale', name: `${name}.attn_scores`, places, factor: scale });
  if (off) interventions.push({ kind: 'ablate', name: `${name}.z`, places });
  return interventions;
}

/** The way back, of what is left of them. */
export function controlsOf(changes: readonly Change[]): { readonly scale: number; readonly off: boolean } {
  const scaled = changes.find((change) => change.kind === 'scale');
  return { scale: scaled?.factor ?? 1, off: changes.some(({ kind }) => kind === 'ablate') };
}

/** The reader's cell where the text has it; else the last word and what it looks at most. */
export function chosenCell(
  view: HeadView | null,
  cell: readonly number[],
): { query: number; key: number } | null {
  if (!view) return null;
  const [query, key] = cell;
  if (query !== undefined && key !== undefined && query < view.length && key <= query) return { query, key };
  const last = view.length - 1;
  return { query: last, key: heaviest(view, last)[0]?.key ?? 0 };
}

export function meanLoss(result: RunResult | null): number | null {
  const losses = result?.losses;
  return losses && losses.length > 0 ? losses.reduce((sum, loss) => sum + loss, 0) / losses.length : null;
}

export function tableOf(view: HeadView, tokens: readonly string[], layer: number, head: number): TableData {
  return {
    caption: words.tableCaption(layer, head),
    columns: [words.looker, ...tokens],
    rows: tokens.map((token, query) => [
      token,
      ...tokens.map((_, key) =>
        key > query ? '' : formatWeight(view.pattern[query * view.length + key] ?? 0),
      ),
    ]),
  };
}

export function tensorsOf(view: HeadView, layer: number, head: number): NamedTensor[] {
  const prefix = `layer-${layer}-head-${head}`;
  const vectors = [view.length, view.headSize];
  const square = [view.length, view.length];
  return [
    { name: `${prefix}-pattern`, shape: square, data: view.pattern },
    { name: `${prefix}-attn_scores`, shape: square, data: view.scores },
    { name: `${prefix}-q`, shape: vectors, data: view.q },
    { name: `${prefix}-k`, shape: vectors, data: view.k },
    { name: `${prefix}-v`, shape: vectors, data: view.v },
    { name: `${prefix}-z`, shape: vectors, data: view.z },
  ];
}
