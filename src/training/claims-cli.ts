/**
 * `npm run claims -- [ID ...] [--seed S] [--short]`: measures again what the book says.
 *
 * - `zoo`, or no id: every shipped model against its bars, from the shipped files; so does the id of a single model.
 * - `C7` and the like: reruns that experiment from a seed, and records what came out in `public/claims/`.
 * - `curves`: trains the first hundred steps of every shipped model again and compares them with its recorded curve.
 * - `recorded`: prints what is recorded.
 *
 * Prints claim, source, measured, bar, holds; ends with 1 where a bar does not hold. `--short` runs a form that ends in
 * seconds, to see that it runs: nothing is recorded.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { type Bar, describeBar, holds, parseCard } from '../models/checkpoints/card.ts';
import { type ClaimRecord, claimRecordBytes, parseClaimRecord } from '../models/checkpoints/claim-record.ts';
import { parseCurve } from '../models/checkpoints/curve.ts';
import { readIfThere } from '../models/checkpoints/files.ts';
import { disposeParams } from '../models/params.ts';
import { startBackend } from '../models/tf.ts';
import { bar, type Claim } from './claims/claim.ts';
import { claims } from './claims/index.ts';
import { folderExists, nodeFolder, openShipped } from './node-files.ts';
import { machineOf } from './publish.ts';
import { allRecipes } from './recipes/node.ts';
import { rerunStart } from './rerun.ts';

// As in `cli.ts`.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

const records = nodeFolder(join('public', 'claims'));
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Prints the bars; answers with the number of those that fail. */
function tellBars(id: string, bars: readonly Bar[]): number {
  for (const one of bars) say(`${id} | ${describeBar(one)}`);
  return bars.filter((one) => !holds(one)).length;
}

/** Measures one shipped model; a model that does not ship fails. */
async function measure(id: string): Promise<number> {
  const recipe = allRecipes.get(id);
  if (recipe === undefined) {
    const known = ['zoo', 'curves', 'recorded', ...claims.keys(), ...allRecipes.keys()];
    throw new Error(`There is no claim "${id}". There are: ${known.join(', ')}.`);
  }
  const folder = join('public', 'checkpoints', id);
  if (!(await folderExists(folder))) {
    say(`${id} | does not ship: FAILS`);
    return 1;
  }
  const { params, config } = await openShipped(id);
  const bars = await recipe.bars(params, config, openShipped);
  disposeParams(params);
  return tellBars(id, bars);
}

async function rerun(claim: Claim, seed: number, short: boolean): Promise<number> {
  const begun = performance.now();
  const { bars, series, steps } = await claim.run({ seed, short, tell: say });
  const { id, source, setting } = claim;
  const record: ClaimRecord = {
    id,
    claim: claim.claim,
    source,
    setting,
    bars: [...bars],
    series: [...series],
    seed,
    steps,
    seconds: Math.round((performance.now() - begun) / 1000),
    machine: machineOf(),
    command: `npm run claims -- ${id} --seed ${seed}`,
    date: new Date().toISOString().slice(0, 10),
  };
  const bytes = claimRecordBytes(record);
  if (!short) await records.write(`${id}.json`, bytes);
  return tellRecord(record);
}

function tellRecord({ id, claim, source, seed, steps, date, bars }: ClaimRecord): number {
  say(`${id} | ${claim} | ${source} | seed ${seed}, ${steps} steps, ${date}`);
  return tellBars(id, bars);
}

/** The shipped models' first hundred steps, again. */
async function curves(): Promise<number> {
  let failed = 0;
  for (const [id, recipe] of allRecipes) {
    const folder = nodeFolder(join('public', 'checkpoints', id));
    const [card, curve] = [await readIfThere(folder, 'card.json'), await readIfThere(folder, 'curve.json')];
    if (card === null || curve === null) continue;
    const rerun = await rerunStart(recipe, parseCard(card).seed, parseCurve(curve));
    const what = `first 100 steps against the recorded curve, ${rerun.compared} losses, largest difference`;
    failed += tellBars(id, [bar(what, rerun.largestDifference, { unit: 'nats', atMost: 0.01 })]);
  }
  return failed;
}

async function recorded(): Promise<number> {
  let failed = 0;
  for (const id of claims.keys()) {
    const bytes = await readIfThere(records, `${id}.json`);
    if (bytes === null) say(`${id} | not run yet`);
    else failed += tellRecord(parseClaimRecord(bytes, `${id}.json`));
  }
  return failed;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, short: { type: 'boolean', default: false } },
  });
  if (!/^\d{1,9}$/.test(values.seed)) throw new Error(`--seed takes a whole number, not "${values.seed}".`);
  await startBackend('wasm');
  let failed = 0;
  for (const id of positionals.length === 0 ? ['zoo'] : positionals) {
    const claim = claims.get(id) ?? claims.get(id.toUpperCase());
    if (claim) failed += await rerun(claim, Number(values.seed), values.short);
    else if (id === 'curves') failed += await curves();
    else if (id === 'recorded') failed += await recorded();
    else for (const model of id === 'zoo' ? allRecipes.keys() : [id]) failed += await measure(model);
  }
  return failed;
}

try {
  if ((await main()) > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
