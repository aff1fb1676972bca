/** What `npm run model` does with an open checkpoint: each command answers with what is printed as JSON. */
import type { Checkpoint } from '../models/checkpoints/load.ts';
import { generate } from '../models/generate.ts';
import { forward } from '../models/model.ts';
import { countParams, flatten, type ParamTree } from '../models/params.ts';
import { capture, type Probe } from '../models/probe.ts';
import type { SamplingOptions } from '../models/sampling.ts';
import { dispose, type Tensor, type Tensor2D, tensor, tidy } from '../models/tf.ts';

/** Bad input; the message is one sentence for whoever typed it. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** All that a command needs of a tokenizer. */
export interface Decoder {
  decode(ids: readonly number[]): string;
}

export interface CommandInput {
  readonly checkpoint: Checkpoint;
  readonly decoder: Decoder | null;
  readonly tokens: readonly number[];
  /** What the encoder of a model of two stacks reads. */
  readonly source: readonly number[] | null;
  /** Probe names; `*` stands for one part of a name: `blocks.*.attn.pattern`. None: all. */
  readonly names: readonly string[];
  readonly seed: number;
  /** How many tokens are written at most. */
  readonly steps: number;
  readonly sampling: SamplingOptions;
}

interface Command {
  readonly needsTokens: boolean;
  run(input: CommandInput): Promise<unknown>;
}

export const commands = {
  params: { needsTokens: false, run: params },
  logits: { needsTokens: true, run: logits },
  generate: { needsTokens: true, run: write },
  probe: { needsTokens: true, run: probe },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;

export const isCommandName = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(commands, name);

interface PrintedTensor {
  readonly shape: readonly number[];
  /** Row by row. */
  readonly data: readonly number[];
}

async function params({ checkpoint }: CommandInput): Promise<unknown> {
  const tree = checkpoint.params as unknown as ParamTree;
  const tensors = [...flatten(tree)].map(([name, { shape }]) => [name, { shape }]);
  return {
    id: checkpoint.id,
    config: checkpoint.config,
    parameters: countParams(tree),
    tensors: Object.fromEntries(tensors),
  };
}

async function logits(input: CommandInput): Promise<unknown> {
  const output = tidy(() => run(input)); // [1, seq, vocabulary]
  try {
    const { shape, data } = await printed(output);
    return { tokens: input.tokens, shape, logits: data };
  } finally {
    output.dispose();
  }
}

async function write(input: CommandInput): Promise<unknown> {
  const { checkpoint, decoder, tokens, source, seed, steps, sampling } = input;
  const written: number[] = [];
  const options = { sampling, seed, maximum: steps, cache: true, ...(source ? { source } : {}) };
  for await (const { id } of generate(checkpoint.params, checkpoint.config, tokens, options))
    written.push(id);
  const all = [...tokens, ...written];
  return { tokens: all, written, text: decoder === null ? null : decoder.decode(all) };
}

async function probe(input: CommandInput): Promise<Record<string, PrintedTensor>> {
  const patterns = input.names.map(nameMatcher);
  const seen = new Set<string>();
  const captured = capture((name) => {
    seen.add(name);
    return patterns.length === 0 || patterns.some((matches) => matches(name));
  });
  try {
    tidy(() => {
      run(input, captured.probe);
    });
    const unmatched = input.names.find((_, index) => ![...seen].some((name) => patterns[index]?.(name)));
    if (unmatched !== undefined) {
      throw new InputError(`This model has no probe ${unmatched}; it has ${[...seen].join(', ')}.`);
    }
    const tensors: Record<string, PrintedTensor> = {};
    for (const [name, kept] of captured.tensors) tensors[name] = await printed(kept);
    return tensors;
  } finally {
    dispose([...captured.tensors.values()]);
  }
}

/** One text: [1, seq] -> [1, seq, vocabulary] */
function run({ checkpoint, tokens, source }: CommandInput, probe?: Probe): Tensor {
  const inputs = { tokens: oneText(tokens), ...(source ? { source: oneText(source) } : {}) };
  return forward(checkpoint.params, checkpoint.config, inputs, probe ? { probe } : {}).logits;
}

/** [1, seq] */
const oneText = (ids: readonly number[]): Tensor2D => tensor([...ids], [1, ids.length], 'int32') as Tensor2D;

async function printed(values: Tensor): Promise<PrintedTensor> {
  return { shape: values.shape, data: Array.from(await values.data()) };
}

function nameMatcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split('.');
  return (name) => {
    const own = name.split('.');
    return own.length === parts.length && parts.every((part, index) => part === '*' || part === own[index]);
  };
}
