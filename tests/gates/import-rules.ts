import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { command, type Gate, root, tool } from './gate.ts';

/**
 * What may import what (`.dependency-cruiser.cjs`). A rule that never fires is no rule: for each, a small tree with one violation
 * planted in it must be refused by that rule and by name.
 */

const configuration = join(root, '.dependency-cruiser.cjs');

/** By rule: the files of a tree that breaks it. */
const planted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycles': {
    'src/viz/one.ts': "import './two.ts';",
    'src/viz/two.ts': "import './one.ts';",
  },
  resolves: { 'src/viz/chart.ts': "import './nowhere.ts';" },
  'models-import-only-models': {
    'src/models/part.ts': "import '../data/corpus.ts';",
    'src/data/corpus.ts': 'export {};',
  },
  'tensorflow-only-through-tf': {
    'src/models/parts/part.ts': "import '@tensorflow/tfjs-core';",
    'node_modules/@tensorflow/tfjs-core/package.json': '{"name":"@tensorflow/tfjs-core","main":"index.js"}',
    'node_modules/@tensorflow/tfjs-core/index.js': 'module.exports = {};',
  },
  'data-imports-no-models': {
    'src/data/corpus.ts': "import type { Config } from '../models/config.ts';\nexport type C = Config;",
    'src/models/config.ts': 'export interface Config { size: number }',
  },
  'training-imports-models-and-data': {
    'src/training/session.ts': "import '../runtime/client.ts';",
    'src/runtime/client.ts': 'export {};',
  },
  'node-only-in-the-command-line': { 'src/training/session.ts': "import 'node:fs';" },
  'the-tab-reads-no-corpora': {
    'src/runtime/training.ts': "import '../training/recipe.ts';",
    'src/training/recipe.ts': "import '../data/corpora/book.ts';",
    'src/data/corpora/book.ts': 'export {};',
  },
  'viz-imports-only-viz': {
    'src/viz/chart.ts': "import '../widgets/kit.ts';",
    'src/widgets/kit.ts': 'export {};',
  },
  'runtime-knows-no-page': {
    'src/runtime/client.ts': "import '../widgets/kit.ts';",
    'src/widgets/kit.ts': 'export {};',
  },
  'widgets-run-no-model': {
    'src/widgets/map.tsx': "import '../models/model.ts';",
    'src/models/model.ts': 'export {};',
  },
  'widgets-meet-the-runtime-at-its-door': {
    'src/widgets/map.tsx': "import '../runtime/session.ts';",
    'src/runtime/session.ts': 'export {};',
  },
  'book-imports-widgets': {
    'src/book/page.tsx': "import '../models/model.ts';",
    'src/models/model.ts': 'export {};',
  },
  'nothing-imports-book': {
    'src/widgets/map.tsx': "import '../book/page.tsx';",
    'src/book/page.tsx': 'export {};',
  },
  'the-page-has-no-build-code': {
    'src/book/page.tsx': "import './build/mdx.ts';",
    'src/book/build/mdx.ts': 'export {};',
  },
};

const reportSchema = v.object({
  summary: v.object({
    violations: v.array(v.object({ from: v.string(), to: v.string(), rule: v.object({ name: v.string() }) })),
    ruleSetUsed: v.object({ forbidden: v.array(v.object({ name: v.string() })) }),
  }),
});

async function cruise(folder: string) {
  const { output } = await command(
    tool('depcruise'),
    ['src', '--config', configuration, '--output-type', 'json'],
    { cwd: folder },
  );
  const start = output.indexOf('{');
  if (start < 0) throw new Error(`dependency-cruiser gave no report: ${output}`);
  return v.parse(reportSchema, JSON.parse(output.slice(start, output.lastIndexOf('}') + 1))).summary;
}

export const importRules: Gate = {
  name: 'import rules',
  async run() {
    const { violations, ruleSetUsed } = await cruise(root);
    const problems = violations.map(({ from, to, rule }) => `${rule.name}: ${from} imports ${to}`);
    const rules = ruleSetUsed.forbidden.map(({ name }) => name);
    let passed = problems.length === 0 ? 1 : 0;
    for (const rule of rules) {
      const missed = await plant(rule);
      if (missed === null) passed += 1;
      else problems.push(missed);
    }
    return { passed, failed: problems.length, output: problems.join('\n') };
  },
};

/** Null when the planted violation was caught. */
async function plant(rule: string): Promise<string | null> {
  const files = planted[rule];
  if (files === undefined) return `${rule}: no violation is planted for it in tests/gates/import-rules.ts`;
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    const all = {
      ...files,
      'tsconfig.json': '{"compilerOptions":{"allowImportingTsExtensions":true,"noEmit":true}}',
    };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { violations } = await cruise(folder);
    return violations.some((violation) => violation.rule.name === rule)
      ? null
      : `${rule}: a planted violation was not caught`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
