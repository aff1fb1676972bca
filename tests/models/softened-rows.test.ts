import { expect, it } from 'vitest';
import { softmax } from '../../src/models/sampling.ts';
import { soften } from '../../src/models/softened-rows.ts';
import { randomStream } from '../../src/random.ts';

it('a row of equal weights has all of the entropy, one of a single weight none and no derivative', () => {
  const flat = soften(
    Float32Array.from({ length: 16 }, () => 1 / 16),
    16,
  );
  expect(flat.entropy).toBeCloseTo(1, 6);
  expect(flat.top).toBe(1 / 16);
  const sharp = soften(
    Float32Array.from({ length: 16 }, (_, key) => (key === 3 ? 1 : 0)),
    16,
  );
  expect(sharp).toMatchObject({ entropy: 0, gradient: 0, top: 1 });
  expect(sharp.row[0]).toBe(1);
});

it('the length of the derivative is that of finite differences', () => {
  const random = randomStream(5);
  const scores = Array.from({ length: 8 }, () => random.normal());
  const step = 1e-4;
  let squares = 0;
  for (let key = 0; key < scores.length; key++) {
    const moved = (by: number) =>
      softmax(Float32Array.from(scores, (score, at) => score + (at === key ? by : 0)));
    const [more, less] = [moved(step), moved(-step)];
    for (let at = 0; at < scores.length; at++)
      squares += (((more[at] ?? 0) - (less[at] ?? 0)) / (2 * step)) ** 2;
  }
  const { gradient } = soften(Float32Array.from(softmax(Float32Array.from(scores))), scores.length);
  expect(gradient).toBeCloseTo(Math.sqrt(squares), 3);
});

it('takes the mean over the rows', () => {
  const rows = [1, 0, 0.5, 0.5];
  expect(soften(Float32Array.from(rows), 2)).toMatchObject({ entropy: 0.5, top: 0.75 });
});
