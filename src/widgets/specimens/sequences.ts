/** Charts of states, filters and orders, on numbers that are computed exactly here or by the model. */
import type { Options } from '../../runtime/client.ts';
import { runtime } from '../../runtime/client.ts';
import { attributionTokens } from '../../viz/attribution-tokens.ts';
import { convolutionChart, convolve } from '../../viz/convolution-chart.ts';
import { dependencyGraph, earliestSteps, type GraphTask } from '../../viz/dependency-graph.ts';
import { maskGrid } from '../../viz/mask-grid.ts';
import { formatExact, largestMagnitude } from '../../viz/numbers.ts';
import { stateOverTime } from '../../viz/state-over-time.ts';
import { readText } from '../kit/model-text.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { specimenMessages as words } from '../messages/specimens.ts';
import { model, rowsOf, text } from './read-model.ts';
import { show, specimen } from './specimen.tsx';

const channels = 16;
const impulses = [3, 9];

/** h[t] = exp(delta A) h[t-1] + (1 - exp(delta A)) x[t], A = -1 ... -16: the exact step of S4D's real start (Gu et al. 2022). */
function decayingState() {
  const length = 24;
  const tokens = Array.from({ length }, (_, t) => (impulses.includes(t) ? '1' : '0'));
  // A step is long where something comes in.
  const delta = Float32Array.from({ length }, (_, t) => (impulses.includes(t) ? 0.6 : 0.06));
  const state = new Float32Array(length * channels);
  for (let t = 0; t < length; t++)
    for (let channel = 0; channel < channels; channel++) {
      const keep = Math.exp(-(delta[t] ?? 0) * (channel + 1));
      const before = t === 0 ? 0 : (state[(t - 1) * channels + channel] ?? 0);
      state[t * channels + channel] = keep * before + (1 - keep) * Number(tokens[t]);
    }
  return { tokens, delta, state };
}

export const stateOverTimeSpecimen = specimen({
  name: 'state-over-time',
  title: words.stateOverTime.title,
  rubric: words.stateOverTime.rubric,
  badge: 'exact',
  height: 500,
  edits: null,
  ask: async () => decayingState(),
  show({ tokens, delta, state }) {
    return show(
      stateOverTime,
      { tokens, delta, state, channels, most: largestMagnitude(state) },
      { deltaLabel: words.stateOverTime.delta, channelLabel: words.stateOverTime.channel },
      {
        start: { row: 3, column: 1 },
        describe: (row, column) =>
          column === 0
            ? words.stateOverTime.readDelta(row + 1, delta[row] ?? 0)
            : words.stateOverTime.read(row + 1, column, state[row * channels + column - 1] ?? 0),
        table: {
          caption: words.stateOverTime.caption,
          columns: [
            words.stateOverTime.step,
            words.stateOverTime.delta,
            ...Array.from({ length: channels }, (_, index) => String(index + 1)),
          ],
          rows: tokens.map((_, row) => [
            row + 1,
            formatExact(delta[row] ?? 0),
            ...Array.from(state.subarray(row * channels, (row + 1) * channels), formatExact),
          ]),
        },
        tensors: [{ name: 'state', shape: [tokens.length, channels], data: state }],
      },
    );
  },
});

const taps = Array.from({ length: 16 }, (_, step) =>
  Number((Math.exp(-step / 4) * Math.cos(step / 1.5)).toFixed(2)),
);
const pulses = Array.from({ length: 32 }, (_, t) => (t === 2 || t === 14 || t === 16 ? 1 : 0));

export const convolutionChartSpecimen = specimen({
  name: 'convolution-chart',
  title: words.convolutionChart.title,
  rubric: words.convolutionChart.rubric,
  badge: 'exact',
  height: 430,
  edits: taps,
  ask: async () => pulses,
  show(input, filter, edit) {
    const output = convolve(filter, input);
    const rows = [filter, input, output];
    return show(
      convolutionChart,
      { filter, input, output, most: 1 },
      {
        names: words.convolutionChart.names,
        onSet: (step: number, value: number) =>
          edit(filter.map((tap, index) => (index === step ? value : tap))),
      },
      {
        start: { row: 0, column: 0 },
        describe: (row, column) =>
          words.convolutionChart.read(
            words.convolutionChart.names[row] ?? '',
            column,
            rows[row]?.[column] ?? 0,
          ),
        table: {
          caption: words.convolutionChart.caption,
          columns: [words.stateOverTime.step, ...words.convolutionChart.names],
          rows: input.map((_, at) => [
            at,
            ...rows.map((values) => (values[at] === undefined ? '' : formatExact(values[at]))),
          ]),
        },
        tensors: [{ name: 'output', shape: [output.length], data: output }],
      },
    );
  },
});

const length = 6;
/** A recurrence waits for the step before; attention waits for nothing but the text. */
const tasks: readonly GraphTask[] = [
  ...Array.from({ length }, (_, index) => ({
    label: words.dependencyGraph.state(index + 1),
    needs: index === 0 ? [] : [index - 1],
  })),
  ...Array.from({ length }, (_, index) => ({ label: words.dependencyGraph.weights(index + 1), needs: [] })),
];

export const dependencyGraphSpecimen = specimen({
  name: 'dependency-graph',
  title: words.dependencyGraph.title,
  rubric: words.dependencyGraph.rubric,
  badge: 'schematic',
  height: 230,
  edits: null,
  ask: async () => tasks,
  show(all) {
    const steps = earliestSteps(all);
    const task = (row: number, column: number) => all[steps[row]?.[column] ?? 0];
    return show(
      dependencyGraph,
      { tasks: all, done: 2 },
      { stepName: words.dependencyGraph.step },
      {
        start: { row: 1, column: 0 },
        describe: (row, column) =>
          words.dependencyGraph.read(
            task(row, column)?.label ?? '',
            row + 1,
            task(row, column)?.needs.map((need) => all[need]?.label ?? '') ?? [],
          ),
        table: {
          caption: words.dependencyGraph.caption,
          columns: words.dependencyGraph.columns,
          rows: steps.flatMap((some, row) =>
            some.map((_, column) => [row + 1, task(row, column)?.label ?? '']),
          ),
        },
      },
    );
  },
});

const masked = ['mia', 'has', 'a', 'red', 'ball', '.'];

export const maskGridSpecimen = specimen({
  name: 'mask-grid',
  title: words.maskGrid.title,
  rubric: words.maskGrid.rubric,
  badge: 'exact',
  height: 250,
  edits: masked.flatMap((_, query) => masked.map((__, key) => key <= query)),
  ask: async () => masked,
  show(tokens, allowed, edit) {
    const at = (row: number, column: number) => allowed[row * tokens.length + column] === true;
    return show(
      maskGrid,
      { tokens, allowed },
      {
        onPaint: (query: number, key: number, on: boolean) =>
          edit(allowed.map((before, index) => (index === query * tokens.length + key ? on : before))),
      },
      {
        start: { row: 5, column: 0 },
        describe: (row, column) =>
          words.maskGrid.read(tokens[row] ?? '', tokens[column] ?? '', at(row, column)),
        table: {
          caption: words.maskGrid.caption,
          columns: ['', ...tokens],
          rows: tokens.map((token, row) => [token, ...tokens.map((_, column) => (at(row, column) ? 1 : 0))]),
        },
      },
    );
  },
});

/** Each word's input is zeroed in turn; what the logit of the model's answer loses by it is the word's part in the answer. */
async function occlusions(options: Options) {
  const tokenizer = await loadTokenizer(model.id);
  const { tokens, words: read } = readText(tokenizer, text, model.context);
  const run = (index: number | null) =>
    runtime().run(
      {
        model: model.id,
        tokens,
        capture: ['logits'],
        interventions:
          index === null ? [] : [{ kind: 'ablate', name: 'embed', places: [{ axis: 1, index }] }],
      },
      { ...options, channel: `chart-attribution-tokens/${index ?? 'whole'}` },
    );
  const last = async (index: number | null) => {
    const { tensors } = await run(index);
    const logits = tensors.logits;
    if (!logits) throw new Error('The run has no logits.');
    return rowsOf(logits).at(-1) ?? new Float32Array();
  };
  const whole = await last(null);
  const best = whole.indexOf(Math.max(...whole));
  const without = await Promise.all(tokens.map((_, index) => last(index)));
  return {
    tokens: read,
    answer: tokenizer.vocabulary[best] ?? '',
    values: Float32Array.from(without, (logits) => (whole[best] ?? 0) - (logits[best] ?? 0)),
  };
}

export const attributionTokensSpecimen = specimen({
  name: 'attribution-tokens',
  title: words.attributionTokens.title,
  rubric: words.attributionTokens.rubric,
  badge: 'trained',
  height: 80,
  model: model.id,
  edits: null,
  ask: occlusions,
  show({ tokens, values, answer }) {
    return show(
      attributionTokens,
      { tokens, values, most: largestMagnitude(values) },
      {},
      {
        start: { row: 0, column: values.indexOf(Math.max(...values)) },
        describe: (_, column) =>
          words.attributionTokens.read(tokens[column] ?? '', answer, values[column] ?? 0),
        table: {
          caption: words.attributionTokens.caption(answer),
          columns: words.attributionTokens.columns,
          rows: tokens.map((token, index) => [token, formatExact(values[index] ?? 0)]),
        },
        tensors: [{ name: 'attribution', shape: [values.length], data: values }],
      },
    );
  },
});
