import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { close, createIndex } from 'pagefind';
import { messages } from '../messages/index.ts';

/** What is not the book's text: what is drawn, what is said twice, what only a button says. */
const excluded = [
  'figure',
  '.katex',
  '.permalink',
  '.note-mark',
  'summary',
  '.task-row',
  '.figure-space',
  '.neighbours',
  '.bibliography',
  '.kicker',
];

/** Makes the index of the finished pages, in `pagefind/` of the site. The page brings its own search field. */
export async function indexPages(outDir: string): Promise<void> {
  const { index, errors } = await createIndex({
    rootSelector: 'main',
    excludeSelectors: excluded,
    forceLanguage: messages.language,
  });
  if (!index) throw new Error(`the search index: ${errors.join('; ')}`);
  const added = await index.addDirectory({ path: outDir, glob: '**/index.html' });
  const outputPath = join(outDir, 'pagefind');
  const written = await index.writeFiles({ outputPath });
  await close();
  const failed = [...added.errors, ...written.errors];
  if (failed.length > 0) throw new Error(`the search index: ${failed.join('; ')}`);
  for (const name of readdirSync(outputPath))
    if (/ui|highlight|playground/.test(name)) rmSync(join(outputPath, name), { recursive: true });
}
