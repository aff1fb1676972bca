import type { Locator } from 'playwright-core';
import { wordProbabilities } from './figures.ts';
import { nextWords } from './model-command.ts';
import { until } from './until.ts';

/** Waits until the figure gives every word the probability that the command line gives it after `text`. */
export async function answers(figure: Locator, text: string): Promise<void> {
  const expected = await nextWords(text);
  await until(
    `the words after "${text}"`,
    async () => {
      const shown = await wordProbabilities(figure);
      return Math.max(
        ...[...expected].map(([word, probability]) => Math.abs((shown.get(word) ?? 9) - probability)),
      );
    },
    (furthest) => furthest < 1e-3,
  );
}
