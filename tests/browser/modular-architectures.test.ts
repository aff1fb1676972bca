import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { adaptersAndToolsMessages } from '../../src/widgets/messages/adapters-and-tools.ts';
import { claimMessages } from '../../src/widgets/messages/claims.ts';
import { bring, patience, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The chapter on modules: thin changes, and notes that are looked up. */

let site: Site;
let open: OpenPage;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/future/modular-architectures');
});
afterEach(() => open.finish());

test('an adapter begins with the shipped model and learns in the tab', async () => {
  const figure = await bring(open.page, 'lora');
  const recorded = (await table(figure)).length;
  await figure.getByRole('button', { name: claimMessages.train, exact: true }).click();
  await expect.poll(async () => (await table(figure)).length, patience).toBeGreaterThan(recorded);
  await figure.getByRole('button', { name: claimMessages.stop, exact: true }).click();
  // A model with first weights would begin at ln 187, 5.2 nats.
  expect(Number((await table(figure))[recorded]?.[3])).toBeLessThan(4.5);
});

test('with the note the model says what stands in it', async () => {
  const figure = await bring(open.page, 'adapters-and-tools');
  expect((await table(figure))[0]?.[0]).toBe('purple');
  const sure = Number((await table(figure))[0]?.[1]);
  await slide(figure, adaptersAndToolsMessages.count, 0);
  await expect.poll(async () => Number((await table(figure))[0]?.[1]), patience).toBeLessThan(sure - 0.2);
});
