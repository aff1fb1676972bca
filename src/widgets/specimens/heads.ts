/** Charts of heads: BertViz's model and neuron views, and attention from one text to another. */
import type { Options } from '../../runtime/client.ts';
import {
  type AttentionMatrixData,
  type AttentionMatrixOptions,
  attentionMatrix,
} from '../../viz/attention-matrix.ts';
import type { Chart } from '../../viz/chart.ts';
import { crossAttention } from '../../viz/cross-attention.ts';
import { modelView } from '../../viz/model-view.ts';
import { neuronView } from '../../viz/neuron-view.ts';
import { formatExact, formatWeight } from '../../viz/numbers.ts';
import type { Place } from '../../viz/walkable.ts';
import { cellArithmetic, headView, heaviest, probesOf } from '../kit/head-view.ts';
import { specimenMessages as words } from '../messages/specimens.ts';
import { model, readModel, stories } from './read-model.ts';
import { show, specimen } from './specimen.tsx';

type MatrixData = Omit<AttentionMatrixData, 'chosen'> & { readonly chosen: Place | null };

/** The matrix says query and key where other charts say row and column. */
function matrix(host: HTMLElement, first: MatrixData, options: AttentionMatrixOptions): Chart<MatrixData> {
  const named = (data: MatrixData): AttentionMatrixData => ({
    ...data,
    chosen: data.chosen && { query: data.chosen.row, key: data.chosen.column },
  });
  const chart = attentionMatrix(host, named(first), options);
  return {
    element: chart.element,
    update: (next) => chart.update(named(next)),
    destroy: () => chart.destroy(),
  };
}

export const attentionMatrixSpecimen = specimen({
  name: 'attention-matrix',
  title: words.attentionMatrix.title,
  rubric: words.attentionMatrix.rubric,
  badge: 'trained',
  height: 760,
  model: model.id,
  edits: null,
  ask: (options: Options) => readModel(probesOf(1), options, { words: stories.join(' ') }),
  show({ run, tokens }) {
    const view = headView(run, 1, 0);
    if (!view) throw new Error('The run has no such head.');
    const at = (query: number, key: number) => view.pattern[query * view.length + key] ?? 0;
    return show(
      matrix,
      { tokens, weights: view.pattern, causal: true },
      { marginals: words.attentionMatrix.marginals },
      {
        start: { row: view.length - 1, column: heaviest(view, view.length - 1)[0]?.key ?? 0 },
        describe: (row, column) =>
          words.attentionMatrix.read(tokens[row] ?? '', tokens[column] ?? '', at(row, column)),
        table: {
          caption: words.attentionMatrix.caption,
          columns: ['', ...tokens],
          rows: tokens.map((token, row) => [
            token,
            ...tokens.map((_, column) => (column > row ? '' : formatWeight(at(row, column)))),
          ]),
        },
        tensors: [{ name: 'layer-2-head-1-pattern', shape: [view.length, view.length], data: view.pattern }],
      },
    );
  },
});

const layers = Array.from({ length: model.layers }, (_, layer) => layer);

export const modelViewSpecimen = specimen({
  name: 'model-view',
  title: words.modelView.title,
  rubric: words.modelView.rubric,
  badge: 'trained',
  height: 520,
  model: model.id,
  edits: null,
  ask: (options: Options) => readModel(layers.flatMap(probesOf), options),
  show({ run, tokens }) {
    const views = layers.map((layer) =>
      Array.from({ length: model.heads }, (_, head) => headView(run, layer, head)),
    );
    const maps = views.map((heads) => heads.map((view) => view?.pattern ?? new Float32Array()));
    /** What the last token looks at most. */
    const last = (row: number, column: number) => {
      const view = views[row]?.[column];
      return (view && heaviest(view, view.length - 1)[0]) ?? { key: 0, weight: 0 };
    };
    return show(
      modelView,
      { maps, length: tokens.length },
      { layerName: words.layer, headName: words.head },
      {
        start: { row: 1, column: 0 },
        describe(row, column) {
          const { key, weight } = last(row, column);
          return words.modelView.read(row + 1, column + 1, tokens.at(-1) ?? '', tokens[key] ?? '', weight);
        },
        table: {
          caption: words.modelView.caption,
          columns: words.modelView.columns,
          rows: maps.flatMap((heads, row) =>
            heads.map((_, column) => {
              const { key, weight } = last(row, column);
              return [row + 1, column + 1, tokens[key] ?? '', formatWeight(weight)];
            }),
          ),
        },
        tensors: views.flatMap((heads, row) =>
          heads.flatMap((view, column) =>
            view
              ? [
                  {
                    name: `layer-${row + 1}-head-${column + 1}-pattern`,
                    shape: [view.length, view.length],
                    data: view.pattern,
                  },
                ]
              : [],
          ),
        ),
      },
    );
  },
});

export const neuronViewSpecimen = specimen({
  name: 'neuron-view',
  title: words.neuronView.title,
  rubric: words.neuronView.rubric,
  badge: 'trained',
  height: 440,
  model: model.id,
  edits: null,
  ask: (options: Options) => readModel(probesOf(1), options),
  show({ run, tokens }) {
    const view = headView(run, 1, 0);
    if (!view) throw new Error('The run has no such head.');
    const query = tokens.length - 1;
    const cells = Array.from({ length: query + 1 }, (_, key) => cellArithmetic(view, query, key));
    const q = cells[0]?.q ?? new Float32Array();
    const sums = cells.map(({ dot }) => dot);
    const weights = cells.map(({ weight }) => weight);
    return show(
      neuronView,
      { tokens, query, q, k: cells.map(({ k }) => k), sums, weights },
      { headings: words.neuronView.headings },
      {
        start: { row: weights.indexOf(Math.max(...weights)), column: 0 },
        describe(row, column) {
          const cell = cells[row];
          if (!cell) return '';
          const names = [tokens[query] ?? '', tokens[row] ?? ''] as const;
          if (column < q.length)
            return words.neuronView.readElement(
              ...names,
              column + 1,
              cell.q[column] ?? 0,
              cell.k[column] ?? 0,
            );
          return column === q.length
            ? words.neuronView.readSum(...names, cell.dot, q.length)
            : words.neuronView.readWeight(...names, cell.score, cell.weight);
        },
        table: {
          caption: words.neuronView.caption,
          columns: words.neuronView.columns,
          rows: cells.map((cell, row) => [
            tokens[row] ?? '',
            formatExact(cell.dot),
            formatExact(cell.score),
            formatExact(cell.weight),
          ]),
        },
        tensors: [
          { name: 'q', shape: [q.length], data: q },
          { name: 'k', shape: [view.length, view.headSize], data: view.k },
        ],
      },
    );
  },
});

const written = ['eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs'];
const read = ['one', 'two', 'three', 'four', 'five', 'six'];
const size = 16;

/** The sines and cosines of a position (Vaswani et al. 2017, section 3.5). // [size] */
const positionCode = (position: number): number[] =>
  Array.from({ length: size }, (_, index) => {
    const angle = position / 10_000 ** ((2 * Math.floor(index / 2)) / size);
    return index % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });

/** Each word that is written asks for the position that mirrors its own: softmax(q.k / sqrt(d)), times 8 to be seen. // [target, source] */
function mirrored(): Float32Array {
  const weights = new Float32Array(written.length * read.length);
  written.forEach((_, row) => {
    const q = positionCode(read.length - 1 - row);
    const powers = read.map((__, column) => {
      const dot = positionCode(column).reduce((sum, value, index) => sum + value * (q[index] ?? 0), 0);
      return Math.exp((8 * dot) / Math.sqrt(size));
    });
    const total = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, column) => {
      weights[row * read.length + column] = power / total;
    });
  });
  return weights;
}

export const crossAttentionSpecimen = specimen({
  name: 'cross-attention',
  title: words.crossAttention.title,
  rubric: words.crossAttention.rubric,
  badge: 'exact',
  height: 210,
  edits: null,
  ask: async () => mirrored(),
  show(weights) {
    const target = [...written].reverse();
    return show(
      crossAttention,
      { source: read, target, weights },
      {},
      {
        start: { row: 0, column: read.length - 1 },
        describe: (row, column) =>
          words.crossAttention.read(
            target[row] ?? '',
            read[column] ?? '',
            weights[row * read.length + column] ?? 0,
          ),
        table: {
          caption: words.crossAttention.caption,
          columns: [...words.crossAttention.columns, ...read],
          rows: target.map((token, row) => [
            token,
            ...read.map((_, column) => formatExact(weights[row * read.length + column] ?? 0)),
          ]),
        },
        tensors: [{ name: 'cross-attention', shape: [target.length, read.length], data: weights }],
      },
    );
  },
});
