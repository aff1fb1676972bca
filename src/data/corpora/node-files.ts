/** Files of the npm packages that hold data. For Node alone: nothing that a browser runs may import it. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folderOf = (packageName: string): string =>
  dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));

export const readPackageFile = (packageName: string, path: string): string =>
  readFileSync(join(folderOf(packageName), path), 'utf8');

/** Names of the files in a folder of a package, sorted. */
export const listPackageFiles = (packageName: string, path: string): string[] =>
  readdirSync(join(folderOf(packageName), path)).sort();
