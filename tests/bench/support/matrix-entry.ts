/** The attention matrix in a page of its own, for the bench: a map of any size redrawn and panned. */
import '../../../src/book/styles/tokens.css';
import '../../../src/viz/viz.css';
import '../../../src/viz/walkable.css';
import { attentionMatrix } from '../../../src/viz/attention-matrix.ts';

/** Rows that sum to one, other ones for each seed: the weights are only there to be drawn. */
function rows(count: number, seed: number): Float32Array {
  const weights = new Float32Array(count * count);
  for (let query = 0; query < count; query++) {
    let total = 0;
    for (let key = 0; key <= query; key++) {
      const weight = Math.abs(Math.sin(seed + query * 12.9898 + key * 78.233)) ** 4;
      weights[query * count + key] = weight;
      total += weight;
    }
    for (let key = 0; key <= query; key++)
      weights[query * count + key] = (weights[query * count + key] ?? 0) / total;
  }
  return weights;
}

const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

function made(count: number) {
  const host = document.createElement('div');
  host.style.width = '480px';
  document.body.replaceChildren(host);
  const tokens = Array.from({ length: count }, (_, index) => `t${index}`);
  const data = { tokens, weights: rows(count, 0), causal: true, chosen: { query: count - 1, key: 0 } };
  const chart = attentionMatrix(host, data, { label: 'map', describe: () => '', onChoose: () => {} });
  return { chart, data, host };
}

const bench = {
  /** Milliseconds of each redraw with other weights, until its pixels are there. */
  async redraw(count: number, times: number): Promise<number[]> {
    const { chart, data, host } = made(count);
    const others = [rows(count, 1), rows(count, 2)];
    const taken: number[] = [];
    for (let time = 0; time < times; time++) {
      await frame();
      const weights = others[time % 2] ?? data.weights;
      const start = performance.now();
      chart.update({ ...data, weights });
      // Reading a pixel back waits for the painting.
      host.querySelector('canvas')?.getContext('2d')?.getImageData(0, 0, 1, 1);
      taken.push(performance.now() - start);
    }
    return taken.sort((a, b) => a - b);
  },
  /** Milliseconds between frames while the window goes over the map, a token a frame. */
  async pan(count: number, frames: number): Promise<number[]> {
    const { chart, data } = made(count);
    const between: number[] = [];
    let before = await frame();
    for (let at = 0; at < frames; at++) {
      const query = count - 1 - (at % (count - 1));
      chart.update({ ...data, chosen: { query, key: Math.floor(query / 2) } });
      const now = await frame();
      between.push(now - before);
      before = now;
    }
    return between.sort((a, b) => a - b);
  },
};

declare global {
  var matrixBench: typeof bench;
}
globalThis.matrixBench = bench;
