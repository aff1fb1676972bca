/**
 * The scan of `../scan.ts` on WebGL. A fragment shader that loops over all steps before its own is quadratic, so time
 * is cut into chunks of 16: what each chunk does as a whole is found first (its product of factors, and its last
 * state if it began at 0), the scan of those, one step a chunk, gives the state before each chunk (by this
 * very kernel, recursively), and from there each step loops over its own chunk alone.
 */
import { type DataType, registerKernel } from '../../tf.ts';
import type { TensorInfo } from '../loop/heap.ts';
import { scanKernel } from '../loop/scan.ts';

interface Program {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
}

/** The parts of the WebGL backend that a kernel needs. */
interface WebGLBackend {
  compileAndRun(program: Program, inputs: TensorInfo[], dtype: DataType): TensorInfo;
  disposeIntermediateTensorInfo(info: TensorInfo): void;
}

const chunk = 16;

/** `factorAt` and `addendAt` by step, which is counted from the end where the scan runs from there. */
function access(time: number, fromTheEnd: boolean): string {
  return fromTheEnd
    ? `
      float factorAt(int text, int step, int channel) {
        return step == 0 ? 0.0 : getA(text, ${time} - step, channel);
      }
      float addendAt(int text, int step, int channel) { return getB(text, ${time - 1} - step, channel); }`
    : `
      float factorAt(int text, int step, int channel) { return getA(text, step, channel); }
      float addendAt(int text, int step, int channel) { return getB(text, step, channel); }`;
}

/** What each chunk does as a whole: [batch, chunks, channels]. */
function chunkProgram(shape: Shape, fromTheEnd: boolean, result: 'product' | 'state'): Program {
  const [batch, time, channels] = shape;
  return {
    variableNames: ['A', 'B'],
    outputShape: [batch, Math.ceil(time / chunk), channels],
    userCode: `
      ${access(time, fromTheEnd)}
      void main() {
        ivec3 place = getOutputCoords();
        int first = place.y * ${chunk};
        float product = 1.0;
        float state = 0.0;
        for (int offset = 0; offset < ${chunk}; offset++) {
          int step = first + offset;
          if (step >= ${time}) break;
          float factor = factorAt(place.x, step, place.z);
          product *= factor;
          state = factor * state + addendAt(place.x, step, place.z);
        }
        setOutput(${result});
      }`,
  };
}

/** Each step from the state before its chunk, or from 0: [batch, time, channels]. */
function stepProgram(shape: Shape, fromTheEnd: boolean, chunks: number): Program {
  const [, time] = shape;
  return {
    variableNames: chunks > 1 ? ['A', 'B', 'Before'] : ['A', 'B'],
    outputShape: [...shape],
    userCode: `
      ${access(time, fromTheEnd)}
      void main() {
        ivec3 place = getOutputCoords();
        int own = ${fromTheEnd ? `${time - 1} - place.y` : 'place.y'};
        int ownChunk = own / ${chunk};
        int first = ownChunk * ${chunk};
        float state = 0.0;
        ${chunks > 1 ? 'if (ownChunk > 0) state = getBefore(place.x, ownChunk - 1, place.z);' : ''}
        for (int offset = 0; offset < ${chunk}; offset++) {
          int step = first + offset;
          if (step > own) break;
          state = factorAt(place.x, step, place.z) * state + addendAt(place.x, step, place.z);
        }
        setOutput(state);
      }`,
  };
}

type Shape = readonly [batch: number, time: number, channels: number];

function webglScan(backend: WebGLBackend, a: TensorInfo, b: TensorInfo, fromTheEnd: boolean): TensorInfo {
  const [batch = 0, time = 0, channels = 0] = a.shape;
  const shape: Shape = [batch, time, channels];
  const chunks = Math.ceil(time / chunk);
  const run = (program: Program, inputs: TensorInfo[]) => backend.compileAndRun(program, inputs, 'float32');
  if (chunks <= 1) return run(stepProgram(shape, fromTheEnd, chunks), [a, b]);
  const products = run(chunkProgram(shape, fromTheEnd, 'product'), [a, b]); // [batch, chunks, channels]
  const states = run(chunkProgram(shape, fromTheEnd, 'state'), [a, b]); // [batch, chunks, channels]
  const before = webglScan(backend, products, states, false); // [batch, chunks, channels]
  const h = run(stepProgram(shape, fromTheEnd, chunks), [a, b, before]); // [batch, time, channels]
  for (const info of [products, states, before]) backend.disposeIntermediateTensorInfo(info);
  return h;
}

export function registerWebGLScan(): void {
  registerKernel({
    kernelName: scanKernel,
    backendName: 'webgl',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { a, b } = inputs as unknown as { a: TensorInfo; b: TensorInfo };
      const { fromTheEnd } = attrs as unknown as { fromTheEnd: boolean };
      return webglScan(backend as unknown as WebGLBackend, a, b, fromTheEnd) as never;
    },
  });
}
