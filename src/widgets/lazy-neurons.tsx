/** How few neurons a text needs: the strongest share of each layer and word is kept, the others are set to 0. */

import { useMemo, useRef } from 'react';
import type { Options } from '../runtime/client.ts';
import { type LineSeries, lineChart } from '../viz/line-chart.ts';
import { stateOf, together } from './kit/asked.ts';
import { Button, Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { keptShares, readLazily } from './kit/lazy-data.ts';
import { shippedModels } from './kit/models.ts';
import { CurveOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useClaim } from './kit/use-claim.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useTraining } from './kit/use-training.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { type LazyModel, lazyNeuronsMessages as words } from './messages/lazy-neurons.ts';

const shipped = shippedModels['gpt2-toytown'];
const models: readonly LazyModel[] = ['gpt2-toytown', 'trained'];
/** The small decoder of the claim reads so many words. */
const small = { recipe: 'ffn-relu', steps: 1200, seed: 1, layers: 2, context: 64 } as const;
const [training, channels] = ['lazy-neurons/run', ['lazy-neurons', 'lazy-neurons/run']] as const;

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  model: { kind: 'choice', label: words.model, default: 'gpt2-toytown', choices: models },
  // The place of the share among those that are measured.
  share: {
    kind: 'number',
    label: words.share,
    default: 3,
    minimum: 0,
    maximum: keptShares.length - 1,
    step: 1,
  },
} as const;

export default function LazyNeurons({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('lazy-neurons', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const wanted = live && seen;
  const run = useTraining(training);
  const claim = useClaim('C22', wanted);
  const own = state.model === 'trained';
  const text = useModelText(own ? { id: shipped.id, context: small.context } : shipped, state.text, wanted);
  const { tokenizer, read, key } = text;
  const trained = run.state === 'done' && run.steps.length > 0;
  const ask = useMemo(() => {
    const tokens = key === '' ? [] : tokensOf(key);
    if (tokens.length < 2 || (own && !trained)) return null;
    return async (options: Options) => {
      const [model, layers] = own ? [{ training }, small.layers] : [shipped.id, shipped.layers];
      return { own, ...(await readLazily(model, layers, tokens, options)) };
    };
  }, [key, own, trained]);
  const work = useWork('lazy-neurons', ask);
  const result = work.result?.own === own ? work.result : null;

  const series = useMemo<LineSeries[]>(() => {
    const [recorded] = claim.state === 'ready' ? claim.claim.series : [];
    return [
      ...(result
        ? [
            {
              label: words.live,
              look: 2 as const,
              points: keptShares.map((share, at) => [share, result.losses[at] ?? 0] as const),
            },
          ]
        : []),
      ...(recorded
        ? [
            {
              label: words.recorded,
              look: 9 as const,
              points: recorded.x.map((share, at) => [share, recorded.y[at] ?? 0] as const),
            },
          ]
        : []),
    ];
  }, [result, claim]);
  const share = keptShares[state.share] ?? 1;
  const data = useMemo(
    () =>
      series.length > 0
        ? ({
            series,
            x: { scale: 'log', label: words.shareAxis },
            y: { scale: 'linear', label: words.lossAxis },
            chosen: result ? { row: 0, column: state.share } : null,
          } as const)
        : null,
    [series, result, state.share],
  );
  const host = useChart(lineChart, data, {
    label: words.chart,
    height: 340,
    describe: (row: number, column: number) => {
      const [at = 0, loss = 0] = series[row]?.points[column] ?? [];
      return words.point(series[row]?.label ?? '', at, loss);
    },
    onChoose: (row: number, column: number) => {
      if (row === 0 && result) set({ share: column });
    },
  });

  const asked = together(text, work);
  const empty = read !== null && read.tokens.length < 2;
  const waits = own && !trained;
  const running = run.state === 'running';
  const figureState = stateOf({
    problem: asked.problem,
    running,
    wanted: wanted && !empty,
    shown: result || waits,
  });
  const [full = 0] = result?.losses ?? [];
  const last = run.steps.at(-1);
  return (
    <Figure
      root={root}
      widget="lazy-neurons"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      quiet={running}
      handle={handle}
      reads={
        waits
          ? words.untrained
          : result
            ? words.reads(state.model, result.zeros, share, result.losses[state.share] ?? 0, full)
            : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={shipped.id}
      onRetry={asked.retry}
      footNote={last ? words.progress(last.step, small.steps) : ''}
      table={
        result && {
          caption: words.tableCaption,
          columns: words.columns,
          rows: keptShares.map((one, at) => [one, Number((result.losses[at] ?? 0).toPrecision(6))]),
        }
      }
      sources="lazy-neurons"
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
            onChange={(choice) => set({ model: choice })}
          />
          <Slider
            field={fields.share}
            value={state.share}
            format={(value) => words.shareName(2 ** value)}
            onChange={(value) => set({ share: value })}
          />
          <Button
            primary={!running}
            onPress={() => {
              if (running) run.stop();
              else
                run.start({
                  plan: { recipe: small.recipe, seed: small.seed, steps: small.steps },
                });
            }}
          >
            {running ? words.stop : words.train}
          </Button>
        </>
      }
    >
      <div className="plot-host" ref={host} />
    </Figure>
  );
}
