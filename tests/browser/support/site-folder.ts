import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** The site that the tests build and run on; `dist/` stays the author's. */
export const siteFolder = join(root, '.cache', 'site');
/** The same under a base path. */
export const basedFolder = join(root, '.cache', 'site-with-base');
export const testBase = '/books/llm/';
