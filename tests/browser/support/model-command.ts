/** What `npm run model` says of the shipped files of the site that is tested. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { root } from '../../gates/gate.ts';
import { siteFolder } from './site-folder.ts';

export const modelFolder = join(siteFolder, 'checkpoints', 'gpt2-toytown');

const run = promisify(execFile);
const numbers = v.array(v.number());
const logitsSchema = v.object({ tokens: numbers, shape: numbers, logits: numbers });
const probeSchema = v.record(v.string(), v.object({ shape: numbers, data: numbers }));
const tokenizerSchema = v.object({ vocabulary: v.array(v.string()), begin: v.string() });

export const { vocabulary, begin } = v.parse(
  tokenizerSchema,
  JSON.parse(readFileSync(join(modelFolder, 'tokenizer.json'), 'utf8')),
);

const said = new Map<string, Promise<unknown>>();

/** What the command prints; the same question is asked once. */
function modelCommand(command: string, ...given: readonly string[]): Promise<unknown> {
  const question = [command, ...given].join(' ');
  const known = said.get(question);
  if (known) return known;
  const answer = run('npm', ['run', '-s', 'model', '--', command, modelFolder, ...given], {
    cwd: root,
    maxBuffer: 2 ** 28,
  }).then(({ stdout }): unknown => JSON.parse(stdout));
  said.set(question, answer);
  return answer;
}

/** After each token, the logits of the next. // [seq][vocabulary] */
export async function logitsOf(text: string): Promise<{ tokens: number[]; logits: number[][] }> {
  const { tokens, shape, logits } = v.parse(logitsSchema, await modelCommand('logits', '--text', text));
  const size = shape.at(-1) ?? 0;
  return {
    tokens,
    logits: tokens.map((_, position) => logits.slice(position * size, (position + 1) * size)),
  };
}

/** Tensors by their names. */
export const probesOf = async (text: string, names: readonly string[]) =>
  v.parse(probeSchema, await modelCommand('probe', '--text', text, '--names', names.join(',')));

export function softmax(logits: readonly number[], temperature = 1): number[] {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp((logit - largest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** By word: with which probability it comes next. */
export async function nextWords(text: string, temperature = 1): Promise<Map<string, number>> {
  const { logits } = await logitsOf(text);
  return new Map(
    softmax(logits.at(-1) ?? [], temperature).map((probability, id) => [vocabulary[id] ?? '', probability]),
  );
}

/** The mean loss of every token but the first, in nats. */
export async function lossOf(text: string): Promise<number> {
  const { tokens, logits } = await logitsOf(text);
  const losses = tokens.slice(1).map((token, index) => -Math.log(softmax(logits[index] ?? [])[token] ?? 0));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** What it writes after the mark with which texts begin. */
export async function written(seed: number, steps: number): Promise<string> {
  const id = String(vocabulary.indexOf(begin));
  const answer = await modelCommand(
    'generate',
    '--ids',
    id,
    '--seed',
    String(seed),
    '--steps',
    String(steps),
  );
  return v
    .parse(v.object({ text: v.string() }), answer)
    .text.slice(begin.length)
    .trim();
}
