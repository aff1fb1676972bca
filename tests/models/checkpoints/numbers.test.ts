import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from '../../../src/models/checkpoints/float16.ts';
import { type FloatTensor, floatTensors, quantise } from '../../../src/models/checkpoints/int8.ts';
import { duplicateKey } from '../../../src/models/checkpoints/json-keys.ts';
import type { StoredTensor } from '../../../src/models/checkpoints/safetensors.ts';

describe('float16', () => {
  it('gives back every one of its 65,536 patterns', () => {
    for (let bits = 0; bits < 0x10000; bits += 1) {
      const value = fromFloat16(bits);
      if (Number.isNaN(value)) expect(toFloat16(value) & 0x7c00).toBe(0x7c00);
      else if (toFloat16(value) !== bits) expect(toFloat16(value)).toBe(bits);
    }
  });

  it('rounds to the nearest, halves to even, as the definition has it', () => {
    // The neighbours of a value are found by search among all patterns, not by the code under test.
    const all = Array.from({ length: 0x7c00 }, (_, bits) => fromFloat16(bits));
    fc.assert(
      fc.property(fc.float({ min: 0, max: 65504, noNaN: true }), (value) => {
        const rounded = fromFloat16(toFloat16(value));
        const above = all.findIndex((candidate) => candidate >= value);
        const high = all[above] ?? Number.POSITIVE_INFINITY;
        const low = all[Math.max(0, above - 1)] ?? 0;
        const even = above % 2 === 0 ? high : low;
        const nearest = high - value === value - low ? even : high - value < value - low ? high : low;
        expect(rounded).toBe(nearest);
      }),
    );
    expect(toFloat16(1 + 2 ** -11)).toBe(0x3c00);
    expect(toFloat16(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(toFloat16(65520)).toBe(0x7c00);
    expect(toFloat16(-(2 ** -25))).toBe(0x8000);
  });
});

describe('bfloat16', () => {
  it('gives back every finite pattern and rounds halves to even', () => {
    for (let bits = 0; bits < 0x10000; bits += 1) {
      const value = fromBfloat16(bits);
      if (!Number.isNaN(value) && toBfloat16(value) !== bits) expect(toBfloat16(value)).toBe(bits);
    }
    expect(toBfloat16(1 + 2 ** -8)).toBe(0x3f80);
    expect(toBfloat16(1 + 3 * 2 ** -8)).toBe(0x3f82);
  });
});

describe('int8', () => {
  const rows = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .chain(([height, width]) =>
      fc
        .array(fc.float({ min: -100, max: 100, noNaN: true }), {
          minLength: height * width,
          maxLength: height * width,
        })
        .map((values): FloatTensor => ({ shape: [height, width], data: Float32Array.from(values) })),
    );

  it('comes back within half a step of its row', () => {
    fc.assert(
      fc.property(rows, (tensor) => {
        const { values, scale } = quantise(tensor);
        expect(scale.shape).toEqual([tensor.shape[0]]);
        const back = floatTensors(
          new Map([
            ['x', values],
            ['x.scale', scale],
          ]),
        );
        expect([...back.keys()]).toEqual(['x']);
        const width = tensor.shape[1] ?? 1;
        back.get('x')?.data.forEach((value, index) => {
          // 1e-43: where the scale itself is among the smallest float32 numbers, it is rounded too.
          const step = Number(scale.data[Math.floor(index / width)]);
          expect(Math.abs(value - (tensor.data[index] ?? 0))).toBeLessThanOrEqual(step * 0.5001 + 1e-43);
        });
      }),
    );
  });

  it('reads one scale for the whole tensor', () => {
    const values: StoredTensor = { type: 'I8', shape: [2, 2], data: Int8Array.of(1, -2, 3, 127) };
    const scale: StoredTensor = { type: 'F32', shape: [], data: Float32Array.of(0.5) };
    const back = floatTensors(
      new Map([
        ['x', values],
        ['x.scale', scale],
      ]),
    );
    expect(back.get('x')).toEqual({ shape: [2, 2], data: Float32Array.of(0.5, -1, 1.5, 63.5) });
  });

  it('names what is missing or does not fit', () => {
    const values: StoredTensor = { type: 'I8', shape: [2, 1], data: Int8Array.of(1, 2) };
    const scale: StoredTensor = { type: 'F32', shape: [3], data: Float32Array.of(1, 1, 1) };
    const whole: StoredTensor = { type: 'I32', shape: [1], data: Int32Array.of(1) };
    expect(() => floatTensors(new Map([['x', values]]), 'f')).toThrow(
      'f: tensor x is int8, but its scales, x.scale, are missing.',
    );
    expect(() =>
      floatTensors(
        new Map([
          ['x', values],
          ['x.scale', scale],
        ]),
      ),
    ).toThrow(/x\.scale has the shape \[3\]/);
    expect(() => floatTensors(new Map([['x', whole]]))).toThrow(/tensor x is of type I32, not weights/);
  });
});

describe('duplicate names in JSON', () => {
  it('finds none in what JSON.stringify makes, and one when a name is put in again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (value) => {
        const text = JSON.stringify(value);
        expect(duplicateKey(text)).toBeNull();
        const name = Object.keys(value)[0] ?? '';
        expect(duplicateKey(`${text.slice(0, -1)},${JSON.stringify(name)}:[{}]}`)).toBe(name);
        expect(duplicateKey(`[${text},${text}]`)).toBeNull();
      }),
    );
  });
});
