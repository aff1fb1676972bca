import { build } from './gates/build.ts';
import { commandGate, type Gate } from './gates/gate.ts';
import { importRules } from './gates/import-rules.ts';
import { size } from './gates/size.ts';
import { vitestGate } from './gates/vitest.ts';

/**
 * `npm test`: every gate, also after one has failed, and at last one line with the sum. `npm test -- size build` runs those
 * alone.
 */

/** They only read the source, each on one core: side by side. */
const readers: readonly Gate[] = [
  commandGate('format and lint', 'biome', ['ci', '--colors=off', '--error-on-warnings', '.']),
  commandGate('types', 'tsc', ['--noEmit']),
  importRules,
  commandGate('dead code', 'knip', []),
];
/** One after the other: each takes all cores, or needs what the one before made. */
const workers: readonly Gate[] = [
  vitestGate('unit', 'unit'),
  build,
  size,
  vitestGate('content', 'content'),
  vitestGate('browser', 'browser*', { env: { BOOK_SITE: 'built' }, tells: true }),
];

const gates = [...readers, ...workers];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !gates.some((gate) => gate.name === name));
let passed = 0;
let failed = unknown.length;
for (const name of unknown)
  console.log(`There is no gate "${name}": ${gates.map((gate) => gate.name).join(', ')}`);

async function run(gate: Gate): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(gate.name)) return;
  const started = performance.now();
  const result = await gate.run().catch((error: unknown) => ({
    passed: 0,
    failed: 1,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  passed += result.passed;
  failed += result.failed;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${result.failed === 0 ? 'ok  ' : 'FAIL'} ${gate.name}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`,
  );
  if (result.failed > 0 || gate.name === 'size') console.log(result.output.trim().replace(/^/gm, '     '));
}

await Promise.all(readers.map(run));
for (const gate of workers) await run(gate);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
