import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { command, type Gate, tool } from './gate.ts';

const reportSchema = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.optional(v.string()),
      assertionResults: v.array(v.object({ status: v.string() })),
    }),
  ),
});

interface VitestOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Prints each file as it ends, for a project that takes long. */
  readonly tells?: boolean;
}

/** Lines such as `✓ browser tests/browser/links.test.ts (7 tests) 4102ms`. */
const tellFiles = (text: string): void => {
  for (const line of text.split('\n')) if (/\.test\.tsx? \(/.test(line)) console.log(`     ${line.trim()}`);
};

/** One of the projects of `vite.config.ts`. A file that cannot be loaded is a failure, and so is a test that is skipped. */
export function vitestGate(
  name: string,
  project: string,
  { env = {}, tells = false }: VitestOptions = {},
): Gate {
  return {
    name,
    async run() {
      const folder = mkdtempSync(join(tmpdir(), 'vitest-'));
      const file = join(folder, 'report.json');
      try {
        const { code, output } = await command(
          tool('vitest'),
          ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
          { env, ...(tells && { onOutput: tellFiles }) },
        );
        const report = v.parse(reportSchema, JSON.parse(readFileSync(file, 'utf8')));
        // What passed is counted; what did not is shown.
        const problems = output.replace(/^\s*✓.*\n/gm, '');
        const broken = report.testResults.filter(
          ({ status, assertionResults }) =>
            status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
        ).length;
        const skipped = report.numPendingTests + report.numTodoTests;
        const counted = report.numFailedTests + broken + skipped;
        // An error outside of any test fails the command alone.
        const failed = counted === 0 && code !== 0 ? 1 : counted;
        return {
          passed: report.numPassedTests,
          failed,
          output: skipped > 0 ? `${problems}\n${skipped} tests are skipped` : problems,
        };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
