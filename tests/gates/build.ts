import { siteFolder } from '../browser/support/site-folder.ts';
import { command, type Gate, tool } from './gate.ts';

/** The command of `npm run build`, into a folder of the tests. */
export const build: Gate = {
  name: 'build',
  async run() {
    const { code, output } = await command(tool('tsx'), [
      'src/book/build/cli.ts',
      'build',
      '--out',
      siteFolder,
    ]);
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
  },
};
