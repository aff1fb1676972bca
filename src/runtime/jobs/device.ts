/** How fast this machine multiplies matrices and moves numbers, on the backend that is current. */
import { add, dispose, matMul, ones, type Tensor } from '../../models/tf.ts';
import type { DeviceResult, FromWorker } from '../protocol.ts';
import type { JobContext } from './context.ts';

const sizes = [32, 64, 128, 256, 512] as const;
/** A sum over so many numbers reads and writes 4 bytes of each: far more than a cache holds. */
const copied = 4_000_000;
const least = 40; // ms
const mostRuns = 200;

/** Seconds a run: the quickest of three rounds, after one that is not counted. */
async function secondsOf(run: () => Tensor, now: () => number): Promise<number> {
  const wait = async (tensor: Tensor) => {
    await tensor.data();
    tensor.dispose();
  };
  await wait(run());
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const before = now();
    let runs = 0;
    let last: Tensor | null = null;
    while (runs < mostRuns && (runs === 0 || now() - before < least)) {
      last?.dispose();
      last = run();
      runs++;
    }
    // What is still on its way counts too; reading the answer is a small part of it.
    if (last) await wait(last);
    best = Math.min(best, (now() - before) / 1000 / runs);
  }
  return best;
}

export async function measureDevice(id: number, { backends, now }: JobContext): Promise<FromWorker> {
  const candidate = backends.current();
  await backends.use(candidate);
  const products: { size: number; operationsPerSecond: number }[] = [];
  for (const size of sizes) {
    const [one, other] = [ones([size, size]), ones([size, size])]; // [size, size]
    const seconds = await secondsOf(() => matMul(one, other), now);
    dispose([one, other]);
    products.push({ size, operationsPerSecond: (2 * size ** 3) / seconds });
  }
  const numbers = ones([copied]);
  const seconds = await secondsOf(() => add(numbers, 1), now);
  numbers.dispose();
  backends.checkContext();
  const result: DeviceResult = { products, bandwidth: (8 * copied) / seconds, backend: candidate.backend };
  return { kind: 'device', id, result };
}
