/**
 * Our model and the same in onnxruntime-web in one page: how fast each writes and reads. `onnx-decoding.ts` bundles it and serves it
 * cross-origin isolated, as the site is, with onnxruntime-web under `ort/`, TensorFlow.js' WASM under `wasm/` and each model in a folder.
 */
import type * as OnnxRuntime from 'onnxruntime-web/wasm';
import { fetchFiles } from '../../../src/models/checkpoints/files.ts';
import { loadCheckpoint } from '../../../src/models/checkpoints/load.ts';
import type { ModelConfig } from '../../../src/models/config.ts';
import { generate } from '../../../src/models/generate.ts';
import { forward, type Params } from '../../../src/models/model.ts';
import { candidates, pick, plainSampling } from '../../../src/models/sampling.ts';
import { type Tensor2D, tensor, tidy } from '../../../src/models/tf.ts';
import { randomStream } from '../../../src/random.ts';
import { threadCount } from '../../../src/runtime/backends.ts';
import { tensorFlowEngine } from '../../../src/runtime/engine.ts';
import type { Round } from '../clock.ts';

type Runtime = typeof OnnxRuntime;
type Session = OnnxRuntime.InferenceSession;
type Feeds = Record<string, OnnxRuntime.Tensor>;

export interface Sizes {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly length: number;
}

/** The same work by either side. */
interface Side {
  /** The ids that it writes after token 0, drawn by `seed`, until the context is full. */
  write(seed: number): Promise<number[]>;
  /** The logits of every token of `ids`, read at once. */
  read(ids: readonly number[]): Promise<Float32Array>;
}

function ourSide(params: Params, config: ModelConfig): Side {
  return {
    async write(seed) {
      const maximum = config.context - 1;
      const ids: number[] = [];
      const options = { sampling: plainSampling, seed, maximum, cache: true };
      for await (const { id } of generate(params, config, [0], options)) ids.push(id);
      return ids;
    },
    async read(ids) {
      const tokens = tensor([...ids], [1, ids.length], 'int32') as Tensor2D; // [1, seq]
      const logits = tidy(() => forward(params, config, { tokens }).logits); // [1, seq, vocabulary]
      const values = Float32Array.from(await logits.data());
      tokens.dispose();
      logits.dispose();
      return values;
    },
  };
}

const integers = (values: readonly number[]): BigInt64Array => BigInt64Array.from(values, BigInt);

async function onnxSide(ort: Runtime, folder: string, sizes: Sizes): Promise<Side> {
  const open = async (file: string): Promise<Session> =>
    ort.InferenceSession.create(new Uint8Array(await (await fetch(`${folder}/${file}`)).arrayBuffer()), {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
    });
  const [full, cached] = [await open('full.onnx'), await open('cached.onnx')];
  const { layers, width, heads, length } = sizes;
  const names = Array.from({ length: layers }, (_, layer) => [`keys_${layer}`, `values_${layer}`]).flat();
  // A cache of fixed size a layer: each step is given what is filled of it, and answers with one position more. Nothing is joined here.
  const caches = new Map(names.map((name) => [name, new Float32Array(length * width)]));
  const logitsOf = (outputs: OnnxRuntime.InferenceSession.OnnxValueMapType): Float32Array =>
    (outputs.logits as OnnxRuntime.Tensor).data as Float32Array;
  return {
    async write(seed) {
      const random = randomStream(seed);
      const ids: number[] = [];
      let token = 0;
      for (let before = 0; before < length - 1; before++) {
        const feeds: Feeds = {
          tokens: new ort.Tensor('int64', integers([token]), [1, 1]),
          positions: new ort.Tensor('int64', integers([before]), [1]),
        };
        for (const [name, cache] of caches)
          feeds[name] = new ort.Tensor('float32', cache.subarray(0, before * width), [
            1,
            before,
            heads,
            width / heads,
          ]);
        const outputs = await cached.run(feeds);
        for (const [name, cache] of caches)
          cache.set((outputs[`new_${name}`] as OnnxRuntime.Tensor).data as Float32Array, before * width);
        token = pick(candidates(logitsOf(outputs), plainSampling), random.next());
        ids.push(token);
      }
      return ids;
    },
    async read(ids) {
      const outputs = await full.run({
        tokens: new ort.Tensor('int64', integers(ids), [1, ids.length]),
        positions: new ort.Tensor('int64', integers([...ids.keys()]), [ids.length]),
      });
      return logitsOf(outputs);
    },
  };
}

const sides: { ours: Side; onnx: Side }[] = [];

function sidesOpen(): { ours: Side; onnx: Side } {
  const open = sides[0];
  if (open === undefined) throw new Error('No model is open.');
  return open;
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

/** One round: both sides in turn, each `times` times. */
async function inTurn(times: number, work: (side: Side, time: number) => Promise<unknown>): Promise<Round> {
  const { ours, onnx } = sidesOpen();
  const repeated = (side: Side) => async () => {
    for (let time = 0; time < times; time++) await work(side, time);
  };
  return { ours: await seconds(repeated(ours)), theirs: await seconds(repeated(onnx)) };
}

const bench = {
  /** Opens both sides; theirs on so many threads, ours on as many as the site gives it, which it answers with. */
  async open(name: string, sizes: Sizes, theirThreads: number): Promise<number> {
    if (!crossOriginIsolated) throw new Error('The page is not cross-origin isolated: there are no threads.');
    const engine = tensorFlowEngine();
    const threads = threadCount({ isolated: true, processors: navigator.hardwareConcurrency });
    // Its threads start from a blob, which knows no address without the site's name.
    await engine.use('wasm', { wasmFolder: `${location.origin}/wasm/`, threads });
    const { params, config } = await loadCheckpoint(fetchFiles(`/${name}/`));
    // By its address: what Vite would bundle could not find its own threads.
    const address = '/ort/ort.wasm.min.js';
    const ort = (await import(/* @vite-ignore */ address)) as Runtime;
    ort.env.wasm.numThreads = theirThreads;
    ort.env.wasm.wasmPaths = {
      mjs: '/ort/ort-wasm-simd-threaded.js',
      wasm: '/ort/ort-wasm-simd-threaded.wasm',
    };
    sides.push({ ours: ourSide(params, config), onnx: await onnxSide(ort, `/${name}`, sizes) });
    return engine.threads();
  },
  /** The largest difference of a logit in a text that ours wrote. Throws where the two write other texts. It also warms both up. */
  async difference(): Promise<number> {
    const { ours, onnx } = sidesOpen();
    const [text, theirs] = [await ours.write(1), await onnx.write(1)];
    if (text.length === 0 || text.join() !== theirs.join())
      throw new Error(`From the same seed onnxruntime-web wrote\n${theirs}\nand we\n${text}`);
    const [ourLogits, theirLogits] = [await ours.read([0, ...text]), await onnx.read([0, ...text])];
    if (ourLogits.length !== theirLogits.length) throw new Error('Their logits are not as many as ours.');
    return ourLogits.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (theirLogits[index] ?? Number.NaN))),
      0,
    );
  },
  write: (times: number): Promise<Round> => inTurn(times, (side, time) => side.write(time)),
  read: (times: number, length: number): Promise<Round> => {
    const ids = Array.from({ length }, (_, index) => index % 100);
    return inTurn(times, (side) => side.read(ids));
  },
};

declare global {
  var onnxBench: typeof bench;
}
globalThis.onnxBench = bench;
