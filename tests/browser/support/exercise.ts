/** What is done again and again to see whether anything is left behind. */
import type { Page } from 'playwright-core';
import { attentionByHandMessages } from '../../../src/widgets/messages/attention-by-hand.ts';
import { attentionMapMessages } from '../../../src/widgets/messages/attention-map.ts';
import { nextTokenMessages } from '../../../src/widgets/messages/next-token.ts';
import { bring } from './figures.ts';
import { until } from './until.ts';

interface Chapter {
  readonly path: string;
  readonly figures: readonly string[];
}

const introduction: Chapter = {
  path: '/introduction',
  figures: ['next-token', 'learning-curve'],
};
const selfAttention: Chapter = {
  path: '/transformer/self-attention',
  figures: ['attention-map', 'attention-by-hand'],
};

/** Where `exercise` begins and ends. */
export const startPath = introduction.path;

async function visit(page: Page, { path, figures }: Chapter): Promise<void> {
  await page.locator(`.rail a[href$="${path}"]`).click();
  await until(
    `the way to ${path}`,
    async () => new URL(page.url()).pathname,
    (pathname) => pathname === path,
  );
  for (const figure of figures) await bring(page, figure);
}

/** From one chapter to the other and back, by the links of the page. */
export async function changeChapters(page: Page, changes: number): Promise<void> {
  for (let change = 0; change < changes; change++)
    await visit(page, change % 2 === 0 ? selfAttention : introduction);
  if (changes % 2 === 1) await visit(page, introduction);
}

/** Up and down, so that it never rests at an end. */
async function press(page: Page, widget: string, label: string, moves: number): Promise<void> {
  const figure = await bring(page, widget);
  const slider = figure.getByRole('slider', { name: label, exact: true });
  await slider.focus();
  for (let move = 0; move < moves; move++)
    await slider.press(Math.floor(move / 8) % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
}

/**
 * `moves` in all: of the scale of an attention map, which each run the model; of an arrow, which run attention; of the
 * temperature, which run nothing.
 */
export async function moveSliders(page: Page, moves: number): Promise<void> {
  const share = Math.floor(moves / 3);
  await press(page, 'next-token', nextTokenMessages.temperature, moves - 2 * share);
  await visit(page, selfAttention);
  await press(page, 'attention-map', attentionMapMessages.scale, share);
  await press(
    page,
    'attention-by-hand',
    attentionByHandMessages.keyName(attentionByHandMessages.words[0]),
    share,
  );
  await visit(page, introduction);
}
