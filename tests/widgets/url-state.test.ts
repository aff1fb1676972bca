import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeState,
  defaultsOf,
  encodeState,
  payloadIn,
  replaceInQuery,
  type StateOf,
  snap,
  withDefaults,
} from '../../src/widgets/kit/url-state.ts';

const fields = {
  text: { kind: 'text', label: 'Text', default: 'mia has a ball', maximum: 400 },
  layer: { kind: 'number', label: 'Layer', default: 1, minimum: 1, maximum: 4, step: 1 },
  scale: { kind: 'number', label: 'Scale', default: 1, minimum: -2, maximum: 4, step: 0.1 },
  mode: { kind: 'choice', label: 'Mode', default: 'map', choices: ['map', 'arcs'] },
  off: { kind: 'flag', label: 'Off', default: false },
  vector: {
    kind: 'list',
    label: 'Vector',
    default: [0, 1],
    minimum: -3,
    maximum: 3,
    step: 0.1,
    shortest: 0,
    longest: 6,
  },
} as const;
type State = StateOf<typeof fields>;

/** Through the address and back, as a link travels. */
function travel(state: State): State {
  const { payload } = encodeState(fields, state);
  const address = new URL(
    `https://example.org/book/${replaceInQuery('?backend=wasm', 'figure', payload)}#head`,
  );
  expect(address.searchParams.get('backend')).toBe('wasm');
  const decoded = decodeState(fields, payloadIn(address.search, 'figure'));
  expect(decoded.problems).toEqual([]);
  return decoded.state;
}

const tenths = (low: number, high: number) =>
  fc.integer({ min: low * 10, max: high * 10 }).map((tenth) => tenth / 10);
const states: fc.Arbitrary<State> = fc.record({
  text: fc.string({ unit: 'grapheme', maxLength: 100 }),
  layer: fc.integer({ min: 1, max: 4 }),
  scale: tenths(-2, 4),
  mode: fc.constantFrom('map' as const, 'arcs' as const),
  off: fc.boolean(),
  vector: fc.array(tenths(-3, 3), { maxLength: 6 }),
});

describe('the state of a figure in a link', () => {
  test('round trip of any state', () => {
    fc.assert(
      fc.property(states, (state) => {
        const back = travel(state);
        const close = (a: number, b: number | undefined) => Math.abs(a - (b ?? Number.NaN)) < 1e-9;
        return (
          back.text === state.text &&
          back.layer === state.layer &&
          back.mode === state.mode &&
          back.off === state.off &&
          close(back.scale, state.scale) &&
          back.vector.length === state.vector.length &&
          back.vector.every((value, index) => close(value, state.vector[index]))
        );
      }),
    );
  }, 60_000);

  test('a thousand garbage states: none throws, each gives a state that the figure can draw', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'layer:',
        'layer:9',
        'scale:NaN',
        'scale:1e99',
        'vector:1,2,x',
        'mode:',
        'off:2',
        '__proto__:1',
        'constructor:1',
      ),
      fc
        .tuple(fc.constantFrom(...Object.keys(fields)), fc.string({ unit: 'binary' }))
        .map((parts) => parts.join(':')),
    );
    const garbage = fc
      .tuple(fc.constantFrom('1', '2', ''), fc.array(piece, { maxLength: 8 }))
      .map(([version, parts]) => [version, ...parts].join('~'));
    fc.assert(
      fc.property(fc.oneof(garbage, fc.string({ unit: 'binary' })), (payload) => {
        const { state, problems } = decodeState(fields, payload);
        return (
          Object.keys(state).join() === Object.keys(fields).join() &&
          state.layer >= 1 &&
          state.layer <= 4 &&
          Number.isFinite(state.scale) &&
          fields.mode.choices.includes(state.mode) &&
          typeof state.off === 'boolean' &&
          state.vector.length <= 6 &&
          state.vector.every((value) => Math.abs(value) <= 3) &&
          problems.every((problem) => /\w/.test(problem))
        );
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  test('only what differs from the default is written, and it is readable', () => {
    expect(encodeState(fields, defaultsOf(fields)).payload).toBeNull();
    const { payload } = encodeState(fields, {
      ...defaultsOf(fields),
      text: 'tom wants the ball',
      layer: 2,
      vector: [1, -0.5],
    });
    expect(replaceInQuery('', 'attention-map', payload)).toBe(
      '?attention-map=1~text:tom+wants+the+ball~layer:2~vector:1,-0.5',
    );
  });

  test('a bad field says so and the others are kept', () => {
    const { state, problems } = decodeState(fields, '1~layer:9~mode:arcs~off:maybe~nonsense:1');
    expect(state).toEqual({ ...defaultsOf(fields), mode: 'arcs' });
    expect(problems).toEqual([
      'Layer must be between 1 and 4',
      'Off is broken',
      'it names a setting that this figure does not have',
    ]);
    expect(decodeState(fields, '2~layer:3').problems).toEqual([
      'it was made by another version of this figure',
    ]);
  });

  test('a text too long for a link is left out by name', () => {
    expect(encodeState(fields, { ...defaultsOf(fields), text: 'a'.repeat(401) })).toEqual({
      payload: null,
      left: ['Text'],
    });
  });

  test('lone surrogates cannot break an address', () => {
    expect(travel({ ...defaultsOf(fields), text: 'a\uD800b' }).text).toBe('a\uFFFDb');
  });

  test('one figure changes only its own part of the query', () => {
    expect(replaceInQuery('?a=1~x:1&b=1~y:2&c', 'b', null)).toBe('?a=1~x:1&c');
    expect(replaceInQuery('?b=1~y:2', 'b', '1~y:3')).toBe('?b=1~y:3');
    expect(replaceInQuery('?b=1', 'b', null)).toBe('');
  });

  test('values go to the nearest step inside the bounds', () => {
    expect(snap({ minimum: 0, maximum: 4, step: 0.1 }, 0.30000000000000004)).toBe(0.3);
    expect(snap({ minimum: 0.05, maximum: 1, step: 0.05 }, 2)).toBe(1);
  });

  test('a chapter can set other defaults', () => {
    expect(defaultsOf(withDefaults(fields, { layer: 3 }))).toEqual({ ...defaultsOf(fields), layer: 3 });
  });
});
