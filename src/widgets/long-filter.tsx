/** One channel of a Hyena: the filter that its network wrote, changed by hand, and convolved as a sum and by the Fourier transform. */

import { useMemo, useRef, useState } from 'react';
import { directOperations, fourierConvolve } from '../models/convolution-forms.ts';
import { convolutionOperations } from '../models/count/mixers.ts';
import { furthest } from '../models/scan-forms.ts';
import type { Options } from '../runtime/client.ts';
import { convolutionChart, convolve } from '../viz/convolution-chart.ts';
import { largestMagnitude } from '../viz/numbers.ts';
import { stateOf, together } from './kit/asked.ts';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Button, Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import {
  isChanged,
  ownHyena,
  readFilter,
  shippedHyena,
  toytownModel,
  untrainedHyena,
  withTap,
} from './kit/filter-data.ts';
import { numbersTo } from './kit/models.ts';
import { CurveOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useTraining } from './kit/use-training.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { type FilterModel, longFilterMessages as words } from './messages/long-filter.ts';

const [training, channels] = ['long-filter/run', ['long-filter', 'long-filter/run']] as const;
const models: readonly FilterModel[] = ['shipped', 'own'];
const lags = 64;
const longer = [1_024, 65_536] as const;
const size = (model: FilterModel) =>
  model === 'shipped' ? shippedHyena : { layers: ownHyena(1).sizes.layers, width: ownHyena(1).sizes.width };

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  model: { kind: 'choice', label: words.model, default: 'shipped', choices: models },
  layer: { kind: 'number', label: words.layer, default: 1, minimum: 1, maximum: 4, step: 1 },
  channel: { kind: 'number', label: words.channel, default: 1, minimum: 1, maximum: 96, step: 1 },
  decay: { kind: 'number', label: words.decay, default: 0, minimum: 0, maximum: 1, step: 0.05 },
  cut: { kind: 'number', label: words.cut, default: lags, minimum: 0, maximum: lags, step: 1 },
  edits: {
    kind: 'list',
    label: words.edits,
    default: [],
    minimum: -99,
    maximum: 99,
    step: 0.0001,
    shortest: 0,
    longest: 2 * lags,
  },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

export default function LongFilter({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('long-filter', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const wanted = live && seen;
  const { tokenizer, read, key, problem, retry } = useModelText(
    { id: toytownModel.id, context: lags },
    state.text,
    wanted,
  );
  const run = useTraining(training);
  const own = state.model === 'own';
  const trained = run.state === 'done' && run.steps.length > 0;
  const { layers, width } = size(state.model);
  const layer = Math.min(state.layer, layers) - 1;
  const channel = Math.min(state.channel, width) - 1;
  const { decay, cut, edits, seed } = state;
  const ask = useMemo(() => {
    const tokens = key === '' ? [] : tokensOf(key);
    if (!wanted || tokens.length < 2) return null;
    const model = !own ? shippedHyena.id : trained ? { training } : untrainedHyena(seed);
    return (options: Options) => readFilter(model, layer, tokens, { channel, decay, cut, edits }, options);
  }, [wanted, key, own, trained, seed, layer, channel, decay, cut, edits]);
  const work = useWork('long-filter', ask);
  const reading = work.result;

  const computed = useMemo(() => {
    if (!reading) return null;
    const { filter, input } = reading;
    const [sum, fourier] = [convolve(filter, input), fourierConvolve(filter, input)];
    return { sum, fourier, apart: furthest(sum, fourier) };
  }, [reading]);
  const [chosen, setChosen] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const data = useMemo(
    () =>
      reading && computed
        ? {
            filter: reading.filter,
            input: reading.input,
            output: computed.sum,
            most: Math.max(1e-6, 1.3 * largestMagnitude(reading.learned, reading.filter)),
            chosen,
          }
        : null,
    [reading, computed, chosen],
  );
  const host = useChart(convolutionChart, data, {
    label: words.chart(layer + 1, channel + 1),
    names: words.names,
    describe: (row: number, column: number) =>
      words.read(row, column, [data?.filter, data?.input, data?.output][row]?.[column] ?? 0),
    onChoose: (row: number, column: number) => setChosen({ row, column }),
    onSet: (lag: number, value: number) => {
      setChosen({ row: 0, column: lag });
      set({ edits: withTap(edits, lag, value) });
    },
  });

  const asked = together({ problem, retry }, work);
  const running = run.state === 'running';
  const empty = read !== null && read.tokens.length < 2;
  const figureState = stateOf({ problem: asked.problem, running, wanted: wanted && !empty, shown: data });
  const word = (id: number) => tokenizer?.vocabulary[id] ?? '';
  const tokens = reading?.input.length ?? 0;
  const last = run.steps.at(-1);
  const steps = ownHyena(seed).steps;
  return (
    <Figure
      root={root}
      widget="long-filter"
      number={number}
      title={title}
      badge={own && !trained ? 'exact' : 'trained'}
      rubric={words.rubric}
      state={figureState}
      quiet={running}
      handle={handle}
      reads={
        (reading && computed
          ? words.reads(
              layer + 1,
              channel + 1,
              reading.loss,
              reading.changedLoss,
              reading.moved,
              word(reading.says),
              word(reading.changedSays),
              computed.apart,
            )
          : words.nothing) + (run.problem ? words.failed(run.problem) : '')
      }
      problem={asked.problem}
      progress={asked.progress}
      onRetry={asked.retry}
      milliseconds={reading?.milliseconds ?? null}
      seed={own ? seed : null}
      footNote={running && last ? words.progress(last.step, steps) : ''}
      table={
        reading && computed
          ? {
              caption: words.tableCaption,
              columns: words.tableColumns,
              rows: Array.from({ length: tokens }, (_, at) => [
                at,
                words.exact(reading.learned[at] ?? 0),
                words.exact(reading.filter[at] ?? 0),
                words.exact(reading.input[at] ?? 0),
                words.exact(computed.sum[at] ?? 0),
                words.exact(computed.fourier[at] ?? 0),
              ]),
            }
          : null
      }
      sources="long-filter"
      outline={<CurveOutline />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
          />
          <Segments
            field={fields.model}
            value={state.model}
            name={words.modelName}
            onChange={(model) => set({ model, edits: [] })}
          />
          <Segments
            field={{ label: words.layer, choices: numbersTo(layers) }}
            value={String(layer + 1)}
            onChange={(choice) => set({ layer: Number(choice), edits: [] })}
          />
          <Slider
            field={{ ...fields.channel, maximum: width }}
            value={channel + 1}
            onChange={(value) => set({ channel: value, edits: [] })}
          />
          <Slider field={fields.decay} value={decay} onChange={(value) => set({ decay: value })} />
          <Slider field={fields.cut} value={cut} onChange={(value) => set({ cut: value })} />
          <Button
            disabled={!isChanged({ channel, decay, cut, edits }, lags)}
            onPress={() => set({ decay: 0, cut: lags, edits: [] })}
          >
            {words.undo}
          </Button>
          {own ? (
            <Button
              primary={!running}
              onPress={() => {
                if (running) run.stop();
                else run.start({ plan: ownHyena(seed) });
              }}
            >
              {running ? words.stop : trained ? words.again : words.train}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="filter-host" ref={host} />
      <table className="sum-table is-wide filter-table">
        <thead>
          <ColumnHeads columns={words.columns(tokens)} />
        </thead>
        <tbody>
          {(
            [
              [words.direct, directOperations],
              [words.fourier, convolutionOperations],
            ] as const
          ).map(([name, operations]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {[tokens, ...longer].map((length) => (
                <td key={length}>{tokens > 0 ? words.operations(operations(length)) : ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet-note">{own ? (trained ? words.trained : words.untrained) : words.shippedNote}</p>
    </Figure>
  );
}
