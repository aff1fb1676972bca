import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataTypeName, dataTypes, type StoredData } from '../../../src/models/checkpoints/data-types.ts';
import { CheckpointError, type CheckpointProblem } from '../../../src/models/checkpoints/errors.ts';
import {
  elementCount,
  readSafetensors,
  type StoredTensor,
  writeSafetensors,
} from '../../../src/models/checkpoints/safetensors.ts';

/** A file with this header and `size` bytes of zeros behind it. */
function fileOf(header: unknown, size: number, lengthClaim?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + size);
  new DataView(bytes.buffer).setBigUint64(0, lengthClaim ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function refused(bytes: Uint8Array): CheckpointError {
  try {
    readSafetensors(bytes, { file: 'model.safetensors' });
  } catch (error) {
    if (error instanceof CheckpointError) return error;
    throw error;
  }
  throw new Error('The file was read.');
}

const f32 = (shape: number[], begin: number, end: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

const float = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 1, -0.5, 2 ** -24),
);
/** Values that each type holds exactly, so that a round trip must give them back. */
const elements: Record<DataTypeName, fc.Arbitrary<(length: number) => StoredData>> = {
  F32: fc
    .infiniteStream(float)
    .map((stream) => (n) => Float32Array.from({ length: n }, () => stream.next().value)),
  F16: fc
    .integer()
    .map((seed) => (n) => Float32Array.from({ length: n }, (_, i) => ((seed * (i + 1)) % 2048) / 64)),
  BF16: fc
    .integer()
    .map((seed) => (n) => Float32Array.from({ length: n }, (_, i) => ((seed * (i + 1)) % 128) * 4)),
  I8: fc.integer().map((seed) => (n) => Int8Array.from({ length: n }, (_, i) => seed + i)),
  U8: fc.integer().map((seed) => (n) => Uint8Array.from({ length: n }, (_, i) => seed + i)),
  BOOL: fc.integer().map((seed) => (n) => Uint8Array.from({ length: n }, (_, i) => (seed + i) & 1)),
  I32: fc.integer().map((seed) => (n) => Int32Array.from({ length: n }, (_, i) => seed + i)),
  I64: fc
    .bigInt({ min: -(2n ** 60n), max: 2n ** 60n })
    .map((seed) => (n) => BigInt64Array.from({ length: n }, (_, i) => seed + BigInt(i))),
};
const typeNames: readonly DataTypeName[] = ['F32', 'F16', 'BF16', 'I8', 'U8', 'BOOL', 'I32', 'I64'];

const storedTensor: fc.Arbitrary<StoredTensor> = fc
  .constantFrom(...typeNames)
  .chain((type) =>
    fc
      .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }), elements[type])
      .map(([shape, make]) => ({ type, shape, data: make(elementCount(shape)) })),
  );
const storedTensors = fc
  .array(
    fc.tuple(
      fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__'),
      storedTensor,
    ),
    { maxLength: 6 },
  )
  .map((entries) => new Map(entries));

describe('safetensors', () => {
  it('reads back exactly what it wrote, whatever the names, shapes and types', () => {
    fc.assert(
      fc.property(storedTensors, fc.dictionary(fc.string(), fc.string()), (tensors, notes) => {
        const metadata = new Map(Object.entries(notes));
        const file = readSafetensors(writeSafetensors(tensors, { metadata }));
        expect(file.metadata).toEqual(metadata);
        expect([...file.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
        for (const [name, tensor] of tensors) expect(file.tensors.get(name)).toEqual(tensor);
      }),
    );
  });

  it('covers every type of the table in these tests', () => {
    expect([...typeNames].sort()).toEqual(Object.keys(dataTypes).sort());
  });

  it('aligns every tensor to its element size in the file', () => {
    const bytes = writeSafetensors(
      new Map<string, StoredTensor>([
        ['bytes', { type: 'I8', shape: [3], data: Int8Array.of(1, 2, 3) }],
        ['floats', { type: 'F32', shape: [1], data: Float32Array.of(0.5) }],
        ['halves', { type: 'F16', shape: [1], data: Float32Array.of(0.5) }],
      ]),
    );
    const headerLength = new DataView(bytes.buffer).getUint32(0, true);
    expect(headerLength % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
    expect(header.floats.data_offsets).toEqual([0, 4]);
    expect(header.halves.data_offsets).toEqual([4, 6]);
    expect(header.bytes.data_offsets).toEqual([6, 9]);
  });

  it('ends in a CheckpointError or a valid file when bytes are corrupted, cut off or added', () => {
    const valid = writeSafetensors(
      new Map<string, StoredTensor>([
        ['embed.tokens', { type: 'F32', shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
        ['blocks.0.attn.query.weight', { type: 'F16', shape: [2], data: Float32Array.of(0.5, 1) }],
        ['count', { type: 'I64', shape: [], data: BigInt64Array.of(7n) }],
      ]),
      { metadata: new Map([['format', 'pt']]) },
    );
    let failures = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        fc.integer({ min: -40, max: 8 }),
        (changes, lengthChange) => {
          const length = valid.length + lengthChange;
          const bytes = new Uint8Array(length);
          bytes.set(valid.subarray(0, length));
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            const { tensors } = readSafetensors(bytes);
            for (const { shape, data } of tensors.values()) expect(data.length).toBe(elementCount(shape));
          } catch (error) {
            failures += 1;
            expect(error).toBeInstanceOf(CheckpointError);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(failures).toBeGreaterThan(1000);
  });

  it('ends in a CheckpointError or a valid file for headers of any JSON', () => {
    const entry = fc.oneof(
      fc.record({
        dtype: fc.oneof(fc.constantFrom('F32', 'I8', 'I64', 'F8_E4M3'), fc.jsonValue()),
        shape: fc.oneof(
          fc.array(fc.oneof(fc.nat(4), fc.maxSafeNat(), fc.constantFrom(1e308, -1, 0.5))),
          fc.jsonValue(),
        ),
        data_offsets: fc.oneof(fc.tuple(fc.nat(40), fc.nat(40)), fc.jsonValue()),
      }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), entry), fc.nat(40), (header, size) => {
        try {
          readSafetensors(fileOf(header, size));
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  const cases: readonly [string, Uint8Array, CheckpointProblem, string | null, RegExp][] = [
    ['an empty file', new Uint8Array(0), 'truncated', null, /0 bytes, too few/],
    [
      'a header longer than the file',
      fileOf({}, 0, 1000n),
      'truncated',
      null,
      /claims 1000 bytes, but only 2 follow/,
    ],
    ['a header longer than allowed', fileOf({}, 0, 2n ** 63n), 'header', null, /more than the 100000000/],
    ['a header that is no JSON', fileOf('{"a": ', 0), 'header', null, /not JSON/],
    ['a header that is a list', fileOf([], 0), 'header', null, /not a JSON object/],
    ['a header that begins with a space', fileOf(' {}', 0), 'header', null, /not a JSON object/],
    [
      'metadata that is no text',
      fileOf({ __metadata__: { step: 3 } }, 0),
      'header',
      null,
      /__metadata__ .* step/,
    ],
    ['a tensor that is a number', fileOf({ x: 3 }, 0), 'header', 'x', /tensor x is not described/],
    [
      'an unknown type',
      fileOf({ x: { ...f32([1], 0, 4), dtype: 'F4' } }, 4),
      'data-type',
      'x',
      /data type "F4"; known are F32/,
    ],
    [
      'a type named like a method',
      fileOf({ x: { ...f32([1], 0, 4), dtype: 'toString' } }, 4),
      'data-type',
      'x',
      /"toString"/,
    ],
    ['a negative length', fileOf({ x: f32([-1], 0, 4) }, 4), 'shape', 'x', /shape \[-1\]/],
    [
      'a shape beyond all numbers',
      fileOf({ x: f32([2 ** 40, 2 ** 40], 0, 4) }, 4),
      'shape',
      'x',
      /larger than any file/,
    ],
    [
      'a shape that does not fit',
      fileOf({ x: f32([3], 0, 8) }, 8),
      'shape',
      'x',
      /needs 12 bytes, but its offsets span 8/,
    ],
    [
      'offsets past the end',
      fileOf({ x: f32([2], 0, 8) }, 4),
      'offsets',
      'x',
      /ends at byte 8, but the file has only 4/,
    ],
    ['offsets backwards', fileOf({ x: f32([1], 4, 0) }, 4), 'offsets', 'x', /before it begins/],
    [
      'offsets that are no numbers',
      fileOf({ x: { dtype: 'F32', shape: [1], data_offsets: ['0', 4] } }, 4),
      'offsets',
      'x',
      /not two positions/,
    ],
    [
      'offsets that overlap',
      fileOf({ x: f32([2], 0, 8), y: f32([2], 4, 12) }, 12),
      'offsets',
      'y',
      /y begins at byte 4, inside tensor x/,
    ],
    [
      'a hole',
      fileOf({ x: f32([1], 0, 4), y: f32([1], 8, 12) }, 12),
      'offsets',
      'y',
      /4 bytes before tensor y/,
    ],
    ['bytes left over', fileOf({ x: f32([1], 0, 4) }, 12), 'offsets', null, /last 8 bytes/],
    [
      'a name twice',
      fileOf(`{"x":${JSON.stringify(f32([0], 0, 0))},"\\u0078":${JSON.stringify(f32([1], 0, 4))}}`, 4),
      'duplicate',
      'x',
      /name x twice/,
    ],
  ];
  it.each(cases)('refuses %s with a sentence', (_what, bytes, problem, tensor, sentence) => {
    const error = refused(bytes);
    expect(error.message).toMatch(sentence);
    expect(error.message).toMatch(/^model\.safetensors: .*\.$/);
    expect([error.problem, error.tensor]).toEqual([problem, tensor]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %s among the weights unless it is allowed',
    (value) => {
      const bytes = writeSafetensors(
        new Map([['x', { type: 'F32', shape: [2], data: Float32Array.of(1, value) }]]),
      );
      expect(refused(bytes).message).toBe(`model.safetensors: tensor x holds ${value} at position 1.`);
      expect(readSafetensors(bytes, { allowNotFinite: true }).tensors.get('x')?.data[1]).toBe(value);
    },
  );

  it('refuses to write a tensor whose shape or type is not that of its data', () => {
    const write = (tensor: StoredTensor) => () => writeSafetensors(new Map([['x', tensor]]));
    expect(write({ type: 'F32', shape: [2], data: Float32Array.of(1) })).toThrow(
      /tensor x of shape \[2\] has 1 numbers/,
    );
    expect(write({ type: 'I8', shape: [1], data: Float32Array.of(1) })).toThrow(/tensor x has no I8 data/);
  });
});
