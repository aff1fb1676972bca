import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '../../../src/book/routes.ts';
import { siteFolder } from './site-folder.ts';

/** The routes that the built site has pages for: asked when it is built, since before there are none. */
export const writtenPaths = (): readonly string[] =>
  routes.map(({ path }) => path).filter((path) => existsSync(join(siteFolder, path.slice(1), 'index.html')));
