import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCheckpoint } from '../../src/models/checkpoints/save.ts';
import { init } from '../../src/models/model.ts';
import { disposeParams, type ParamTree } from '../../src/models/params.ts';
import { memory, startBackend } from '../../src/models/tf.ts';
import { readArguments, runModelCommand } from '../../src/training/model-cli.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { card, config, tokenizer } from '../models/checkpoints/small-model.ts';

let folder: string;

beforeAll(async () => {
  await startBackend('cpu');
  folder = await mkdtemp(join(tmpdir(), 'model-cli-'));
  const params = init(config, 7) as unknown as ParamTree;
  const files = await saveCheckpoint({ id: 'small', config, params, tokenizer, card }, 'float32');
  disposeParams(params);
  for (const [name, bytes] of files) await nodeFolder(folder).write(name, bytes);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What the command line answers with, as a reader of its JSON sees it. */
async function answer(command: string, ...options: string[]): Promise<Record<string, unknown>> {
  const given = readArguments([command, folder, '--backend', 'cpu', ...options]);
  if (given === null) throw new Error('Help was not asked for.');
  const before = memory().numTensors;
  try {
    return JSON.parse(JSON.stringify(await runModelCommand(given)));
  } finally {
    expect(memory().numTensors).toBe(before);
  }
}

describe('npm run model', () => {
  it('params prints every parameter with its shape', async () => {
    const { id, parameters, tensors } = await answer('params');
    const shapes = Object.values(tensors as Record<string, { shape: number[] }>);
    expect(id).toBe('small');
    expect(tensors).toMatchObject({
      'embed.tokens': { shape: [7, 8] },
      'blocks.1.mlp.in.weight': { shape: [8, 20] },
    });
    expect(shapes.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)).toBe(parameters);
  });

  it('logits prints tokens, shape and logits, the same for a text and for its ids', async () => {
    const text = await answer('logits', '--text', 'The ball is red.');
    expect(Object.keys(text)).toEqual(['tokens', 'shape', 'logits']);
    expect(text.tokens).toEqual([1, 2, 3, 4, 5]);
    expect(text.shape).toEqual([1, 5, 7]);
    expect((text.logits as number[]).every(Number.isFinite)).toBe(true);
    expect(text.logits).toHaveLength(35);
    expect(await answer('logits', '--ids', '1,2,3,4,5')).toEqual(text);
  });

  it('probe prints the named tensors, and the logits that logits prints', async () => {
    const some = await answer('probe', '--ids', '1,2,3', '--names', 'blocks.*.attn.pattern, logits');
    expect(Object.keys(some)).toEqual(['blocks.0.attn.pattern', 'blocks.1.attn.pattern', 'logits']);
    expect(some['blocks.1.attn.pattern']).toMatchObject({ shape: [1, 2, 3, 3] });
    const { logits } = await answer('logits', '--ids', '1,2,3');
    expect(some.logits).toEqual({ shape: [1, 3, 7], data: logits });
    const all = await answer('probe', '--ids', '1,2,3');
    expect(Object.keys(all)).toContain('blocks.0.resid_mid');
  });

  it('generate writes the same from the same seed, and the most likely at temperature 0', async () => {
    const options = ['--text', 'the ball', '--steps', '4'];
    const { tokens, written, text } = await answer('generate', ...options, '--seed', '5');
    expect(tokens).toEqual([1, 2, ...(written as number[])]);
    expect(written).toHaveLength(4);
    expect(text).toMatch(/^the ball/);
    expect(await answer('generate', ...options, '--seed', '5')).toEqual({ tokens, written, text });
    const greedy = await answer('generate', '--ids', '1,2', '--steps', '1', '--temperature', '0');
    const { logits } = await answer('logits', '--ids', '1,2');
    const last = (logits as number[]).slice(-7);
    expect(greedy.written).toEqual([last.indexOf(Math.max(...last))]);
  });

  it.each([
    [['logits'], 'Say what the model reads: --text TEXT or --ids 1,2,3.'],
    [['logits', '--text', ''], 'There is no token to read.'],
    [['logits', '--text', 'the bal'], 'The model does not know "bal"; it knows ball.'],
    [['logits', '--ids', '1,7'], 'There is no token 7: the ids go from 0 to 6.'],
    [['logits', '--ids', '1,,2'], '--ids must be a whole number from 0 to 2147483647, not "".'],
    [['logits', '--ids', Array(13).fill('1').join(',')], 'The model was built for 12 tokens, not 13.'],
    [['logits', '--ids', '1', '--text', 'the'], 'Give the text or the ids, not both.'],
    [
      ['logits', '--ids', '1', '--backend', 'abacus'],
      'There is no backend abacus here; there are wasm and cpu.',
    ],
    [['logits', '--ids', '1', '--colour', 'red'], "Unknown option '--colour'"],
    [['logits', 'again', '--ids', '1'], 'There is one argument too many: again.'],
    [
      ['generate', '--ids', '1', '--steps', '0'],
      '--steps must be a whole number from 1 to 1000000, not "0".',
    ],
    [
      ['probe', '--ids', '1', '--names', 'blocks.9.attn.z'],
      'This model has no probe blocks.9.attn.z; it has embed,',
    ],
    [['dance'], 'There is no command dance; there are params, logits, generate, probe.'],
  ])('%j ends in a sentence', async (given: string[], sentence: string) => {
    const [command = '', ...options] = given;
    await expect(answer(command, ...options)).rejects.toThrow(sentence);
  });

  it('says which folder, or which file of a folder, is missing', async () => {
    const nowhere = readArguments(['params', join(folder, 'nowhere'), '--backend', 'cpu']);
    const empty = readArguments(['params', tmpdir(), '--backend', 'cpu']);
    if (nowhere === null || empty === null) throw new Error('Help was not asked for.');
    await expect(runModelCommand(nowhere)).rejects.toThrow(/^There is no folder .*nowhere\.$/);
    await expect(runModelCommand(empty)).rejects.toThrow('config.json: the file is missing.');
  });
});

describe('npm run model on a Hugging Face folder of two stacks', () => {
  const two = join(import.meta.dirname, '../reference/values/t5');
  const ask = async (...options: string[]): Promise<Record<string, unknown>> => {
    const given = readArguments([...options, '--backend', 'cpu']);
    if (given === null) throw new Error('Help was not asked for.');
    return JSON.parse(JSON.stringify(await runModelCommand(given)));
  };

  it('reads the source with the encoder', async () => {
    const one = await ask('logits', two, '--ids', '0,5', '--source', '7, 8,9');
    const other = await ask('logits', two, '--ids', '0,5', '--source', '7,8,10');
    expect(one.shape).toEqual([1, 2, 37]);
    expect(one.logits).not.toEqual(other.logits);
    const probed = await ask(
      'probe',
      two,
      '--ids',
      '0,5',
      '--source',
      '7,8,9',
      '--names',
      'decoder.*.cross_attn.pattern',
    );
    expect(probed).toMatchObject({ 'decoder.0.cross_attn.pattern': { shape: [1, 3, 2, 3] } });
    const { written } = await ask('generate', two, '--ids', '0', '--source', '7,8,9', '--steps', '4');
    expect(written).toHaveLength(4);
  });

  it('says what is missing, or too much', async () => {
    await expect(ask('logits', two, '--ids', '0')).rejects.toThrow('say what it reads with --source');
    await expect(ask('logits', two, '--ids', '0', '--source', '99')).rejects.toThrow('There is no token 99');
    await expect(ask('logits', folder, '--ids', '0', '--source', '1')).rejects.toThrow('leave --source away');
  });
});
