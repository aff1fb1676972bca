/**
 * Pictures that a test compares with committed ones. A pixel counts as another one when a channel is off by more than a hundred of
 * 255, so that the smoothing of letters on another machine does not matter; so many of them may be other ones.
 * `UPDATE_PICTURES=1` writes them anew: then look at each.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';

const folder = join(import.meta.dirname, '../pictures');
const channelBar = 100;
const shareBar = 0.005;

export interface Comparison {
  readonly sameSize: boolean;
  /** Of all pixels, those that are other ones. */
  readonly share: number;
}

/** Both pictures are read by the browser itself, in a page without a policy of its own. */
async function compare(blank: Page, one: Buffer, other: Buffer): Promise<Comparison> {
  return blank.evaluate(
    async ([first, second, bar]) => {
      // No function has a name here: what tsx makes of those asks for a helper that the page has not.
      const [a, b] = await Promise.all(
        [first, second].map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes]));
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          if (!context) throw new Error('no canvas');
          context.drawImage(bitmap, 0, 0);
          return context.getImageData(0, 0, bitmap.width, bitmap.height);
        }),
      );
      if (!a || !b) throw new Error('no picture');
      if (a.width !== b.width || a.height !== b.height) return { sameSize: false, share: 1 };
      let others = 0;
      for (let at = 0; at < a.data.length; at += 4)
        if (
          [0, 1, 2].some(
            (channel) => Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)) > bar,
          )
        )
          others += 1;
      return { sameSize: true, share: (4 * others) / a.data.length };
    },
    [one.toString('base64'), other.toString('base64'), channelBar] as const,
  );
}

/** null: as committed. Otherwise what is wrong. A picture that is committed as webp has lost what nobody sees. */
export async function difference(
  blank: Page,
  name: string,
  picture: Buffer,
  format: 'png' | 'webp' = 'png',
): Promise<string | null> {
  const path = join(folder, `${name}.${format}`);
  if (process.env.UPDATE_PICTURES === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, picture);
    return null;
  }
  if (!existsSync(path)) return `${name}: there is no committed picture`;
  const { sameSize, share } = await compare(blank, picture, readFileSync(path));
  if (sameSize && share <= shareBar) return null;
  // What was seen lies beside the site, to be looked at.
  const seen = join(import.meta.dirname, '../../../.cache', `${name.replaceAll('/', '-')}.seen.${format}`);
  writeFileSync(seen, picture);
  return `${name}: ${sameSize ? `${(100 * share).toFixed(2)} % of the pixels are other ones` : 'of another size'}; seen: ${seen}`;
}
