/** The scripts of tests/reference, by `python3` or the program that PYTHON names: one with what requirements.txt lists. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const program = process.env.PYTHON ?? 'python3';

export function pythonHas(...modules: readonly string[]): boolean {
  try {
    execFileSync(program, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What the script prints. */
export const python = (script: string, given: readonly (string | number)[]): string =>
  execFileSync(
    program,
    ['-W', 'ignore', join(import.meta.dirname, '..', 'reference', script), ...given.map(String)],
    { encoding: 'utf8' },
  );
