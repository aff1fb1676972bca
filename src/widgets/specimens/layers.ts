/** Charts that look through the layers of a model: all heads, what it would say after each layer, who writes what. */
import { softmax } from '../../models/sampling.ts';
import type { Intervention, Options } from '../../runtime/client.ts';
import { headGrid } from '../../viz/head-grid.ts';
import { logitLens } from '../../viz/logit-lens.ts';
import { formatExact, formatWeight } from '../../viz/numbers.ts';
import { residualStream, type StreamWriter } from '../../viz/residual-stream.ts';
import { specimenMessages as words } from '../messages/specimens.ts';
import { type ModelReading, model, normOf, readModel, rowsOf } from './read-model.ts';
import { show, specimen } from './specimen.tsx';

const layers = Array.from({ length: model.layers }, (_, layer) => layer);
const parts = layers.flatMap(
  (layer) =>
    [
      {
        name: words.residualStream.writer(layer + 1, 'attention'),
        probe: `blocks.${layer}.attn_out`,
        kind: 'mixer',
      },
      {
        name: words.residualStream.writer(layer + 1, 'feed-forward'),
        probe: `blocks.${layer}.mlp_out`,
        kind: 'channels',
      },
    ] as const,
);

const switchedOff = (probes: readonly string[]): Intervention[] =>
  probes.map((name) => ({ kind: 'ablate', name, places: [] }));

export const headGridSpecimen = specimen({
  name: 'head-grid',
  title: words.headGrid.title,
  rubric: words.headGrid.rubric,
  badge: 'trained',
  height: 440,
  model: model.id,
  edits: null,
  ask: (options: Options) => readModel(['blocks.*.attn.pattern'], options),
  show(reading) {
    const length = reading.tokens.length;
    const maps = layers.map((layer) => {
      const { data, shape } = reading.tensor(`blocks.${layer}.attn.pattern`);
      const heads = shape[1] ?? 1;
      return Array.from({ length: heads }, (_, head) =>
        data.subarray(head * length * length, (head + 1) * length * length),
      );
    });
    const looksFirst = (row: number, column: number) => {
      const map = maps[row]?.[column] ?? new Float32Array();
      let first = 0;
      for (let query = 0; query < length; query++) {
        const weights = map.subarray(query * length, (query + 1) * length);
        if (weights.indexOf(Math.max(...weights)) === 0) first += 1;
      }
      return first / length;
    };
    return show(
      headGrid,
      { maps, length, causal: true },
      { layerName: words.layer, headName: words.head },
      {
        start: { row: 0, column: 0 },
        describe: (row, column) => words.headGrid.read(row + 1, column + 1, looksFirst(row, column)),
        table: {
          caption: words.headGrid.caption,
          columns: words.headGrid.columns,
          rows: maps.flatMap((heads, row) =>
            heads.map((_, column) => [row + 1, column + 1, formatWeight(looksFirst(row, column))]),
          ),
        },
        tensors: layers.map((layer) => ({
          name: `layer-${layer + 1}-pattern`,
          ...reading.tensor(`blocks.${layer}.attn.pattern`),
        })),
      },
    );
  },
});

/** The logits when what later layers write is switched off: the final norm and the head read the stream as it stands there. */
const afterEach = (options: Options): Promise<ModelReading[]> =>
  Promise.all(
    [0, ...layers.map((layer) => layer + 1)].map((kept) =>
      readModel(
        ['logits'],
        { ...options, channel: `chart-logit-lens/${kept}` },
        {
          interventions: switchedOff(parts.slice(2 * kept).map(({ probe }) => probe)),
        },
      ),
    ),
  );

export const logitLensSpecimen = specimen({
  name: 'logit-lens',
  title: words.logitLens.title,
  rubric: words.logitLens.rubric,
  badge: 'trained',
  height: 170,
  model: model.id,
  edits: null,
  ask: afterEach,
  show(readings) {
    const [first] = readings;
    const tokens = first?.tokens ?? [];
    const best = readings.map((reading) =>
      rowsOf(reading.tensor('logits')).map((logits) => {
        const probabilities = softmax(logits);
        const id = probabilities.indexOf(Math.max(...probabilities));
        return { token: reading.vocabulary[id] ?? '', probability: probabilities[id] ?? 0 };
      }),
    );
    const names = readings.map((_, row) =>
      row === 0 ? words.logitLens.embedding : words.logitLens.afterLayer(row),
    );
    const cell = (row: number, column: number) => best[row]?.[column] ?? { token: '', probability: 0 };
    return show(
      logitLens,
      {
        tokens,
        layers: names,
        top: best.map((row) => row.map(({ token }) => token)),
        probability: best.map((row) => row.map(({ probability }) => probability)),
      },
      {},
      {
        start: { row: names.length - 1, column: tokens.length - 1 },
        describe: (row, column) =>
          words.logitLens.read(
            names[row] ?? '',
            tokens[column] ?? '',
            cell(row, column).token,
            cell(row, column).probability,
          ),
        table: {
          caption: words.logitLens.caption,
          columns: [...words.logitLens.columns, ...tokens],
          rows: names.map((name, row) => [
            name,
            ...tokens.map(
              (_, column) => `${cell(row, column).token} ${formatWeight(cell(row, column).probability)}`,
            ),
          ]),
        },
      },
    );
  },
});

async function whoWrites(options: Options) {
  const stream = layers.flatMap((layer) => [`blocks.${layer}.resid_mid`, `blocks.${layer}.resid_post`]);
  const whole = await readModel(
    ['blocks.0.resid_pre', ...parts.map(({ probe }) => probe), ...stream, 'logits'],
    options,
  );
  const without = await Promise.all(
    [['blocks.0.resid_pre'], ...parts.map(({ probe }) => [probe])].map((probes, index) =>
      readModel(
        ['logits'],
        { ...options, channel: `chart-residual-stream/${index}` },
        {
          interventions: switchedOff(probes),
        },
      ),
    ),
  );
  return { whole, without, stream };
}

export const residualStreamSpecimen = specimen({
  name: 'residual-stream',
  title: words.residualStream.title,
  rubric: words.residualStream.rubric,
  badge: 'trained',
  height: 330,
  model: model.id,
  edits: null,
  ask: whoWrites,
  show({ whole, without, stream }) {
    const last = (reading: ModelReading, name: string) =>
      rowsOf(reading.tensor(name)).at(-1) ?? new Float32Array();
    const logits = last(whole, 'logits');
    const best = logits.indexOf(Math.max(...logits));
    const token = whole.vocabulary[best] ?? '';
    const probes = ['blocks.0.resid_pre', ...parts.map(({ probe }) => probe)];
    const writers = probes.map(
      (probe, index): StreamWriter => ({
        name: parts[index - 1]?.name ?? words.residualStream.embedding,
        kind: parts[index - 1]?.kind ?? 'embedding',
        norm: normOf(last(whole, probe)),
        effect: (logits[best] ?? 0) - (without[index] ? (last(without[index], 'logits')[best] ?? 0) : 0),
      }),
    );
    const norms = ['blocks.0.resid_pre', ...stream].map((name) => normOf(last(whole, name)));
    return show(
      residualStream,
      { writers, stream: norms },
      { headings: words.residualStream.headings },
      {
        start: { row: writers.length - 1, column: 0 },
        describe(row) {
          const writer = writers[row];
          return writer
            ? words.residualStream.read(writer.name, writer.norm, norms[row] ?? 0, writer.effect ?? 0, token)
            : '';
        },
        table: {
          caption: words.residualStream.caption,
          columns: words.residualStream.columns,
          rows: writers.map((writer, row) => [
            writer.name,
            formatExact(writer.norm),
            formatExact(norms[row] ?? 0),
            formatExact(writer.effect ?? 0),
          ]),
        },
      },
    );
  },
});
