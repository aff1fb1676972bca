/** The selective scan of `../selective-scan.ts` and its gradient as loops over memory. */
import { registerLoop } from './heap.ts';

export const selectiveScanKernel = 'SelectiveScan';
export const selectiveScanGradientKernel = 'SelectiveScanGradient';

interface Sizes {
  readonly batch: number;
  readonly time: number;
  readonly channels: number;
  readonly states: number;
}

function sizesOf([x = [], , A = []]: readonly (readonly number[])[]): Sizes {
  const [batch = 0, time = 0, channels = 0] = x;
  return { batch, time, channels, states: A[1] ?? 0 };
}

const at = (values: Float32Array, index: number): number => values[index] as number;

function forward(
  [x, delta, A, B, C, before]: readonly Float32Array[],
  [y, h]: readonly Float32Array[],
  { batch, time, channels, states }: Sizes,
): void {
  if (!x || !delta || !A || !B || !C || !y || !h) throw new Error('The selective scan lacks a tensor.');
  const all = channels * states;
  for (let text = 0; text < batch; text++) {
    for (let step = 0; step < time; step++) {
      const row = text * time + step;
      for (let channel = 0; channel < channels; channel++) {
        const own = row * channels + channel;
        const width = at(delta, own);
        const driven = width * at(x, own);
        let total = 0;
        for (let state = 0; state < states; state++) {
          const place = channel * states + state;
          const past =
            step > 0 ? at(h, (row - 1) * all + place) : before ? at(before, text * all + place) : 0;
          const now = Math.exp(width * at(A, place)) * past + driven * at(B, row * states + state);
          h[row * all + place] = now;
          total += at(C, row * states + state) * now;
        }
        y[own] = total;
      }
    }
  }
}

/** Begins where the text ends; `g` is the gradient of the state that the later steps have left. */
function backward(
  [x, delta, A, B, C, h, dY]: readonly Float32Array[],
  [dX, dDelta, dA, dB, dC]: readonly Float32Array[],
  { batch, time, channels, states }: Sizes,
): void {
  if (!x || !delta || !A || !B || !C || !h || !dY || !dX || !dDelta || !dA || !dB || !dC)
    throw new Error('The gradient of the selective scan lacks a tensor.');
  const all = channels * states;
  for (const sums of [dA, dB, dC]) sums.fill(0);
  const g = new Float32Array(all); // [channels, states]
  for (let text = 0; text < batch; text++) {
    g.fill(0);
    for (let step = time - 1; step >= 0; step--) {
      const row = text * time + step;
      for (let channel = 0; channel < channels; channel++) {
        const own = row * channels + channel;
        const width = at(delta, own);
        const value = at(x, own);
        const slope = at(dY, own);
        let toX = 0;
        let toDelta = 0;
        for (let state = 0; state < states; state++) {
          const place = channel * states + state;
          const share = row * states + state;
          const decay = at(A, place);
          const factor = Math.exp(width * decay);
          const past = step > 0 ? at(h, (row - 1) * all + place) : 0;
          const slopeHere = at(g, place) + slope * at(C, share);
          const through = slopeHere * past * factor;
          dC[share] = at(dC, share) + slope * at(h, row * all + place);
          dB[share] = at(dB, share) + slopeHere * width * value;
          dA[place] = at(dA, place) + through * width;
          toDelta += through * decay + slopeHere * at(B, share) * value;
          toX += slopeHere * width * at(B, share);
          g[place] = slopeHere * factor;
        }
        dX[own] = toX;
        dDelta[own] = toDelta;
      }
    }
  }
}

export function registerSelectiveScan(): void {
  registerLoop({
    name: selectiveScanKernel,
    inputs: ['x', 'delta', 'A', 'B', 'C'],
    optional: ['before'],
    outputs: ([x, , A]) => [x?.shape ?? [], [...(x?.shape ?? []), A?.shape[1] ?? 0]],
    run: (inputs, outputs, shapes) => forward(inputs, outputs, sizesOf(shapes)),
  });
  registerLoop({
    name: selectiveScanGradientKernel,
    inputs: ['x', 'delta', 'A', 'B', 'C', 'h', 'dY'],
    outputs: (inputs) => inputs.slice(0, 5).map(({ shape }) => shape),
    run: (inputs, outputs, shapes) => backward(inputs, outputs, sizesOf(shapes)),
  });
}
