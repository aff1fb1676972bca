/**
 * `npm run model -- params|logits|generate|probe DIR [...]`: opens a checkpoint folder, ours or Hugging Face's, and
 * prints JSON. What goes wrong is one sentence on the error stream, and exit code 1.
 */
import { parseArgs } from 'node:util';
import { type Tokenizer, TokenizerError } from '../data/tokenizers/index.ts';
import { openTokenizer } from '../data/tokenizers/open.ts';
import { CheckpointError } from '../models/checkpoints/errors.ts';
import { type Checkpoint, loadCheckpoint } from '../models/checkpoints/load.ts';
import type { ModelConfig } from '../models/config.ts';
import { disposeParams, type ParamTree } from '../models/params.ts';
import { BackendError, startBackend } from '../models/tf.ts';
import { type CommandName, commands, InputError, isCommandName } from './model-commands.ts';
import { folderExists, nodeFolder } from './node-files.ts';

const usage = `npm run model -- ${Object.keys(commands).join('|')} DIR [options]

  --text TEXT          what the model reads, by the tokenizer of the folder
  --ids 1,2,3          the same as token ids
  --source TEXT|IDS    what an encoder reads, for models of two stacks
  --names A,B          probe: which tensors; * stands for one part of a name (default: all)
  --backend wasm|cpu   (default: wasm)
  --seed N             generate: of the random numbers (default: 0)
  --steps N            generate: how many tokens (default: 20)
  --temperature T      generate: 0 takes the most likely token (default: 1)
  --top-k K, --top-p P generate: what is cut (default: nothing)`;

const options = {
  text: { type: 'string' },
  ids: { type: 'string' },
  source: { type: 'string' },
  names: { type: 'string' },
  backend: { type: 'string', default: 'wasm' },
  seed: { type: 'string', default: '0' },
  steps: { type: 'string', default: '20' },
  temperature: { type: 'string', default: '1' },
  'top-k': { type: 'string' },
  'top-p': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

interface Arguments {
  readonly command: CommandName;
  readonly folder: string;
  readonly backend: 'wasm' | 'cpu';
  readonly text: string | undefined;
  readonly ids: string | undefined;
  readonly source: string | undefined;
  readonly names: readonly string[];
  readonly seed: number;
  readonly steps: number;
  readonly temperature: number;
  readonly topK: number | null;
  readonly topP: number | null;
}

/** Null: help was asked for. */
export function readArguments(given: readonly string[]): Arguments | null {
  const { values, positionals } = parse(given);
  if (values.help) return null;
  const [command, folder, ...rest] = positionals;
  if (!isCommandName(command)) {
    const known = Object.keys(commands).join(', ');
    throw new InputError(
      `${command === undefined ? 'A command is missing' : `There is no command ${command}`}; there are ${known}.`,
    );
  }
  if (folder === undefined) throw new InputError('The folder of the checkpoint is missing.');
  if (rest.length > 0) throw new InputError(`There is one argument too many: ${rest.join(' ')}.`);
  if (values.backend !== 'wasm' && values.backend !== 'cpu') {
    throw new InputError(`There is no backend ${values.backend} here; there are wasm and cpu.`);
  }
  if (values.text !== undefined && values.ids !== undefined) {
    throw new InputError('Give the text or the ids, not both.');
  }
  return {
    command,
    folder,
    backend: values.backend,
    text: values.text,
    ids: values.ids,
    source: values.source,
    names: values.names === undefined ? [] : values.names.split(',').map((name) => name.trim()),
    seed: number('--seed', values.seed, { whole: true, from: 0, to: Number.MAX_SAFE_INTEGER }),
    steps: number('--steps', values.steps, { whole: true, from: 1, to: 1_000_000 }),
    temperature: number('--temperature', values.temperature, { whole: false, from: 0, to: 1000 }),
    topK:
      values['top-k'] === undefined
        ? null
        : number('--top-k', values['top-k'], { whole: true, from: 1, to: 2 ** 31 }),
    topP:
      values['top-p'] === undefined
        ? null
        : number('--top-p', values['top-p'], { whole: false, from: 0, to: 1 }),
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true });
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}

interface Range {
  readonly whole: boolean;
  readonly from: number;
  readonly to: number;
}

function number(option: string, text: string, { whole, from, to }: Range): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= from && value <= to && (!whole || Number.isInteger(value)))
    return value;
  throw new InputError(
    `${option} must be a ${whole ? 'whole ' : ''}number from ${from} to ${to}, not "${text}".`,
  );
}

function readTokens(given: Arguments, { config }: Checkpoint, reader: Tokenizer | null): number[] {
  const tokens = given.text !== undefined ? readText(given.text, reader) : readIds(given.ids);
  return fitting(tokens, config, config.context);
}

/** Null where the model has one stack. */
function readSource(
  { source }: Arguments,
  { config }: Checkpoint,
  reader: Tokenizer | null,
): readonly number[] | null {
  if (!config.encoder) {
    if (source === undefined) return null;
    throw new InputError('This model has one stack and no encoder: leave --source away.');
  }
  if (source === undefined)
    throw new InputError('This model has two stacks: say what it reads with --source.');
  const isIds = /^\s*\d+\s*(,\s*\d+\s*)*$/.test(source);
  return fitting(isIds ? readIds(source) : readText(source, reader), config, config.encoder.context);
}

function fitting(tokens: number[], config: ModelConfig, context: number): number[] {
  if (tokens.length === 0) throw new InputError('There is no token to read.');
  if (tokens.length > context) {
    throw new InputError(`The model was built for ${context} tokens, not ${tokens.length}.`);
  }
  const unknown = tokens.find((id) => id >= config.vocabulary);
  if (unknown !== undefined) {
    throw new InputError(`There is no token ${unknown}: the ids go from 0 to ${config.vocabulary - 1}.`);
  }
  return tokens;
}

function readText(text: string, reader: Tokenizer | null): number[] {
  if (reader === null) throw new InputError('The folder has no tokenizer: give --ids instead of --text.');
  const ids = reader.encode(text).map((piece) => {
    if (piece.id !== null) return piece.id;
    const near = reader.suggest(piece.text);
    const advice = near.length > 0 ? `; it knows ${near.join(', ')}` : '';
    throw new InputError(`The model does not know "${piece.text}"${advice}.`);
  });
  // As in the figures: a text begins as those of the training did.
  const begin = reader.begin === null ? -1 : reader.vocabulary.indexOf(reader.begin);
  return begin < 0 || ids[0] === begin ? ids : [begin, ...ids];
}

function readIds(ids: string | undefined): number[] {
  if (ids === undefined) throw new InputError('Say what the model reads: --text TEXT or --ids 1,2,3.');
  return ids.split(',').map((text) => number('--ids', text, { whole: true, from: 0, to: 2 ** 31 - 1 }));
}

export async function runModelCommand(given: Arguments): Promise<unknown> {
  if (!(await folderExists(given.folder))) throw new InputError(`There is no folder ${given.folder}.`);
  await startBackend(given.backend);
  const checkpoint = await loadCheckpoint(nodeFolder(given.folder));
  try {
    const command = commands[given.command];
    const reader = await openTokenizer(checkpoint.tokenizer);
    const tokens = command.needsTokens ? readTokens(given, checkpoint, reader) : [];
    const source = command.needsTokens ? readSource(given, checkpoint, reader) : null;
    const { names, seed, steps, temperature, topK, topP } = given;
    const sampling = { temperature, topK, topP };
    return await command.run({ checkpoint, decoder: reader, tokens, source, names, seed, steps, sampling });
  } finally {
    disposeParams(checkpoint.params as unknown as ParamTree);
  }
}

/** One sentence for what a reader of the message can put right; null for a mistake of ours. */
function sentenceFor(error: unknown): string | null {
  const expected = [InputError, CheckpointError, TokenizerError, BackendError, RangeError];
  return error instanceof Error && expected.some((kind) => error instanceof kind) ? error.message : null;
}

async function main(): Promise<void> {
  try {
    const given = readArguments(process.argv.slice(2));
    process.stdout.write(given === null ? `${usage}\n` : `${JSON.stringify(await runModelCommand(given))}\n`);
  } catch (error) {
    process.exitCode = 1;
    const sentence = sentenceFor(error);
    if (sentence === null) console.error(error);
    else process.stderr.write(`${sentence}\n`);
  }
}

if (process.argv[1] === import.meta.filename) await main();
