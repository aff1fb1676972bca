/**
 * Writing in the tab: ours against onnxruntime-web in the same page of Chromium, on WASM, with the same weights, at batch 1, for a small,
 * a middle and a large model of the Lab. Each side keeps keys and values of what it read; both draw with the same code, and have
 * to write the same text. Beside it, how long each takes to read a whole context at once.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { serve } from '../../src/book/build/serve.ts';
import { wasmThreads } from '../../src/book/build/wasm-threads.ts';
import { launchChromium } from '../browser/support/chromium.ts';
import { othersAtWork, type Round, speeds } from './clock.ts';
import { type LabSizeName, labSizeNames, labSizes, labVocabulary } from './lab-sizes.ts';
import { python, pythonHas } from './python.ts';

interface Task {
  /** Texts written and contexts read by each side in one round: some tenths of a second. */
  readonly texts: number;
  readonly contexts: number;
  /** Whether decoding with the cache has to be faster than theirs, or is only told. */
  readonly bar: boolean;
}

const tasks: Readonly<Record<LabSizeName, Task>> = {
  A: { texts: 6, contexts: 20, bar: false },
  B: { texts: 2, contexts: 5, bar: true },
  C: { texts: 1, contexts: 2, bar: false },
};
const rounds = 5;
/** Of a logit: both compute in float32, in another order. */
const tolerance = 1e-4;

const { resolve } = createRequire(import.meta.url);

/** The page, what it needs of other packages, and the models. */
async function writeFolder(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [wasmThreads()],
    build: {
      outDir: folder,
      lib: {
        entry: join(import.meta.dirname, 'support/onnx-entry.ts'),
        formats: ['iife'],
        name: 'entry',
        fileName: () => 'entry.js',
      },
    },
  });
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>bench</title><link rel="icon" href="data:,"><script src="/entry.js"></script>',
  );
  const ort = dirname(resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
  const tfjs = dirname(resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  const copies: readonly (readonly [from: string, to: string])[] = [
    [join(ort, 'ort.wasm.min.mjs'), 'ort/ort.wasm.min.js'],
    [join(ort, 'ort-wasm-simd-threaded.mjs'), 'ort/ort-wasm-simd-threaded.js'],
    [join(ort, 'ort-wasm-simd-threaded.wasm'), 'ort/ort-wasm-simd-threaded.wasm'],
    ...['tfjs-backend-wasm', 'tfjs-backend-wasm-simd', 'tfjs-backend-wasm-threaded-simd'].map(
      (name) => [join(tfjs, 'wasm-out', `${name}.wasm`), `wasm/${name}.wasm`] as const,
    ),
    [join(tfjs, 'wasm-out', 'tfjs-backend-wasm-threaded-simd.js'), 'wasm/tfjs-backend-wasm-threaded-simd.js'],
  ];
  for (const name of ['ort', 'wasm']) await mkdir(join(folder, name));
  for (const [from, to] of copies) await copyFile(from, join(folder, to));
  for (const name of labSizeNames) {
    const { layers, width, heads, length } = labSizes[name];
    python('make_onnx.py', [join(folder, name), layers, width, heads, length, labVocabulary]);
  }
}

interface Measured {
  readonly ourThreads: number;
  readonly difference: number;
  readonly write: readonly Round[];
  readonly read: readonly Round[];
}

async function measure(
  browser: Browser,
  address: string,
  name: LabSizeName,
  theirThreads: number,
): Promise<Measured> {
  const { layers, width, heads, length } = labSizes[name];
  const { texts, contexts } = tasks[name];
  const page = await browser.newPage();
  // A thread that does not start leaves a page that waits for ever: what it complains of ends the run.
  const problem = new Promise<never>((_, reject) => {
    page.on('pageerror', reject);
    page.on('console', (message) => {
      // A folder may lack files that are only asked for.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        reject(new Error(message.text()));
    });
  });
  const measured = async (): Promise<Measured> => {
    await page.goto(address);
    const ourThreads = await page.evaluate(
      ([id, sizes, threads]) => globalThis.onnxBench.open(id, sizes, threads),
      [name, { layers, width, heads, length }, theirThreads] as const,
    );
    const difference = await page.evaluate(() => globalThis.onnxBench.difference());
    if (!(difference <= tolerance))
      throw new Error(`${name}: a logit of onnxruntime-web differs from ours by ${difference}.`);
    const [write, read]: [Round[], Round[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      write.push(await page.evaluate((times) => globalThis.onnxBench.write(times), texts));
      read.push(
        await page.evaluate(([times, count]) => globalThis.onnxBench.read(times, count), [
          contexts,
          length,
        ] as const),
      );
    }
    return { ourThreads, difference, write, read };
  };
  try {
    return await Promise.race([measured(), problem]);
  } finally {
    await page.close();
  }
}

const cells = ({ ours, theirs, ratio }: ReturnType<typeof speeds>): string =>
  `${ours.toFixed(0).padStart(6)}  ${theirs.toFixed(0).padStart(6)}  ${ratio.toFixed(2)}`;

export async function printOnnxDecoding(): Promise<void> {
  if (!pythonHas('torch', 'onnx', 'safetensors')) {
    console.log(
      '\nonnxruntime-web: PyTorch and onnx are not installed, which make its models (PYTHON names a program that has them)',
    );
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'onnx-'));
  const { server, address } = await serve({ folder, base: '/', port: 0, isolated: true });
  const browser = await launchChromium();
  try {
    await writeFolder(folder);
    console.log(
      `\nthe Lab's models in Chromium on WASM, batch 1, ${availableParallelism()} cores: tokens a second by us, by onnxruntime-web, ratio (median of ${rounds} rounds)`,
    );
    console.log(await othersAtWork());
    for (const name of labSizeNames) {
      const { length } = labSizes[name];
      const { texts, contexts, bar } = tasks[name];
      for (const threads of new Set([1, availableParallelism()])) {
        const { ourThreads, difference, write, read } = await measure(browser, address, name, threads);
        const of = `we ${ourThreads} threads, they ${threads}`;
        const written = speeds(texts * (length - 1), write);
        const verdict = bar ? (written.ratio > 1 ? ' holds' : ' UNDER') : '      ';
        console.log(
          `  ${name}  ${cells(written)}${verdict}  written one by one, both with a KV cache, 1 to ${length - 1} (${of}; logits within ${difference.toExponential(0)})`,
        );
        console.log(
          `  ${name}  ${cells(speeds(contexts * length, read))}        read at once, ${length} of them (${of})`,
        );
      }
    }
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  }
}
