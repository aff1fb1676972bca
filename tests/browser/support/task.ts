/** An exercise of a page, as a reader answers it. */
import type { Page } from 'playwright-core';
import { until } from './until.ts';

/** Writes the answer, asks the grader, and gives what it says. */
export async function answerTask(page: Page, id: string, answer: number): Promise<string> {
  const task = page.locator(`section.task[id="${id}"]`);
  await task.locator('.answer').fill(String(answer));
  await task.getByRole('button', { name: 'Check', exact: true }).click();
  return until(
    `a grade for ${answer}`,
    () => task.getByRole('status').innerText(),
    (says) => says !== '',
  );
}
