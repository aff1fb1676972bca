import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Change, describeChange, readChanges, writeChanges } from '../../src/widgets/kit/changes.ts';
import { decodeState, encodeState, payloadIn, replaceInQuery } from '../../src/widgets/kit/url-state.ts';
import { outputDifference } from '../../src/widgets/kit/use-interventions.ts';

const fields = { changed: { kind: 'changes', label: 'Changes', default: [] } } as const;
const head: Change = { kind: 'ablate', name: 'blocks.0.attn.z', places: [{ axis: 1, index: 2 }] };
const neuron: Change = {
  kind: 'scale',
  name: 'blocks.1.mlp.post',
  factor: -0.5,
  places: [
    { axis: 1, index: 3 },
    { axis: 2, index: 17 },
  ],
};

it('stands in a link as short text, and comes back', () => {
  const changes: Change[] = [
    head,
    neuron,
    { kind: 'fill', name: 'blocks.2.moe.router_logits', value: 30, places: [{ axis: 2, index: 1 }] },
    { kind: 'borrow', name: 'decoder.1.resid_post', places: [] },
  ];
  const { payload } = encodeState(fields, { changed: changes });
  expect(payload).toBe(
    '1~changed:a*blocks.0.attn.z*1.2,s-0.5*blocks.1.mlp.post*1.3_2.17,f30*blocks.2.moe.router_logits*2.1,b*decoder.1.resid_post',
  );
  const search = replaceInQuery('', 'figure', payload);
  expect(decodeState(fields, payloadIn(search, 'figure'))).toEqual({
    state: { changed: changes },
    problems: [],
  });
});

it.each([
  'a',
  'a*nothing',
  'a*blocks.0.attn.z*9.1',
  'a*blocks.0.attn.z*1.2*3',
  'a2*blocks.0.attn.z',
  's*blocks.0.attn.z',
  'sNaN*blocks.0.attn.z',
  's1e9*blocks.0.attn.z',
  'x*blocks.0.attn.z',
  'a*__proto__',
  Array(40).fill('a*embed').join(),
])('%s is no change', (text) => {
  expect(readChanges(text)).toBeNull();
  const { state, problems } = decodeState(fields, `1~changed:${text}`);
  expect(state.changed).toEqual([]);
  expect(problems).toHaveLength(1);
});

it('never throws, whatever a link says', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const found = readChanges(text);
      if (found !== null) expect(readChanges(writeChanges(found))).toEqual(found);
    }),
  );
});

it('is told in words', () => {
  expect(describeChange(head)).toBe('layer 1, head 3: what the heads answer, off');
  expect(describeChange(neuron)).toBe('layer 2, word 4, neuron 18: neurons, times -0.5');
  expect(describeChange({ kind: 'borrow', name: 'embed', places: [] })).toBe(
    'embeddings, as in the other text',
  );
});

it('what it does to the output: the loss, and the words whose probability moved most', () => {
  const result = (logits: number[], losses: number[], tokens = [1, 2]) => ({
    model: 'm',
    step: null,
    tokens,
    tensors: { logits: { shape: [1, 1, 3], data: Float32Array.from(logits) } },
    losses: Float32Array.from(losses),
    milliseconds: 1,
    backend: 'cpu' as const,
  });
  const plain = result([Math.log(0.5), Math.log(0.25), Math.log(0.25)], [1, 3]);
  const changed = result([Math.log(0.1), Math.log(0.65), Math.log(0.25)], [2, 6]);
  const difference = outputDifference(plain, changed, { most: 2 });
  expect(difference?.loss).toEqual({ trained: 2, changed: 4 });
  expect(difference?.next.map(({ token }) => token)).toEqual([1, 0]);
  expect(difference?.next[0]?.changed).toBeCloseTo(0.65, 5);
  expect(outputDifference(plain, result([0, 0, 0], [1], [1, 3]))).toBeNull();
  expect(outputDifference(null, changed)).toBeNull();
});
