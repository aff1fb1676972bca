/** The scan of `../scan.ts` as one loop over memory. */
import { registerLoop } from './heap.ts';

export const scanKernel = 'LinearScan';

/** h_t = a_t h_(t-1) + b_t, or from the end g_t = a_(t+1) g_(t+1) + b_t. */
function scanLoop(
  a: Float32Array,
  b: Float32Array,
  h: Float32Array,
  [batch = 0, time = 0, channels = 0]: readonly number[],
  fromTheEnd: boolean,
): void {
  for (let text = 0; text < batch; text++) {
    const start = text * time * channels;
    for (let step = 0; step < time; step++) {
      const row = start + (fromTheEnd ? time - 1 - step : step) * channels;
      if (step === 0) {
        for (let at = row; at < row + channels; at++) h[at] = b[at] ?? 0;
        continue;
      }
      const before = fromTheEnd ? row + channels : row - channels;
      const factors = fromTheEnd ? before : row;
      for (let channel = 0; channel < channels; channel++) {
        h[row + channel] = (a[factors + channel] ?? 0) * (h[before + channel] ?? 0) + (b[row + channel] ?? 0);
      }
    }
  }
}

export function registerLoopScan(): void {
  registerLoop({
    name: scanKernel,
    inputs: ['a', 'b'],
    outputs: ([a]) => [a?.shape ?? []],
    run: ([a, b], [h], [shape = []], attributes) => {
      if (a && b && h) scanLoop(a, b, h, shape, attributes.fromTheEnd === true);
    },
  });
}
