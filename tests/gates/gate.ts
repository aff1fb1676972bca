import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A gate is one of the checks of `npm test`. It counts what it checked, and says what failed. */
export interface GateResult {
  readonly passed: number;
  readonly failed: number;
  /** Shown when something failed. */
  readonly output: string;
}

export interface Gate {
  readonly name: string;
  run(): Promise<GateResult>;
}

export const root = join(import.meta.dirname, '../..');

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs one of the project's own tools. Nothing is read from the terminal, so nothing can wait for an answer. */
export function command(
  program: string,
  parameters: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    /** What it prints, as it comes. */
    readonly onOutput?: (text: string) => void;
  } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd ?? root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
      options.onOutput?.(chunk.toString());
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 1, output: `${program}: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

export const tool = (name: string): string => join(root, 'node_modules', '.bin', name);

/** A gate that is one command: it passes when the command does. */
export function commandGate(name: string, program: string, parameters: readonly string[]): Gate {
  return {
    name,
    async run() {
      const { code, output } = await command(tool(program), parameters);
      return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
    },
  };
}
