import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Root } from 'mdast';
import type { MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { type ModelCard, parseCard } from '../../models/checkpoints/card.ts';
import { attribute } from './attribute.ts';

/**
 * A number that was measured of a shipped model is written `<CardNumber model="gpt2-toytown" show="gap"/>`: the build
 * puts in what the model's generated card says, so that no chapter holds a number that nobody measured. With
 * `bar="..."`, what a bar of the card says, it is the share that was measured against that bar.
 */

/** The parts of `config.json` that prose speaks of; sizes are those of the first layer. */
interface Sizes {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: readonly {
    readonly mixer: { readonly heads?: number; readonly headSize?: number };
    readonly channelMixer: { readonly hidden?: number };
  }[];
}

type Shown = (card: ModelCard, sizes: Sizes) => string;

const thousands = (value: number): string => value.toLocaleString('en-US');
const share = (value: number | null): string =>
  value === null ? 'unknown' : `${(100 * value).toFixed(1).replace('.0', '')} %`;
const nats = (value: number | null): string => (value === null ? 'unknown' : value.toFixed(3));

const shown: Readonly<Record<string, Shown>> = {
  vocabulary: (_card, { vocabulary }) => thousands(vocabulary),
  width: (_card, { width }) => thousands(width),
  heads: (_card, { layers }) => thousands(layers[0]?.mixer.heads ?? 0),
  headSize: (_card, { layers }) => thousands(layers[0]?.mixer.headSize ?? 0),
  hidden: (_card, { layers }) => thousands(layers[0]?.channelMixer.hidden ?? 0),
  layers: (_card, { layers }) => thousands(layers.length),
  parameters: ({ parameters }) => thousands(parameters),
  tokens: ({ tokens }) => thousands(tokens),
  steps: ({ steps }) => thousands(steps),
  loss: ({ loss }) => nats(loss),
  floor: ({ floor }) => nats(floor),
  gap: ({ gap }) => nats(gap),
  /** The share of sampled stories that the checker passes. */
  sound: ({ bars }) => share(bars.find(({ unit }) => unit === 'share')?.measured ?? null),
};

/** Of the bar that says so; a card has the bars of its recipe, so that a text cannot name another. */
const shareOf =
  (what: string): Shown =>
  ({ id, bars }) => {
    const bar = bars.find((one) => one.what === what);
    if (bar === undefined) throw new Error(`CardNumber: the card of ${id} has no bar "${what}".`);
    return share(bar.measured);
  };

export function remarkCardNumbers({ checkpoints }: { readonly checkpoints: string }) {
  return (tree: Root, file: VFile): void => {
    visit(tree, 'mdxJsxTextElement', (element: MdxJsxTextElement, index, parent) => {
      if (element.name !== 'CardNumber' || parent === undefined || index === undefined) return;
      const model = attribute(element, 'model');
      const bar = attribute(element, 'bar');
      const write = bar === '' ? shown[attribute(element, 'show')] : shareOf(bar);
      const folder = join(checkpoints, model);
      if (!write || !existsSync(join(folder, 'card.json'))) {
        file.fail(`CardNumber: there is no such number, or no card of "${model}".`, element);
        return;
      }
      const card = parseCard(readFileSync(join(folder, 'card.json')));
      const sizes = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Sizes;
      parent.children[index] = { type: 'text', value: write(card, sizes) };
      return SKIP;
    });
  };
}
