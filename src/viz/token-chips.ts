/** Tokens as chips: a bracket marks where one begins and ends. The same look everywhere; a chip that can be pressed is a button. */
import { select } from 'd3-selection';
import type { Chart } from './chart.ts';
import { tokenSpans } from './visible-token.ts';

export type ChipRole = 'plain' | 'query' | 'key' | 'chosen' | 'next' | 'unknown' | 'unused';

export interface Chip {
  readonly token: string;
  readonly role: ChipRole;
  /** What a screen reader adds, such as `word 3` or `not known to the model`. */
  readonly note?: string;
}

export interface TokenChipsData {
  readonly chips: readonly Chip[];
}

export interface TokenChipsOptions {
  readonly label: string;
  readonly onPress?: (index: number) => void;
}

const roleClass: Readonly<Record<ChipRole, string>> = {
  plain: '',
  query: 'is-query',
  key: 'is-key',
  chosen: 'is-chosen',
  next: 'is-next',
  unknown: 'is-unknown',
  unused: 'is-unused',
};

export function tokenChips(
  host: HTMLElement,
  first: TokenChipsData,
  options: TokenChipsOptions,
): Chart<TokenChipsData> {
  const list = select(host).append('ul').attr('class', 'viz viz-chips').attr('aria-label', options.label);
  const { onPress } = options;

  function draw(data: TokenChipsData) {
    list
      .selectAll<HTMLLIElement, Chip>('li')
      .data(data.chips)
      .join((enter) => {
        const item = enter.append('li');
        const chip = item.append(onPress ? 'button' : 'span');
        if (onPress) chip.attr('type', 'button');
        return item;
      })
      .each(function (chip, index) {
        const element = select(this).select<HTMLElement>('button, span');
        element.attr('class', `token-chip ${roleClass[chip.role]}`.trim());
        element.attr('title', chip.note ?? null);
        element
          .selectAll<HTMLElement, { text: string; space: boolean }>('i')
          .data([
            ...tokenSpans(chip.token),
            ...(chip.note ? [{ text: `, ${chip.note}`, space: false, spoken: true }] : []),
          ])
          .join('i')
          .attr('class', (span) => ('spoken' in span ? 'viz-spoken' : span.space ? 'space' : null))
          .text((span) => span.text);
        if (onPress) element.on('click', () => onPress(index));
      });
  }
  draw(first);
  const node = list.node();
  if (!node) throw new Error('The chips found no host.');
  return { element: node, update: draw, destroy: () => list.remove() };
}
