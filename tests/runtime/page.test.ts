import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forcedBackend, readMeasurements, writeMeasurement } from '../../src/runtime/page.ts';

function store(initial: string | null = null) {
  let content = initial;
  return {
    getItem: () => content,
    setItem: (_key: string, value: string) => {
      content = value;
    },
  };
}

it.each([
  ['?backend=wasm', 'wasm'],
  ['?x=1&backend=webgl', 'webgl'],
  ['?backend=cpu', 'cpu'],
  ['?backend=webgpu', null],
  ['?backend=', null],
  ['', null],
])('reads the backend of the address %s', (search, backend) => {
  expect(forcedBackend(search)).toBe(backend);
});

it('remembers one measurement a model', () => {
  const memory = store();
  writeMeasurement(memory, { model: 'a', webgl: 4, wasm: 2 });
  writeMeasurement(memory, { model: 'b', webgl: 1, wasm: 2 });
  writeMeasurement(memory, { model: 'a', webgl: 3, wasm: 2 });
  expect(readMeasurements(memory)).toEqual([
    { model: 'b', webgl: 1, wasm: 2 },
    { model: 'a', webgl: 3, wasm: 2 },
  ]);
});

it('believes only what is well formed', () => {
  const good = { model: 'a', webgl: 4, wasm: 2 };
  const bad = [
    null,
    3,
    {},
    { ...good, model: 1 },
    { ...good, wasm: 0 },
    { ...good, webgl: '4' },
    { ...good, wasm: null },
  ];
  expect(readMeasurements(store(JSON.stringify([...bad, good])))).toEqual([good]);
});

it('never throws, whatever is stored', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (content) => {
      for (const { model, webgl, wasm } of readMeasurements(store(content))) {
        expect(typeof model).toBe('string');
        expect(webgl / wasm).toBeGreaterThan(0);
      }
    }),
  );
});

it('does without a store that is missing or full', () => {
  const full = {
    getItem: (): string => {
      throw new Error('forbidden');
    },
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(readMeasurements(null)).toEqual([]);
  expect(readMeasurements(full)).toEqual([]);
  expect(() => writeMeasurement(full, { model: 'a', webgl: 1, wasm: 1 })).not.toThrow();
});
