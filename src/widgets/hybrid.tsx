/** A few attention layers among Mamba layers: each switched off, what each keeps over the length of a text, and where attention stands. */

import { useMemo, useRef } from 'react';
import type { Options } from '../runtime/client.ts';
import { stateOf, together } from './kit/asked.ts';
import { Button, Segments } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { HybridCharts } from './kit/hybrid-charts.tsx';
import {
  keptByLayer,
  type Looked,
  longest,
  mixersOf,
  ownConfig,
  ownHybrid,
  type Place,
  placeOf,
  places,
  readHybrid,
  readWithout,
  shippedConfig,
  shippedHybrid,
  toytownModel,
} from './kit/hybrid-data.ts';
import { HybridStack } from './kit/hybrid-stack.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { isUnderWay, TrainingButtons } from './kit/training-buttons.tsx';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { usePlacesTried } from './kit/use-places-tried.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { type HybridModel, hybridMessages as words } from './messages/hybrid.ts';

const [training, changedChannel] = ['hybrid/run', 'hybrid/changed'] as const;
const channels = ['hybrid', training, changedChannel];
const models: readonly HybridModel[] = shippedHybrid ? ['shipped', 'own'] : ['own'];
const ownContext = ownConfig('none').context;

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  model: { kind: 'choice', label: words.model, default: models[0] ?? 'own', choices: models },
  place: { kind: 'choice', label: words.place, default: '3' as Place, choices: places },
  off: {
    kind: 'list',
    label: words.off,
    default: [],
    minimum: 0,
    maximum: 3,
    step: 1,
    shortest: 0,
    longest: 4,
  },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

export default function Hybrid({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('hybrid', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const wanted = live && seen;
  const shipped = state.model === 'shipped' ? shippedHybrid : null;
  const place = shipped ? placeOf(shipped.mixers) : state.place;
  const configAt = useMemo(
    () => (at: Place) => (shipped ? shippedConfig(shipped, at) : ownConfig(at)),
    [shipped],
  );
  const config = useMemo(() => configAt(place), [configAt, place]);
  const mixers = useMemo(() => mixersOf(config), [config]);
  const { off, seed } = state;
  const { tokenizer, read, key, problem, retry } = useModelText(
    { id: toytownModel.id, context: shipped?.context ?? ownContext },
    state.text,
    wanted,
  );
  const { run, tried, learned, start } = usePlacesTried(training, place, seed);

  const running = run.state === 'running';
  const underWay = isUnderWay(run);
  const looked = useMemo((): Looked => {
    if (shipped) return { model: shipped.id };
    if (learned === 0) return { model: { fresh: config, seed } };
    return running ? { model: { training }, step: learned } : { model: { training } };
  }, [shipped, learned, running, config, seed]);
  const tokens = useMemo(() => (key === '' ? [] : tokensOf(key)), [key]);
  const ask = useMemo(() => {
    if (!wanted || tokens.length < 2) return null;
    return async (options: Options) => ({
      ...(await readHybrid(looked, mixers, tokens, options)),
      mixers,
      learned: shipped ? 0 : learned,
    });
  }, [wanted, tokens, looked, mixers, shipped, learned]);
  const work = useWork('hybrid', ask);
  const askChanged = useMemo(() => {
    if (!wanted || tokens.length < 2 || off.length === 0) return null;
    return async (options: Options) => ({
      ...(await readWithout(looked, mixers, tokens, off, options)),
      mixers,
      off,
    });
  }, [wanted, tokens, looked, mixers, off]);
  const changedWork = useWork(changedChannel, askChanged);
  // What was read of another stack, or with other layers off, is not shown beside this one's.
  const reading = work.result?.mixers === mixers ? work.result : null;
  const without = changedWork.result;
  const changed = without?.mixers === mixers && without.off === off && off.length > 0 ? without : null;
  const asked = together({ problem, retry }, work, changedWork);

  const kept = useMemo(
    () => [keptByLayer(config, reading?.tokens.length ?? 0), keptByLayer(config, longest)],
    [config, reading],
  );

  const empty = read !== null && read.tokens.length < 2;
  const wordOf = (id: number) => tokenizer?.vocabulary[id] ?? '';
  const last = run.steps.at(-1);
  /** The layer with this mixer without which the text costs the most. */
  const missed = (mixer: string) =>
    reading?.alone
      .map(({ loss }, layer) => ({ layer: layer + 1, more: loss - reading.plain.loss }))
      .filter(({ layer }) => mixers[layer - 1] === mixer)
      .sort((a, b) => b.more - a.more)[0] ?? null;
  const spoken = ({ loss, says }: Pick<NonNullable<typeof changed>, 'loss' | 'says'>) => ({
    loss,
    word: wordOf(says.id),
    probability: says.probability,
  });
  const looks = reading?.looks;
  return (
    <Figure
      root={root}
      widget="hybrid"
      number={number}
      title={title}
      badge={shipped || (reading?.learned ?? 0) > 0 ? 'trained' : 'exact'}
      rubric={empty ? words.empty : shipped ? words.rubric : words.rubricOwn}
      state={stateOf({
        problem: asked.problem,
        running,
        wanted: wanted && !empty,
        shown: reading && (off.length === 0 || changed),
      })}
      quiet={running}
      handle={handle}
      reads={
        (reading
          ? words.reads(
              spoken(reading.plain),
              missed('attention'),
              missed('mamba'),
              changed && { ...spoken(changed), off: changed.off.length },
            ) +
            (looks
              ? words.looks(
                  wordOf(reading.tokens[looks.position] ?? 0),
                  reading.tokens.length - 1 - looks.position,
                  looks.weight,
                  looks.layer + 1,
                )
              : '')
          : words.nothing) + (run.problem ? words.failed(run.problem) : '')
      }
      problem={asked.problem}
      progress={asked.progress}
      onRetry={asked.retry}
      {...(shipped ? { model: shipped.id } : {})}
      milliseconds={reading?.milliseconds ?? null}
      seed={shipped ? null : seed}
      footNote={underWay && last ? words.progress(last.step, ownHybrid(place, seed).steps) : ''}
      table={
        reading && {
          caption: words.tableCaption,
          columns: words.tableColumns,
          rows: reading.alone.map(({ loss, says }, layer) => [
            layer + 1,
            mixers[layer] ?? '',
            kept[0]?.[layer] ?? 0,
            kept[1]?.[layer] ?? 0,
            words.loss(loss),
            words.loss(loss - reading.plain.loss),
            wordOf(says.id),
            Number(says.probability.toPrecision(6)),
            words.switched(off.includes(layer)),
          ]),
        }
      }
      sources="hybrid"
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
          {models.length > 1 ? (
            <Segments
              field={fields.model}
              value={state.model}
              name={words.modelName}
              onChange={(chosen) => set({ model: chosen })}
            />
          ) : null}
          {shipped ? null : (
            <>
              <Segments
                field={fields.place}
                value={state.place}
                disabled={underWay}
                onChange={(chosen) => set({ place: chosen })}
              />
              <TrainingButtons
                training={run}
                begin={learned > 0 ? words.again : words.train}
                onBegin={start}
              />
            </>
          )}
          <Button disabled={off.length === 0} onPress={() => set({ off: [] })}>
            {words.allOn}
          </Button>
        </>
      }
    >
      <HybridStack
        mixers={mixers}
        off={off}
        onToggle={(layer) =>
          set({ off: off.includes(layer) ? off.filter((one) => one !== layer) : [...off, layer].sort() })
        }
        reading={reading}
        changed={changed}
        kept={kept}
        wordOf={wordOf}
      />
      <p className="quiet-note">
        {words.stackNote}{' '}
        {shipped ? words.shippedNote : reading?.learned ? words.trained(reading.learned) : words.untrained}
      </p>
      <HybridCharts place={place} configAt={configAt} tried={shipped ? [] : tried} />
    </Figure>
  );
}
