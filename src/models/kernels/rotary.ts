/**
 * Rotary positions (RoFormer, Su et al. 2021, https://arxiv.org/abs/2104.09864) on heads that lie side by side, in one
 * kernel on WASM; `rotate` in `../parts/position.ts` says in plain ops what it means. Its gradient turns back.
 */
import type { Tensor3D } from '../tf.ts';
import { at, defineKernel } from './wasm/heap.ts';
import { withGradient } from './with-gradient.ts';

interface Turn {
  readonly headSize: number;
  readonly base: number;
  /** The position of the first row. */
  readonly start: number;
  /** 1 there, -1 back. */
  readonly way: 1 | -1;
}

const kernel = defineKernel<Turn>('Rotary', (heap, inputs, { headSize, base, start, way }) => {
  const x = at(inputs, 0);
  const [batch, length, width] = x.shape as [number, number, number];
  const half = headSize / 2;
  const y = heap.output(x.shape);
  const cosines = heap.scratch(8 * length * half, 'attention');
  const sines = cosines + 4 * length * half;
  const [c, s] = [cosines, sines].map((address) => heap.scratchFloats(address, length * half));
  if (c === undefined || s === undefined) throw new Error('There is no room for the angles.');
  for (let row = 0; row < length; row++) {
    for (let column = 0; column < half; column++) {
      const angle = (start + row) / base ** ((2 * column) / headSize);
      c[row * half + column] = Math.cos(angle);
      s[row * half + column] = Math.sin(angle);
    }
  }
  const bytes = 4 * length * width;
  for (let text = 0; text < batch; text++) {
    const [from, to] = [heap.address(x) + text * bytes, heap.address(y) + text * bytes];
    heap.call('rotateRows', from, to, cosines, sines, length, width / headSize, half, way);
  }
  return [y];
});

/** x: [batch, seq, heads x headSize] at the positions from `start` on -> the same shape; ask `hasHeap` first. */
export function fusedRotate(x: Tensor3D, headSize: number, base: number, start: number): Tensor3D {
  const turn = { headSize, base, start };
  return withGradient(
    [x],
    () => ({ value: at(kernel([x], { ...turn, way: 1 }), 0), saved: [] }),
    (dy) => at(kernel([dy], { ...turn, way: -1 }), 0),
  ) as Tensor3D;
}
