import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardBytes, holds, parseCard } from '../../../src/models/checkpoints/card.ts';
import { curveBytes, parseCurve } from '../../../src/models/checkpoints/curve.ts';
import { CheckpointError } from '../../../src/models/checkpoints/errors.ts';
import { fetchFiles, memoryFiles, stepFile, weightsFile } from '../../../src/models/checkpoints/files.ts';
import { loadCheckpoint, loadParams } from '../../../src/models/checkpoints/load.ts';
import {
  readSafetensors,
  type StoredTensor,
  writeSafetensors,
} from '../../../src/models/checkpoints/safetensors.ts';
import {
  encodeParams,
  readParams,
  type Storage,
  saveCheckpoint,
} from '../../../src/models/checkpoints/save.ts';
import { init } from '../../../src/models/model.ts';
import { disposeParams, type ParamTree } from '../../../src/models/params.ts';
import { memory, startBackend, tensor } from '../../../src/models/tf.ts';
import { card, config, curve, tokenizer } from './small-model.ts';

let saved: Map<string, Uint8Array>;
let tensorsBefore: number;

beforeAll(async () => {
  await startBackend('cpu');
});
beforeEach(async () => {
  const params = init(config, 7) as unknown as ParamTree;
  saved = await saveCheckpoint({ id: 'small', config, params, tokenizer, card, curve }, 'float32');
  disposeParams(params);
  tensorsBefore = memory().numTensors;
});
afterEach(() => {
  // Whatever a test loaded or failed to load, nothing stays behind.
  expect(memory().numTensors).toBe(tensorsBefore);
});

/** The error with which the folder is refused. */
async function refused(files: ReadonlyMap<string, Uint8Array>): Promise<CheckpointError> {
  try {
    const { params } = await loadCheckpoint(memoryFiles(files));
    disposeParams(params as unknown as ParamTree);
  } catch (error) {
    if (error instanceof CheckpointError) return error;
    throw error;
  }
  throw new Error('The folder was opened.');
}

const bytes = (text: string) => new TextEncoder().encode(text);
const fileOf = (name: string): Uint8Array => saved.get(name) ?? new Uint8Array();
const jsonOf = (name: string): Record<string, unknown> => JSON.parse(new TextDecoder().decode(fileOf(name)));
const withFile = (name: string, content: Uint8Array) => new Map([...saved, [name, content]]);
const withConfig = (changes: Record<string, unknown>) =>
  withFile('config.json', bytes(JSON.stringify({ ...jsonOf('config.json'), ...changes })));

function withTensors(change: (tensors: Map<string, StoredTensor>) => void): Map<string, Uint8Array> {
  const { tensors } = readSafetensors(fileOf(weightsFile));
  change(tensors);
  return withFile(weightsFile, writeSafetensors(tensors));
}

describe('a checkpoint folder', () => {
  it('comes back as it was saved', async () => {
    const loaded = await loadCheckpoint(memoryFiles(saved));
    const original = init(config, 7) as unknown as ParamTree;
    const params = loaded.params as unknown as ParamTree;
    expect(loaded).toMatchObject({ id: 'small', config, tokenizer, card });
    expect(await readParams(params)).toEqual(await readParams(original));
    expect(parseCurve(fileOf('curve.json'))).toEqual(curve);
    disposeParams(params);
    disposeParams(original);
  });

  it.each([
    ['float32', 0],
    ['float16', 2 ** -11],
    ['int8', 0.5 / 127 + 1e-6],
  ] as const)(
    'stored as %s is off by at most %d of the largest number of a row',
    async (storage: Storage, share) => {
      const original = init(config, 7) as unknown as ParamTree;
      const files = memoryFiles(new Map([[stepFile(2), await encodeParams(original, storage)]]));
      const params = (await loadParams(files, config, stepFile(2))) as unknown as ParamTree;
      const [before, after] = [await readParams(original), await readParams(params)];
      expect([...after.keys()]).toEqual([...before.keys()]);
      let largestError = 0;
      for (const [name, { shape, data }] of before) {
        const rowLength = shape.length > 1 ? data.length / (shape[0] ?? 1) : data.length;
        data.forEach((value, index) => {
          const start = index - (index % rowLength);
          const largest = Math.max(...data.subarray(start, start + rowLength).map(Math.abs));
          const error = Math.abs(value - (after.get(name)?.data[index] ?? Number.NaN));
          expect(error).toBeLessThanOrEqual(largest * share);
          largestError = Math.max(largestError, error);
        });
      }
      expect(largestError > 0).toBe(storage !== 'float32');
      disposeParams(original);
      disposeParams(params);
    },
  );

  it('is smaller in float16 and smaller still in int8', async () => {
    const params = init(config, 7) as unknown as ParamTree;
    const sizes = await Promise.all(
      (['float32', 'float16', 'int8'] as const).map((s) => encodeParams(params, s)),
    );
    const bodies = sizes.map((file) => file.length - 8 - new DataView(file.buffer).getUint32(0, true));
    expect(bodies[1]).toBe((bodies[0] ?? 0) / 2);
    expect(bodies[2]).toBeLessThan((bodies[0] ?? 0) / 2);
    disposeParams(params);
  });

  it('is not saved with a number that float16 cannot hold, or that is none', async () => {
    const large = { weight: tensor([1, 1e6]) };
    const broken = { weight: tensor([1, Number.NaN]) };
    await expect(encodeParams(large, 'float16')).rejects.toThrow(
      /weight holds 1000000 at position 1, too large/,
    );
    await expect(encodeParams(broken, 'float32')).rejects.toThrow(/weight holds NaN at position 1/);
    disposeParams(large);
    disposeParams(broken);
  });
});

describe('a folder that is not whole', () => {
  it.each(['config.json', weightsFile, 'tokenizer.json'])('without %s is refused', async (name) => {
    const files = new Map(saved);
    files.delete(name);
    expect((await refused(files)).message).toBe(`${name}: the file is missing.`);
  });

  it('is refused with a sentence that names the tensor', async () => {
    const one: StoredTensor = { type: 'F32', shape: [1], data: Float32Array.of(1) };
    const cases: [Map<string, Uint8Array>, string, string][] = [
      [
        withTensors((all) => all.delete('blocks.1.ln2.gain')),
        'missing-tensor',
        'blocks.1.ln2.gain, of shape [8], is missing',
      ],
      [withTensors((all) => all.set('blocks.2.gain', one)), 'extra-tensor', 'blocks.2.gain has no place'],
      [
        withTensors((all) => all.set('ln_final.gain', one)),
        'shape',
        'ln_final.gain has the shape [1], where the config asks for [8]',
      ],
      [
        withTensors((all) => all.set('ln_final.gain', { type: 'I32', shape: [8], data: new Int32Array(8) })),
        'data-type',
        'ln_final.gain is of type I32',
      ],
      [
        withTensors((all) =>
          all.set('ln_final.gain', { type: 'F32', shape: [8], data: new Float32Array(8).fill(Number.NaN) }),
        ),
        'not-finite',
        'ln_final.gain holds NaN',
      ],
      [withFile(weightsFile, fileOf(weightsFile).slice(0, -4)), 'offsets', 'but the file has only'],
    ];
    for (const [files, problem, sentence] of cases) {
      const error = await refused(files);
      expect(error.message).toContain(sentence);
      expect(error.message.startsWith(`${weightsFile}: `)).toBe(true);
      expect(error.problem).toBe(problem);
    }
  });

  it('is refused with a sentence that names the field of its config', async () => {
    const layers = structuredClone(config.layers) as unknown as { mixer: Record<string, unknown> }[];
    const [layer] = layers;
    if (layer !== undefined) layer.mixer = { ...layer.mixer, keyValueHeads: 3 };
    const cases: [Record<string, unknown>, RegExp][] = [
      [{ vocabulary: 0 }, /^config\.json: vocabulary: /],
      [{ width: 1e12 }, /^config\.json: width: /],
      [{ width: 'wide' }, /^config\.json: width: /],
      [{ norm: { ...config.norm, kind: 'batch' } }, /^config\.json: norm\.kind: /],
      [{ layers }, /^config\.json: layers\.0\.mixer: The heads cannot be shared out/],
      [{ colour: 'red' }, /^config\.json: colour: /],
      [{ tokenizer: '../secret.json' }, /^config\.json: tokenizer: This is not the name of a file\./],
      [{ format: 'llm-architecture/2' }, /^config\.json: format: The format is not/],
      [{ format: undefined }, /^config\.json: the file has neither a format nor a model_type\./],
      [{ vocabulary: 2_000_000, width: 100_000 }, /^model\.safetensors: the config asks for 2000000 tokens/],
      [{ vocabulary: 6 }, /^tokenizer\.json: the tokenizer has 7 pieces, the model only 6\./],
    ];
    for (const [changes, sentence] of cases)
      expect((await refused(withConfig(changes))).message).toMatch(sentence);
    expect((await refused(withFile('config.json', bytes('{')))).message).toBe(
      'config.json: the file is not JSON.',
    );
    expect((await refused(withFile('config.json', bytes('[]')))).message).toMatch(/not a JSON object/);
    expect((await refused(withFile('card.json', bytes('{"id":"x"}')))).message).toMatch(
      /^card\.json: what: /,
    );
  });
});

describe('cards and curves', () => {
  it('are checked when they are written and when they are read', () => {
    expect(parseCard(cardBytes(card))).toEqual(card);
    expect(() => cardBytes({ ...card, date: 'yesterday' })).toThrow(/card\.json: date/);
    expect(() => cardBytes({ ...card, loss: Number.NaN })).toThrow(/card\.json: loss/);
    expect(() => curveBytes({ ...curve, loss: [1] })).toThrow('curve.json: loss has 1 numbers for 2 steps.');
    expect(() => curveBytes({ ...curve, steps: [2, 2] })).toThrow('curve.json: the steps do not rise.');
  });

  it('say whether a bar holds', () => {
    const bar = { what: 'gap', unit: '', measured: 0.5 };
    expect(holds({ ...bar, atMost: 0.5, atLeast: null })).toBe(true);
    expect(holds({ ...bar, atMost: 0.4, atLeast: null })).toBe(false);
    expect(holds({ ...bar, atMost: null, atLeast: 0.6 })).toBe(false);
  });
});

describe('files from a server', () => {
  const body = new Uint8Array(100).fill(7);
  const serve = (response: () => Response) =>
    fetchFiles('https://example.test/model', {
      fetch: async (address) => {
        expect(address).toBe('https://example.test/model/model.safetensors');
        return response();
      },
    });

  it('come with their progress', async () => {
    const seen: [number, number | null][] = [];
    const files = serve(() => new Response(body, { headers: { 'content-length': '100' } }));
    expect(await files.read('model.safetensors', (...progress) => seen.push(progress))).toEqual(body);
    expect(seen[0]).toEqual([0, 100]);
    expect(seen.at(-1)).toEqual([100, 100]);
  });

  it('have an unknown length where they are compressed on the way', async () => {
    const seen: (number | null)[] = [];
    const headers = { 'content-length': '40', 'content-encoding': 'gzip' };
    await serve(() => new Response(body, { headers })).read('model.safetensors', (_, total) =>
      seen.push(total),
    );
    expect(new Set(seen)).toEqual(new Set([null]));
  });

  it('that do not come end in a sentence', async () => {
    const failing = (response: () => Response) => serve(response).read('model.safetensors');
    await expect(failing(() => new Response('', { status: 404 }))).rejects.toThrow(
      'model.safetensors: the file is missing.',
    );
    await expect(failing(() => new Response('', { status: 500 }))).rejects.toThrow(/status 500/);
    const offline = failing(() => {
      throw new TypeError('fetch failed');
    });
    await expect(offline).rejects.toThrow(/the server did not answer/);
  });
});
